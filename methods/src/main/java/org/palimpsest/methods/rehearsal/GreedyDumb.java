package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.image.CutMix;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.NetworkLearner;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.Training;

/** {@code gdumb}: greedy sampler and dumb learner. */
@AutoService(MethodModule.class)
public final class GreedyDumb extends MethodModule<GreedyDumb.Options> {
    /** For the service loader. */
    public GreedyDumb() {
        super("gdumb", "keeps a balanced memory and, after each task, trains a fresh network on it alone",
                "Prabhu et al., GDumb: A Simple Approach that Questions Our Progress in Continual Learning, ECCV 2020",
                Gdumb.class, Options.class);
    }

    /** Options. The largest learning rate is the optimiser's. */
    public record Options(
            @Doc("examples kept in memory") @Positive @Capacity @Default("200") int buffer,
            @Doc("passes over the memory after each task") @Positive @Default("256") int epochs,
            @Doc("examples per update") @Positive @Default("16") int batch,
            @Doc("whether the rate starts at a tenth and then falls in cosines that double in length, as in the "
                    + "paper; otherwise it follows the benchmark's schedule") @Default("true") boolean warmRestarts,
            @Doc("smallest rate of those cosines") @PositiveOrZero @Default("0.0005") double minLr,
            @Doc("share of the batches whose images are mixed by CutMix") @PositiveOrZero @DecimalMax("1") @Default("0.5") double cutMix,
            @Doc("examples kept of each class that was seen, in place of buffer") @Positive OptionalInt perClass) {
        /** Options that leave out what may be left out. */
        public Options(int buffer, int epochs, int batch, boolean warmRestarts, double minLr, double cutMix) {
            this(buffer, epochs, batch, warmRestarts, minLr, cutMix, OptionalInt.empty());
        }
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return options.perClass().isEmpty() ? List.of()
                : MemoryKind.CLASS_BALANCED.problemPerClass(options.perClass().getAsInt(), benchmark.classes()).stream().toList();
    }

    /** The sampler of algorithm 1, and a network that is trained from its first weights on after each task. */
    static final class Gdumb extends NetworkLearner {
        private final Options options;
        private final ReplayBuffer buffer;
        private final Randomness random;
        private final Network.Weights fresh;
        private long steps; // of the task

        @Inject
        Gdumb(Training training, Options options, Memories memories, Randomness random) {
            super(training);
            this.options = options;
            this.random = random;
            this.buffer = options.perClass().isEmpty() ? memories.classBalanced(options.buffer())
                    : memories.perClass(MemoryKind.CLASS_BALANCED, options.perClass().getAsInt(), training.network().classes());
            this.fresh = training.network().copyWeights();
        }

        @Override
        public void learn(TaskData task, Budget budget) {
            training().begin(task);
            task.train().inBatches(training().manager(), task.order(0), budget.batch(), buffer::offer);
            restart();
            try (NDManager manager = training().manager().newSubManager()) {
                train(Examples.of(buffer.all(manager)), task.index());
            }
            training().end(task);
        }

        private void restart() {
            Network network = training().network();
            int seen = network.seenClasses();
            network.setWeights(fresh);
            network.see(seen);
            training().optimiser().restart();
        }

        private void train(Examples memory, int task) {
            Optimiser optimiser = training().optimiser();
            Budget budget = new Budget(options.epochs(), options.batch(), 0);
            double maxLr = optimiser.lr();
            steps = 0;
            TaskData all = new TaskData(task, new int[0], memory, epoch -> random.permutation(memory.size(), "memory-order", task, epoch));
            training().passes(all, budget, batch -> {
                if (options.warmRestarts()) {
                    optimiser.lr(rate((int) (steps / budget.stepsPerEpoch(memory.size())), maxLr, options.minLr()));
                }
                training().step(batch, b -> loss(b, task, steps), () -> {});
                training().stepDone(batch.size());
                steps++;
            }, this);
            optimiser.lr(maxLr);
        }

        private NDArray loss(Batch batch, int task, long step) {
            CutMix.Mixed mixed = CutMix.mix(training().augmented(batch), options.cutMix(), random.get("cutmix", task, step));
            NDArray logits = training().logitsAsIs(mixed.batch());
            return mixed.loss(examples -> training().objective().loss(logits, examples));
        }

        @Override
        public void save(State state) {
            super.save(state);
            state.put("steps", steps);
        }

        @Override
        public void load(State state) {
            super.load(state);
            steps = state.has("steps") ? state.longs("steps")[0] : 0;
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }

    /**
     * The learning rate of an epoch: a tenth of the largest in the first, the largest in the second, then half cosines from the
     * largest to the smallest over 1, 2, 4 ... epochs (Loshchilov and Hutter, SGDR, ICLR 2017, equation 5).
     */
    static double rate(int epoch, double max, double min) {
        if (epoch < 2) {
            return epoch == 0 ? max / 10 : max;
        }
        int length = 1;
        int position = epoch - 2;
        while (position >= length) {
            position -= length;
            length *= 2;
        }
        return min + (max - min) / 2 * (1 + Math.cos(Math.PI * position / length));
    }
}
