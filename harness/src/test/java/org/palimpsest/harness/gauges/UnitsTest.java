package org.palimpsest.harness.gauges;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

/** Shares of units against counts by hand. */
public class UnitsTest extends NativeTest {
    @Test
    public void aUnitIsDormantBesideTheMeanOfItsLayer() {
        Units units = new Units();
        // E|h| = 4, 0.0625, 0, 0.1 and mean 1.040625: scores 3.84, 0.06006, 0, 0.0961
        units.add(floats(new Shape(2, 4), 5, 0.125, 0, 0.2, 3, 0, 0, 0));
        assertEquals(units.dormant(0), 0.25);
        assertEquals(units.dormant(0.025), 0.25);
        assertEquals(units.dormant(0.07), 0.5);
        assertEquals(units.dormant(0.1), 0.75);
        assertEquals(units.active(), 4 / 8.0);
    }

    @Test
    public void theThresholdIsIncluded() {
        Units units = new Units();
        units.add(floats(new Shape(1, 2), 63.0, 1.0)); // mean 32, scores 1.96875 and exactly 1/32
        assertEquals(units.dormant(1 / 32.0), 0.5);
        assertEquals(units.dormant(1 / 33.0), 0.0);
    }

    @Test
    public void aSilentLayerIsDormantThroughout() {
        Units units = new Units();
        units.add(floats(new Shape(2, 3), 0, 0, 0, 0, 0, 0));
        assertEquals(units.dormant(0), 1.0);
        assertEquals(units.dormant(0.025), 1.0);
        assertEquals(units.active(), 0.0);
    }

    @Test
    public void aChannelIsAUnitOverAllPositionsAndBatchesAddUp() {
        Units units = new Units();
        units.add(floats(new Shape(1, 2, 2, 1), 0, 0, 0, 6));
        units.add(floats(new Shape(1, 2, 2, 1), 0, 0, 2, 0));
        assertEquals(units.dormant(0), 0.5);
        assertEquals(units.active(), 2 / 8.0);
        units.add(floats(new Shape(1, 2, 2, 1), 1, 0, 0, 0));
        assertEquals(units.dormant(0), 0.0, "one image wakes the first channel");
        assertEquals(units.dormant(2 / 9.0 + 1e-9), 0.5, "sums 1 and 8, mean 4.5");
    }

    @Test
    public void whatIsNoNumberIsNotAShare() {
        Units units = new Units();
        units.add(floats(new Shape(1, 2), Double.NaN, 1));
        assertEquals(units.dormant(0.025), Double.NaN);
    }
}
