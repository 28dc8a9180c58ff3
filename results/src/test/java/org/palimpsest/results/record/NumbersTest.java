package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class NumbersTest {

    @DataProvider
    Object[][] numbers() {
        return new Object[][] {
            {0.1, "0.1"}, {1.0 / 3, "0.333333333333"}, {2.0 / 3, "0.666666666667"}, {-0.0, "0"},
            {1e-17, "0.00000000000000001"},
            {0.1 + 0.2, "0.3"}, {268435456, "268435456"}, {1.5e10, "15000000000"}, {Double.NaN, ""},
            {Double.POSITIVE_INFINITY, ""},
        };
    }

    @Test(dataProvider = "numbers")
    public void plainAndTheSameEverywhere(double value, String expected) {
        assertEquals(Numbers.text(value), expected);
    }

    @Test
    public void nothingScoredHasNoRatio() {
    }
}
