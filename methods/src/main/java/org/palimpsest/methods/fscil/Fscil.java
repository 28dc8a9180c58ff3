package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.FrozenLearner;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.NetworkLearner;
import org.palimpsest.harness.api.training.Training;

/** {@code fscil}: a bag of tricks for few-shot class-incremental learning. */
@AutoService(MethodModule.class)
public final class Fscil extends MethodModule<Fscil.Options> {
    /** For the service loader. */
    public Fscil() {
        super("fscil", "trains an encoder on the base session and knows classes by their mean embeddings; seven tricks on top, each a switch",
                "Roy et al., A Bag of Tricks for Few-Shot Class-Incremental Learning, TMLR 2024", FewShotLearner.class, Options.class);
    }

    /** Options: which tricks, and the constants of each. */
    public record Options(
            @Doc("tricks in use: none, all, or a list of them") @Default("all") List<Trick> tricks,
            @Doc("factor on cosine scores; CEC, FACT and SAVC: 16") @Positive @Default("16") double scale,
            SupCon.Options supcon,
            Prototypes.Options prototypes,
            PseudoClasses.Options pseudoClasses,
            Tuning.Options finetuning,
            Subnet.Options subnet,
            InstanceContrast.Options ssl,
            Rotation.Options rotation) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        List<String> problems = new ArrayList<>(benchmark.unlessClasses());
        Set<Trick> tricks = Trick.of(options.tricks);
        if (options.tricks.size() > 1 && (options.tricks.contains(Trick.NONE) || options.tricks.contains(Trick.ALL))) {
            problems.add("tricks must be none, all, or a list without these two");
        }
        boolean pseudoClasses = tricks.contains(Trick.PSEUDO_CLASSES);
        if ((pseudoClasses || tricks.contains(Trick.ROTATION)) && benchmark.images().isEmpty()) {
            problems.add("pseudo-classes and rotation turn images, but the examples are features");
        }
        benchmark.images().ifPresent(images -> {
            if (pseudoClasses) {
                options.pseudoClasses.transforms().problem(images).ifPresent(problems::add);
            }
            if (tricks.contains(Trick.ROTATION)) {
                notSquare(images).ifPresent(problems::add);
            }
        });
        int count = benchmark.classes() * (pseudoClasses ? options.pseudoClasses.transforms().count() : 1);
        if (tricks.contains(Trick.PROTOTYPES) && options.prototypes.frame() == PrototypeDirections.Kind.ETF && count > options.prototypes.width()) {
            problems.add(PrototypeDirections.tooFew(count, options.prototypes.width()));
        }
        if (tricks.contains(Trick.SSL_PRETRAINING) && !benchmark.augmented()) {
            problems.add("ssl-pretraining compares two views of an image, but the benchmark does not augment, so that both would be the same "
                    + "(try augment=random-crop, or the other tricks by name)");
        }
        return problems;
    }

    private static Optional<String> notSquare(ImageInfo images) {
        return images.height() == images.width() ? Optional.empty()
                : Optional.of("rotation needs square images; these have " + images.height() + " rows and " + images.width() + " columns");
    }

    /**
     * The first task is the base session; every later one gives vectors to its classes and, with incremental fine-tuning, trains on its
     * shots. Nothing is kept of a session but the vectors of its classes.
     */
    static final class FewShotLearner extends NetworkLearner implements FrozenLearner {
        private final TrickWeights weights;
        private final FewShotModel bag;
        private final BaseSession base;
        private final Optional<Tuning> tuning;
        private boolean baseDone;

        @Inject
        FewShotLearner(Training training, Options options, Randomness random) {
            super(training);
            this.weights = new TrickWeights(training.manager(), random);
            Set<Trick> tricks = Trick.of(options.tricks());
            this.bag = new FewShotModel(training, options, tricks, weights, random);
            this.base = new BaseSession(training, bag, weights);
            this.tuning = tricks.contains(Trick.INCREMENTAL_FINETUNING)
                    ? Optional.of(new Tuning(training, bag, options.finetuning())) : Optional.empty();
        }

        @Override
        public void learn(TaskData task, Budget budget) {
            training().begin(task);
            if (task.index() == 0) {
                base.learn(task, budget);
            } else {
                bag.tabulate(task);
                tuning.ifPresent(t -> t.learn(task, budget));
            }
            training().end(task);
            baseDone = true;
        }

        /** Without incremental fine-tuning, the base session has the last word on embeddings. */
        @Override
        public boolean frozen() {
            return baseDone && tuning.isEmpty();
        }

        /** The embeddings of all versions of an image. */
        @Override
        public NDArray features(NDArray examples) {
            return bag.encoder().allVersions(examples);
        }

        @Override
        public NDArray scores(NDArray features) {
            return bag.table().scores(features, training().network().seenClasses());
        }

        @Override
        public NDArray predict(NDArray examples) {
            return scores(features(examples));
        }

        /** The vectors of all pseudo-classes of the stream, shape (classes M, width). */
        NDArray vectors() {
            return bag.table().vectors().getArray();
        }

        /** Bytes of the vectors of the classes so far. */
        @Override
        public long memoryBytes() {
            return bag.table().bytes(training().network().seenClasses());
        }

        @Override
        public void save(State state) {
            super.save(state);
            weights.save(state.scope("weights"));
            bag.save(state.scope("bag"));
            state.put("baseDone", baseDone ? 1L : 0L);
        }

        @Override
        public void load(State state) {
            super.load(state);
            weights.load(state.scope("weights"));
            bag.load(state.scope("bag"));
            baseDone = state.longs("baseDone")[0] == 1;
        }
    }
}
