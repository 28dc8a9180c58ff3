package org.palimpsest.methods.adapters;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** An adapter of rank 2, against the equation in doubles. */
public class LoraAdapterTest {
    private static LoraOptions options(double dropout, boolean rslora) {
        return new LoraOptions(2, 3, dropout, List.of("any"), rslora);
    }

    private static LayerBench bench(LoraOptions options) {
        return new LayerBench(layer -> new LoraAdapter(layer, options));
    }

    private static LoraAdapter adapter(LayerBench bench) {
        return (LoraAdapter) bench.layer().adapter().orElseThrow();
    }

    @DataProvider
    public Object[][] scales() {
        return new Object[][] {{options(0, false), 1.5}, {options(0, true), 3 / Math.sqrt(2)}};
    }

    @Test(dataProvider = "scales")
    public void addsScaleTimesBTimesATimesX(LoraOptions options, double scale) {
        try (LayerBench bench = bench(options)) {
            double[][] a = LayerBench.fill(adapter(bench).a(), 1);
            double[][] b = LayerBench.fill(adapter(bench).b(), 40);
            double[][] y = bench.outputs(false);
            for (int n = 0; n < y.length; n++) {
                double[] x = LayerBench.inputs()[n];
                double[] plain = bench.plain(x);
                double[] change = LayerBench.times(b, LayerBench.times(a, x));
                for (int o = 0; o < plain.length; o++) {
                    assertEquals(y[n][o], plain[o] + scale * change[o], 1e-5);
                }
            }
            assertEquals(bench.outputs(true), y);
        }
    }

    @Test
    public void changesNothingAtFirst() {
        try (LayerBench bench = bench(options(0, false))) {
            double[][] y = bench.outputs(false);
            for (int n = 0; n < y.length; n++) {
                assertEquals(y[n], bench.plain(LayerBench.inputs()[n]), 1e-6);
            }
            float[] a = adapter(bench).a().getArray().toFloatArray();
            double bound = 1 / Math.sqrt(LayerBench.INPUTS);
            for (float value : a) {
                assertTrue(Math.abs(value) <= bound, Arrays.toString(a));
            }
            assertNotEquals(a[0], a[1]);
        }
    }

    @Test
    public void gradientsAreThoseOfFiniteDifferences() {
        try (LayerBench bench = bench(options(0, false))) {
            LayerBench.fill(adapter(bench).b(), 7);
            assertTrue(bench.gradientError(adapter(bench).a()) < 1e-3);
            assertTrue(bench.gradientError(adapter(bench).b()) < 1e-3);
        }
    }

    /** What is left out is made up for by the rest: the mean over many draws is what evaluation gives. */
    @Test
    public void dropoutIsOfTrainingAlone() {
        try (LayerBench bench = bench(options(0.4, false)); LayerBench without = bench(options(0, false))) {
            for (LayerBench each : List.of(bench, without)) {
                LayerBench.fill(adapter(each).a(), 1);
                LayerBench.fill(adapter(each).b(), 40);
            }
            double[][] expected = without.outputs(false);
            assertEquals(bench.outputs(false), expected);
            assertNotEquals(bench.outputs(true), expected);
            int draws = 4000;
            double sum = 0;
            for (int i = 0; i < draws; i++) {
                sum += bench.outputs(true)[0][0];
            }
            assertEquals(sum / draws, expected[0][0], 0.1);
        }
    }

    @Test
    public void mergedItGivesTheSameAndUnmergedTheLayerIsWhatItWas() {
        try (LayerBench bench = bench(options(0, true))) {
            LayerBench.fill(adapter(bench).a(), 1);
            LayerBench.fill(adapter(bench).b(), 40);
            double[][] apart = bench.outputs(false);
            float[] weights = bench.layer().weight().getArray().toFloatArray();
            bench.layer().merge();
            double[][] merged = bench.outputs(false);
            for (int n = 0; n < apart.length; n++) {
                assertEquals(merged[n], apart[n], 1e-5);
            }
            bench.layer().unmerge();
            float[] after = bench.layer().weight().getArray().toFloatArray();
            assertEquals(after, weights, 1e-6f);
        }
    }

    @Test
    public void itsWorkIsThatOfItsTwoProductsAtEachPosition() {
        try (LayerBench bench = bench(options(0, false))) {
            assertEquals(adapter(bench).flops(), 2 * 2 * (2 * LayerBench.INPUTS + 2 * LayerBench.OUTPUTS));
        }
    }
}
