package org.palimpsest.harness.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.memory.Herding;
import org.palimpsest.harness.engine.Machine;

/** Picking exemplars from the features of a large class, against a time limit. */
final class HerdingBench {
    private static final int EXAMPLES = 5_000;
    private static final int WIDTH = 512;
    private static final int PICKS = 2_000;

    private HerdingBench() {}

    static List<Measurement> measure(BenchSpec spec) {
        Machine.threads(1);
        double[] limit = new double[spec.repeats()];
        double[] millis = new double[spec.repeats()];
        Arrays.fill(limit, spec.limit());
        for (int i = -1; i < spec.repeats(); i++) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                NDArray features = manager.randomUniform(0, 1, new Shape(EXAMPLES, WIDTH)).normalize(2, 1);
                long start = System.nanoTime();
                Herding.select(features, PICKS);
                if (i >= 0) {
                    millis[i] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        String name = spec.id() + ": " + PICKS + " of " + EXAMPLES + " features of " + WIDTH + " / limit";
        return List.of(Measurement.of(name, "ms", limit, millis, spec.bar()));
    }
}
