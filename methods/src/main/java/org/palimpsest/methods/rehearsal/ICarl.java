package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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
import org.palimpsest.harness.api.memory.ExemplarSet;
import org.palimpsest.harness.api.memory.Herding;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.NetworkLearner;
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

    /** Options. */
    public record Options(
            @Doc("exemplars of all classes together, at least one per class") @Positive @Capacity @Default("2000") int buffer,
            @Doc("whether the feature of an exemplar is the mean of that of the image and of its mirror image") @Default("true") boolean flip,
            @Doc("exemplars of each class that was seen, in place of buffer") @Positive OptionalInt perClass) {
        /** Options that leave out what may be left out. */
        public Options(int buffer, boolean flip) {
            this(buffer, flip, OptionalInt.empty());
        }
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        List<String> problems = new ArrayList<>(benchmark.unlessClasses());
        if (options.perClass().isPresent() && benchmark.hasClasses()) {
            MemoryKind.CLASS_BALANCED.problemPerClass(options.perClass().getAsInt(), benchmark.classes()).ifPresent(problems::add);
        } else if (options.buffer() < benchmark.classes()) {
            problems.add("needs an exemplar per class: buffer is " + options.buffer() + ", and there are " + benchmark.classes() + " classes");
        }
        return problems;
    }

    /**
     * Algorithms 2 to 5: a network is trained on the task and the exemplars, then the exemplars of the classes so far are cut to
     * buffer / classes (or kept to their share) and those of the new classes herded; the nearest mean of exemplar features, all of length 1, is
     * the answer.
     */
    static final class Icarl extends NetworkLearner {
        private static final int CHUNK = 64;

        private final Options options;
        private final Randomness random;
        private final SigmoidDistillation distilling;
        private final ExemplarSet exemplars;
        private MeanTable table;
        private long tabulated = -1; // updates when the table was made

        @Inject
        Icarl(Training training, Options options, Memories memories, Randomness random) {
            super(training);
            this.options = options;
            this.random = random;
            this.distilling = new SigmoidDistillation(training);
            this.exemplars = memories.exemplars(options.perClass().isPresent()
                    ? options.perClass().getAsInt() * training.network().classes() : options.buffer());
        }

        @Override
        public void learn(TaskData task, Budget budget) {
            distilling.learn(withExemplars(task), budget);
            int perClass = options.perClass().orElse(options.buffer() / training().network().seenClasses());
            exemplars.reduce(perClass);
            for (int label : task.classes()) {
                if (exemplars.size(label) == 0) {
                    herd(task, label, perClass);
                }
            }
            forget();
        }

        private TaskData withExemplars(TaskData task) {
            Examples joint = task.train().followedBy(exemplars.all());
            int[] classes = IntStream.range(0, joint.size()).map(joint::label).distinct().sorted().toArray();
            return new TaskData(task.index(), classes, joint, random);
        }

        private void herd(TaskData task, int label, int count) {
            int[] own = IntStream.range(0, task.train().size()).filter(i -> task.train().label(i) == label).toArray();
            try (NDManager manager = training().manager().newSubManager()) {
                int[] order = Herding.select(features(task.train(), own, false, manager), count);
                exemplars.add(label, task.train().batch(manager, Arrays.stream(order).map(i -> own[i]).toArray()));
            }
        }

        /** Features of length 1 of some examples, or the means of theirs and of their mirror images'; shape (n, d), owned by the manager. */
        private NDArray features(Examples examples, int[] positions, boolean mirrored, NDManager owner) {
            NDList parts = new NDList();
            examples.inBatches(owner, positions, CHUNK, batch -> {
                NDArray images = batch.examples();
                NDArray features = unitFeatures(images);
                if (mirrored && images.getShape().dimension() == 4) {
                    features = features.add(unitFeatures(images.flip(3))).normalize(2, 1);
                }
                features.attach(owner);
                parts.add(features);
            });
            return NDArrays.concat(parts);
        }

        private NDArray unitFeatures(NDArray examples) {
            return training().network().features(examples).normalize(2, 1);
        }

        @Override
        public NDArray predict(NDArray examples) {
            if (table == null || tabulated != training().optimiser().updates()) {
                tabulate();
            }
            return table.scores(unitFeatures(examples));
        }

        private void tabulate() {
            forget();
            Network network = training().network();
            ClassMeans means = new ClassMeans(network.classes(), network.features());
            Examples all = exemplars.all();
            if (all.size() > 0) {
                try (NDManager manager = training().manager().newSubManager()) {
                    int[] positions = IntStream.range(0, all.size()).toArray();
                    NDArray features = features(all, positions, options.flip(), manager);
                    means.add(features.toFloatArray(), Arrays.stream(positions).map(all::label).toArray());
                }
            }
            table = new MeanTable(training().manager(), means.all(network.outputs(), true), network.features());
            tabulated = training().optimiser().updates();
        }

        private void forget() {
            if (table != null) {
                table.close();
                table = null;
            }
        }

        @Override
        public void load(State state) {
            super.load(state);
            forget();
        }
    }
}
