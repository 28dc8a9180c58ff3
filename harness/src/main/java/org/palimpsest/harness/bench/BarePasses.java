package org.palimpsest.harness.bench;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.images.PlannedImages;

/** The passes through a run's network that a step cannot do without, on inputs that lie ready: no data, no memory, no update. */
final class BarePasses {
    private final PlannedRun run;
    private final BenchSpec.Passes passes;

    BarePasses(PlannedRun run, BenchSpec.Passes passes) {
        this.run = run;
        this.passes = passes;
    }

    /** Microseconds that each of so many steps took. */
    double[] micros(int steps) {
        PlannedImages planned = (PlannedImages) run.stream();
        Engine.getInstance().setRandomSeed((int) run.seed());
        try (NDManager root = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            BareNetwork network = new BareNetwork(root, planned, planned.dataset().info().classes());
            List<Input> trained = passes.trained().stream().map(n -> new Input(root, n, network.example())).toList();
            List<Input> scored = passes.scored().stream().map(n -> new Input(root, n, network.example())).toList();
            List<NDArray> weights = network.weights();
            double[] micros = new double[steps];
            for (int i = 0; i < steps; i++) {
                long start = System.nanoTime();
                scored.forEach(input -> input.score(network));
                trained.forEach(input -> input.train(network));
                weights.forEach(weight -> JniUtils.zeroGrad((PtNDArray) weight));
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
            return micros;
        }
    }

    /** A batch of noise, normalised already. */
    private record Input(NDArray examples, NDArray targets) {
        Input(NDManager manager, int n, Shape example) {
            this(manager.randomNormal(new Shape(n).addAll(example)), manager.zeros(new Shape(n, 1), DataType.INT64));
        }

        void score(BareNetwork network) {
            try (NDManager scratch = examples.getManager().newSubManager()) {
                network.predict(in(scratch));
            }
        }

        void train(BareNetwork network) {
            try (NDManager scratch = examples.getManager().newSubManager()) {
                network.backward(in(scratch), targets);
            }
        }

        /** What is computed from an array lives with its manager, so that this view of the examples ends with the pass. */
        private NDArray in(NDManager scratch) {
            NDArray view = examples.stopGradient();
            view.attach(scratch);
            return view;
        }
    }
}
