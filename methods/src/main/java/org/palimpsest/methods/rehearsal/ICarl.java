package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.memory.ExemplarSet;
import org.palimpsest.harness.api.memory.Herding;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.distillation.SigmoidDistillation;
import org.palimpsest.methods.frozen.ClassMeans;
import org.palimpsest.methods.frozen.MeanTable;

/** {@code icarl}: incremental classifier and representation learning. */
@AutoService(MethodModule.class)
public final class ICarl extends MethodModule<ICarl.Options> {
    /** For the service loader. */
    public ICarl() {
        super("icarl", "trains on new data and exemplars, distils the old network, and classifies by the nearest mean of exemplars",
                "Rebuffi et al., iCaRL: Incremental Classifier and Representation Learning, CVPR 2017", Icarl.class, Options.class);
    }

    /**
     * Options.
     *
     * @param buffer exemplars of all classes together, at least one per class
     * @param flip whether the feature of an exemplar is the mean of that of the image and of its mirror image
     */
    public record Options(
            @Doc("exemplars of all classes together, at least one per class") @Positive @Default("2000") int buffer,
            @Doc("average the features of an image and its mirror image") @Default("true") boolean flip) {}

    /**
     * Algorithms 2 to 5: a network is trained on the task and the exemplars, then the exemplars of the classes so far are cut to
     * buffer / classes and those of the new classes herded; the nearest mean of exemplar features, all of length 1, is the answer.
     */
    static final class Icarl implements Classifier {
        private static final int CHUNK = 64;

        private final Training training;
        private final Options options;
        private final Randomness random;
        private final SigmoidDistillation distilling;
        private final ExemplarSet exemplars;
        private MeanTable table;
        private long tabulated = -1; // updates when the table was made

        @Inject
        Icarl(Training training, Options options, Memories memories, Randomness random) {
            if (options.buffer() < training.network().classes()) {
                throw new IllegalArgumentException(
                        "icarl needs an exemplar per class: buffer " + options.buffer() + ", " + training.network().classes() + " classes");
            }
            this.training = training;
            this.options = options;
            this.random = random;
            this.distilling = new SigmoidDistillation(training);
            this.exemplars = memories.exemplars(options.buffer());
        }

        @Override
        public void learn(TaskData task, Budget budget) {
            try (NDManager manager = training.manager().newSubManager()) {
                distilling.learn(withExemplars(task, manager), budget);
            }
            int perClass = options.buffer() / training.network().seenClasses();
            exemplars.reduce(perClass);
            for (int label : task.classes()) {
                if (exemplars.size(label) == 0) {
                    herd(task, label, perClass);
                }
            }
            forget();
        }

        private TaskData withExemplars(TaskData task, NDManager manager) {
            int[] all = IntStream.range(0, task.train().size()).toArray();
            Batch joint = task.train().batch(manager, all).concat(exemplars.all(manager));
            int[] classes = Arrays.stream(joint.hostLabels()).distinct().sorted().toArray();
            return new TaskData(task.index(), classes, new Examples(joint.examples(), joint.hostLabels()), random);
        }

        private void herd(TaskData task, int label, int count) {
            int[] own = IntStream.range(0, task.train().size()).filter(i -> task.train().label(i) == label).toArray();
            try (NDManager manager = training.manager().newSubManager()) {
                Batch examples = task.train().batch(manager, own);
                int[] order = Herding.select(features(examples.examples(), false), count);
                exemplars.add(label, examples.select(order));
            }
        }

        /** Features of length 1, shape (n, d), owned by the manager of the examples. */
        private NDArray features(NDArray examples, boolean mirrored) {
            NDManager manager = examples.getManager();
            NDList parts = new NDList();
            long n = examples.getShape().get(0);
            for (long from = 0; from < n; from += CHUNK) {
                try (NDManager scratch = manager.newSubManager()) {
                    NDArray chunk = examples.get(scratch, new NDIndex("{}:{}", from, Math.min(from + CHUNK, n)));
                    NDArray unit = training.network().features(mirrored ? chunk.flip(3) : chunk).normalize(2, 1);
                    unit.attach(manager);
                    parts.add(unit);
                }
            }
            return NDArrays.concat(parts);
        }

        @Override
        public NDArray predict(NDArray examples) {
            if (table == null || tabulated != training.optimiser().updates()) {
                tabulate();
            }
            return table.scores(training.network().features(examples).normalize(2, 1));
        }

        private void tabulate() {
            forget();
            ClassMeans means = new ClassMeans(training.network().classes(), training.network().features());
            try (NDManager manager = training.manager().newSubManager()) {
                Batch all = exemplars.all(manager);
                if (all.size() > 0) {
                    NDArray features = features(all.examples(), false);
                    if (options.flip() && all.examples().getShape().dimension() == 4) {
                        features = features.add(features(all.examples(), true)).normalize(2, 1);
                    }
                    means.add(features.toFloatArray(), all.hostLabels());
                }
            }
            table = new MeanTable(training.manager(), means.all(training.network().outputs(), true), training.network().features());
            tabulated = training.optimiser().updates();
        }

        private void forget() {
            if (table != null) {
                table.close();
                table = null;
            }
        }

        @Override
        public long memoryBytes() {
            return training.memories().bytes();
        }

        @Override
        public void save(State state) {
            training.save(state.scope("training"));
        }

        @Override
        public void load(State state) {
            training.load(state.scope("training"));
            forget();
        }
    }
}
