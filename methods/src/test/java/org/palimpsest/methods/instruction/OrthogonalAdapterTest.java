package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.palimpsest.harness.api.State;
import org.palimpsest.methods.adapters.LayerBench;
import org.palimpsest.methods.adapters.LoraOptions;
import org.testng.annotations.Test;

/** An adapter of rank 2 and two of the past, against the equations in doubles. */
public class OrthogonalAdapterTest {
    private static final LoraOptions OPTIONS = new LoraOptions(2, 3, 0, List.of("any"), false);

    private static LayerBench bench() {
        return new LayerBench(layer -> new OrthogonalAdapter(layer, OPTIONS));
    }

    private static OrthogonalAdapter adapter(LayerBench bench) {
        return (OrthogonalAdapter) bench.layer().adapter().orElseThrow();
    }

    /** The matrices of three tasks, the last one in training. */
    private record Three(double[][][] a, double[][][] b) {}

    private static Three learn(LayerBench bench) {
        Three three = new Three(new double[3][][], new double[3][][]);
        for (int t = 0; t < 3; t++) {
            if (t > 0) {
                adapter(bench).adopt();
            }
            three.a[t] = LayerBench.fill(adapter(bench).current().a(), 10 * t);
            three.b[t] = LayerBench.fill(adapter(bench).current().b(), 50 + 10 * t);
        }
        return three;
    }

    private static void assertIsTheSum(LayerBench bench, Three three) {
        double[][] y = bench.outputs(false);
        for (int n = 0; n < y.length; n++) {
            double[] x = LayerBench.inputs()[n];
            double[] expected = bench.plain(x);
            for (int t = 0; t < 3; t++) {
                double[] change = LayerBench.times(three.b[t], LayerBench.times(three.a[t], x));
                for (int o = 0; o < expected.length; o++) {
                    expected[o] += 1.5 * change[o];
                }
            }
            assertEquals(y[n], expected, 1e-4);
        }
    }

    @Test
    public void pastOnesGoOnGivingWhatTheyGave() {
        try (LayerBench bench = bench()) {
            Three three = learn(bench);
            assertIsTheSum(bench, three);
            assertTrue(bench.gradientError(adapter(bench).current().a()) < 1e-3);
            assertTrue(bench.gradientError(adapter(bench).current().b()) < 1e-3);
            bench.layer().merge();
            assertEquals(adapter(bench).bytes(), 4 * (2 * 4 * LayerBench.INPUTS + 4 * LayerBench.OUTPUTS));
            assertEquals(adapter(bench).flops(), 2 * 2 * (4 * LayerBench.INPUTS + 4 * LayerBench.OUTPUTS));
            double[][] merged = bench.outputs(false);
            bench.layer().unmerge();
            for (int n = 0; n < merged.length; n++) {
                assertEquals(merged[n], bench.outputs(false)[n], 1e-5);
            }
        }
    }

    @Test
    public void aNewOneBeginsElsewhereAndChangesNothing() {
        try (LayerBench bench = bench()) {
            double[][] a = LayerBench.fill(adapter(bench).current().a(), 3);
            LayerBench.fill(adapter(bench).current().b(), 60);
            double[][] before = bench.outputs(false);
            adapter(bench).adopt();
            for (int n = 0; n < before.length; n++) {
                assertEquals(bench.outputs(false)[n], before[n], 1e-6);
            }
            float[] fresh = adapter(bench).current().a().getArray().toFloatArray();
            double bound = 1 / Math.sqrt(LayerBench.INPUTS);
            for (int i = 0; i < fresh.length; i++) {
                assertTrue(Math.abs(fresh[i]) <= bound);
                assertNotEquals(fresh[i], (float) a[i / LayerBench.INPUTS][i % LayerBench.INPUTS]);
            }
        }
    }

    @Test
    public void overlapsAreTheProductsOfTheirDirections() {
        try (LayerBench bench = bench()) {
            assertTrue(adapter(bench).overlaps().isEmpty());
            Three three = learn(bench);
            NDArray products = adapter(bench).overlaps().orElseThrow();
            assertEquals(products.getShape().getShape(), new long[] {2, 4});
            double absolute = 0;
            double squared = 0;
            for (double[] row : three.a[2]) {
                for (int past = 0; past < 4; past++) {
                    double[] direction = three.a[past / 2][past % 2];
                    double product = 0;
                    for (int i = 0; i < direction.length; i++) {
                        product += row[i] * direction[i];
                    }
                    absolute += Math.abs(product);
                    squared += product * product;
                }
            }
            assertEquals(OrthogonalLora.Overlap.ABSOLUTE.of(products).getFloat(), absolute, 1e-4);
            assertEquals(OrthogonalLora.Overlap.SQUARED.of(products).getFloat(), squared, 1e-4);
        }
    }

    @Test
    public void aSnapshotHoldsThePastOnes() throws IOException {
        try (LayerBench bench = bench(); LayerBench other = bench(); NDManager scratch = bench.manager().newSubManager()) {
            Three three = learn(bench);
            State state = new State(scratch);
            adapter(bench).save(state);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            state.write(out);
            adapter(other).load(State.read(scratch, new ByteArrayInputStream(out.toByteArray())));
            LayerBench.fill(adapter(other).current().a(), 20);
            LayerBench.fill(adapter(other).current().b(), 70);
            assertEquals(other.outputs(false), bench.outputs(false));
            assertIsTheSum(other, three);
        }
    }
}
