package org.palimpsest.harness.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.images.PlannedImages;

/**
 * The training of a run, written directly against DJL as well as we can: the same network, batches and update rule (plain SGD),
 * optionally with a replay reservoir, and nothing else: no harness, no records, no evaluation, no checks.
 */
final class BareLoop {
    private final PlannedRun run;
    private final PlannedImages planned;
    private final int buffer;
    private final int replayBatch;

    BareLoop(PlannedRun run, int buffer, int replayBatch) {
        this.run = run;
        this.planned = (PlannedImages) run.stream();
        this.buffer = buffer;
        this.replayBatch = replayBatch;
    }

    /** Trains through all tasks and returns microseconds per step. */
    double microsPerStep() {
        ImageStream stream = ImageStream.of(planned.spec(), planned.dataset(), RandomStreams.of(run.seed()));
        LabelledImages images = planned.dataset().train();
        ImageShape shape = images.shape();
        Engine.getInstance().setRandomSeed((int) run.seed());
        try (NDManager root = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch")) {
            BareNetwork network = new BareNetwork(root, planned, stream.classes());
            ByteBuffer bytes = images.pixels();
            ByteBuffer direct = root.allocateDirect(bytes.remaining());
            direct.put(bytes).rewind();
            PtNDArray pixels = (PtNDArray) root.create(direct, new Shape(images.size(), shape.size()), DataType.UINT8);
            Loop loop = new Loop(root, network, pixels, stream);
            long steps = 0;
            long start = System.nanoTime();
            for (int t = 0; t < stream.size(); t++) {
                steps += loop.learn(stream.task(t).train().indices(), t);
            }
            return (System.nanoTime() - start) / 1e3 / steps;
        }
    }

    /** The state of one measurement. */
    private final class Loop {
        private final NDManager root;
        private final BareNetwork network;
        private final List<NDArray> weights;
        private final PtNDArray[] gradients;
        private final PtNDArray pixels;
        private final ImageStream stream;
        private final Shape example;
        private final NDArray factor;
        private final NDArray shift;
        private final NDArray rate;
        private final SplittableRandom random = new SplittableRandom(run.seed());
        private final PtNDArray memory;
        private final int[] memoryLabels = new int[Math.max(1, buffer)];
        private long offered;

        Loop(NDManager root, BareNetwork network, PtNDArray pixels, ImageStream stream) {
            this.root = root;
            this.network = network;
            this.weights = network.weights();
            this.gradients = new PtNDArray[weights.size()];
            this.pixels = pixels;
            this.stream = stream;
            this.example = network.example();
            int channels = (int) example.get(0);
            float[] factors = new float[channels];
            float[] shifts = new float[channels];
            for (int c = 0; c < channels; c++) {
                factors[c] = (float) (1 / (255 * planned.dataset().info().std()[c]));
                shifts[c] = (float) (planned.dataset().info().mean()[c] / planned.dataset().info().std()[c]);
            }
            factor = root.create(factors, new Shape(channels, 1, 1));
            shift = root.create(shifts, new Shape(channels, 1, 1));
            rate = root.create((float) run.optimiser().lr());
            memory = (PtNDArray) root.zeros(new Shape(Math.max(1, buffer), example.size()), DataType.UINT8);
        }

        /** All passes over one task; returns the steps made. */
        long learn(int[] rows, int task) {
            long steps = 0;
            int batch = planned.section().budget().batch();
            for (int epoch = 0; epoch < planned.section().budget().epochs(); epoch++) {
                int[] order = RandomStreams.permutation(rows.length, RandomStreams.of(run.seed()).get("data-order", task, epoch));
                for (int from = 0; from < rows.length; from += batch, steps++) {
                    step(rows, order, from, Math.min(from + batch, rows.length));
                }
            }
            return steps;
        }

        private void step(int[] rows, int[] order, int from, int to) {
            int n = to - from;
            int replayed = (int) Math.min(Math.min(offered, buffer), replayBatch);
            long[] index = new long[n];
            long[] labels = new long[n + replayed];
            for (int i = 0; i < n; i++) {
                index[i] = rows[order[from + i]];
                labels[i] = stream.label(planned.dataset().train().label((int) index[i]));
            }
            try (NDManager manager = root.newSubManager()) {
                NDArray fresh = JniUtils.embedding((PtNDArray) manager.create(index), pixels, false);
                NDArray joint = replayed == 0 ? fresh : NDArrays.concat(new NDList(fresh, replay(manager, replayed, labels, n)));
                NDArray input = joint.reshape(new Shape(n + replayed).addAll(example)).toType(DataType.FLOAT32, false).muli(factor).subi(shift);
                NDArray targets = manager.create(labels, new Shape(labels.length, 1));
                network.backward(input, targets);
                update();
                if (buffer > 0) {
                    remember(manager, fresh, labels, n);
                }
            }
        }

        private void update() {
            for (int i = 0; i < gradients.length; i++) {
                NDArray weight = weights.get(i);
                if (gradients[i] == null) {
                    gradients[i] = JniUtils.getGradient((PtNDArray) weight);
                }
                weight.subi(gradients[i].muli(rate));
                JniUtils.zeroGrad((PtNDArray) weight);
            }
        }

        /** Rows of the memory, drawn without replacement by a partial shuffle. */
        private NDArray replay(NDManager manager, int count, long[] labels, int at) {
            int size = (int) Math.min(offered, buffer);
            long[] slots = new long[count];
            for (int i = 0; i < count; i++) {
                boolean again = true;
                while (again) {
                    slots[i] = random.nextInt(size);
                    again = false;
                    for (int j = 0; j < i; j++) {
                        again |= slots[j] == slots[i];
                    }
                }
                labels[at + i] = memoryLabels[(int) slots[i]];
            }
            return JniUtils.embedding((PtNDArray) manager.create(slots), memory, false);
        }

        private void remember(NDManager manager, NDArray fresh, long[] labels, int n) {
            long[] slots = new long[n];
            long[] rows = new long[n];
            int kept = 0;
            for (int i = 0; i < n; i++) {
                long slot = offered < buffer ? offered : random.nextLong(offered + 1);
                offered++;
                if (slot < buffer) {
                    slots[kept] = slot;
                    rows[kept++] = i;
                    memoryLabels[(int) slot] = (int) labels[i];
                }
            }
            if (kept > 0) {
                NDArray at = manager.create(java.util.Arrays.copyOf(slots, kept));
                NDArray values = kept == n ? fresh : JniUtils.embedding((PtNDArray) manager.create(java.util.Arrays.copyOf(rows, kept)), (PtNDArray) fresh, false);
                memory.set(new NDIndex("{}", at), values);
            }
        }
    }
}
