package org.palimpsest.methods.normalisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.norm.BatchNorm;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Min;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.LabelledAddOn;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Norm;

/** {@code precise-bn}: running statistics of batch normalisation, taken anew after each task. */
@AutoService(AddOnModule.class)
public final class PreciseBatchNorm extends AddOnModule<PreciseBatchNorm.Options> {
    /** For the service loader. */
    public PreciseBatchNorm() {
        super("precise-bn", "takes the running statistics of batch normalisation anew after each task, from examples kept of all tasks",
                "Wu and Johnson, Rethinking \"Batch\" in BatchNorm, arXiv 2105.07576, 2021, section 3", Statistics.class, Options.class);
    }

    /** Whose statistics are taken. */
    public enum Tasks {
        /** Those of all tasks so far, each example of them alike: no recency at all. */
        SEEN,
        /** Those of the task just learned: nothing but recency. */
        LAST
    }

    /** Options. */
    public record Options(
            @Doc("examples, kept in a memory of this add-on's own or, of the last task alone, taken from it") @Min(2) @Capacity @Default("2000") int keep,
            @Doc("examples that are normalised together, about") @Min(2) @Default("100") int batch,
            @Doc("tasks that the statistics are of") @Default("seen") Tasks tasks) {}

    @Override
    protected void check(Block rebuilt, Options options) {
        if (!normalisesBatches(rebuilt)) {
            throw new IllegalArgumentException("there is no batch normalisation in it");
        }
    }

    private static boolean normalisesBatches(Block block) {
        return batchNorm(block).isPresent() || block.getChildren().values().stream().anyMatch(PreciseBatchNorm::normalisesBatches);
    }

    private static Optional<BatchNorm> batchNorm(Block block) {
        Block content = block instanceof Norm norm ? norm.content() : block;
        return content instanceof BatchNorm found ? Optional.of(found) : Optional.empty();
    }

    /**
     * After each task mu = E[mu_B] and sigma^2 = E[mu_B^2 + sigma_B^2] - E[mu_B]^2 over batches B that go through the network in training
     * mode, as they are. Training looks at no running statistics, so the weights are those that the method has without this.
     */
    static final class Statistics implements LabelledAddOn {
        private final Network network;
        private final Options options;
        private final Randomness random;
        private final NDManager manager;
        private final ReplayBuffer kept;
        private final List<BatchNorm> layers;

        @Inject
        Statistics(Network network, Options options, Randomness random, Memories memories, NDManager manager) {
            this.network = network;
            this.options = options;
            this.random = random;
            this.manager = manager;
            this.kept = options.tasks() == Tasks.SEEN ? memories.reservoirBeside(options.keep()) : null;
            this.layers = network.blocks().values().stream().flatMap(block -> batchNorm(block).stream()).toList();
        }

        @Override
        public void afterTask(TaskData task) {
            int[] order = random.permutation(task.train().size(), "precise-bn", task.index());
            if (kept == null) {
                recalibrate(task.train(), Arrays.copyOf(order, Math.min(order.length, options.keep())));
                return;
            }
            task.train().inBatches(manager, order, options.batch(), kept::offer);
            try (NDManager step = manager.newSubManager()) {
                Examples all = Examples.of(kept.all(step));
                recalibrate(all, random.permutation(all.size(), "precise-bn-batches", task.index()));
            }
        }

        private void recalibrate(Examples examples, int[] order) {
            if (order.length < 2) {
                return;
            }
            int batches = Math.max(1, order.length / options.batch());
            List<Moments> moments = layers.stream().map(Moments::new).toList();
            for (int b = 0; b < batches; b++) {
                int from = (int) ((long) order.length * b / batches);
                int to = (int) ((long) order.length * (b + 1) / batches);
                moments.forEach(Moments::clear);
                try (NDManager step = manager.newSubManager()) {
                    network.trainingFeatures(examples.batch(step, order, from, to).examples());
                }
                moments.forEach(layer -> layer.add(to - from));
            }
            moments.forEach(Moments::set);
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }

    /** The statistics of a layer over several batches. */
    private static final class Moments {
        private final NDArray runningMean;
        private final NDArray runningVar;
        private final double[] mean;
        private final double[] square;
        private long examples;

        Moments(BatchNorm layer) {
            runningMean = layer.getDirectParameters().get("runningMean").getArray();
            runningVar = layer.getDirectParameters().get("runningVar").getArray();
            mean = new double[(int) runningMean.size()];
            square = new double[mean.length];
        }

        /** From zero, a batch leaves just its own statistics behind, times the momentum. */
        void clear() {
            runningMean.set(new NDIndex(":"), 0);
            runningVar.set(new NDIndex(":"), 0);
        }

        void add(int count) {
            float[] m = runningMean.toFloatArray();
            float[] v = runningVar.toFloatArray();
            for (int c = 0; c < mean.length; c++) {
                double mu = m[c] / Norm.MOMENTUM;
                mean[c] += count * mu;
                square[c] += count * (mu * mu + v[c] / Norm.MOMENTUM);
            }
            examples += count;
        }

        void set() {
            float[] m = new float[mean.length];
            float[] v = new float[mean.length];
            for (int c = 0; c < mean.length; c++) {
                double mu = mean[c] / examples;
                m[c] = (float) mu;
                v[c] = (float) (square[c] / examples - mu * mu);
            }
            runningMean.set(m);
            runningVar.set(v);
        }
    }
}
