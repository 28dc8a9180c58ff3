package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.methods.adapters.LayerBench;
import org.palimpsest.methods.adapters.LoraOptions;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Three experts of rank 2, against the equation in doubles. */
public class MixtureAdapterTest {
    private static final int EXPERTS = 3;
    private static final LoraOptions OPTIONS = new LoraOptions(6, 3, 0, List.of("any"), false);

    private static LayerBench bench(int active) {
        return new LayerBench(layer -> new MixtureAdapter(layer, OPTIONS, EXPERTS, active));
    }

    private static Parameter parameter(LayerBench bench, String name) {
        return bench.layer().adapter().orElseThrow().getDirectParameters().get(name);
    }

    @DataProvider
    public Object[][] active() {
        return new Object[][] {{1}, {2}, {3}};
    }

    @Test(dataProvider = "active")
    public void addsWhatTheExpertsGiveByTheWeightsOfTheToken(int active) {
        try (LayerBench bench = bench(active)) {
            double[][] a = LayerBench.fill(parameter(bench, "a"), 1);
            double[][] b = LayerBench.fill(parameter(bench, "b"), 40);
            double[][] router = LayerBench.fill(parameter(bench, "router"), 90);
            double[][] y = bench.outputs(false);
            for (int n = 0; n < y.length; n++) {
                double[] x = LayerBench.inputs()[n];
                double[] gates = gates(LayerBench.times(router, x), active);
                double[] down = LayerBench.times(a, x);
                for (int k = 0; k < down.length; k++) {
                    down[k] *= 0.5 * gates[k / 2];
                }
                double[] plain = bench.plain(x);
                double[] change = LayerBench.times(b, down);
                for (int o = 0; o < plain.length; o++) {
                    assertEquals(y[n][o], plain[o] + change[o], 1e-5);
                }
            }
        }
    }

    private static double[] gates(double[] scores, int active) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double[] gates = Arrays.stream(scores).map(score -> score < sorted[sorted.length - active] ? 0 : Math.exp(score)).toArray();
        double sum = Arrays.stream(gates).sum();
        return Arrays.stream(gates).map(gate -> gate / sum).toArray();
    }

    @Test(dataProvider = "active")
    public void gradientsAreThoseOfFiniteDifferences(int active) {
        try (LayerBench bench = bench(active)) {
            for (String name : List.of("router", "a", "b")) {
                LayerBench.fill(parameter(bench, name), name.charAt(0));
            }
            for (String name : List.of("router", "a", "b")) {
                // one expert has all the weight, whatever the router says
                assertTrue(active == 1 && name.equals("router") || bench.gradientError(parameter(bench, name)) < 2e-3, name);
            }
        }
    }

    @Test
    public void beginsAsTheAuthorsHaveIt() {
        try (LayerBench bench = bench(3)) {
            double[][] y = bench.outputs(true);
            for (int n = 0; n < y.length; n++) {
                assertEquals(y[n], bench.plain(LayerBench.inputs()[n]), 1e-6);
            }
            float[] a = parameter(bench, "a").getArray().toFloatArray();
            double square = 0;
            for (float value : a) {
                square += value * value / a.length;
            }
            assertEquals(Math.sqrt(square), 0.01, 0.005);
            assertThrows(IllegalStateException.class, bench.layer()::merge);
        }
    }

    @Test
    public void expertsShareTheRankAndATokenGoesToNoMoreThanThereAre() {
        BenchmarkFacts any = new BenchmarkFacts(Optional.empty(), 0, false);
        MixtureOfLora method = new MixtureOfLora();
        assertEquals(method.problems(new MixtureOfLora.Options(OPTIONS, 3, 0), any), List.of());
        assertEquals(method.problems(new MixtureOfLora.Options(OPTIONS, 4, 5), any),
                List.of("lora.rank 6 cannot be shared by 4 experts alike", "topK 5 is more than there are experts: 4"));
    }
}
