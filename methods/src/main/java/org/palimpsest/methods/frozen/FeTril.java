package org.palimpsest.methods.frozen;

import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.bounds.PlainTraining;
import org.palimpsest.methods.linear.LiblinearSvm;
import org.palimpsest.methods.linear.NewtonSvm;
import org.palimpsest.methods.linear.SoftmaxClassifier;
import org.palimpsest.methods.linear.SvmSolver;

/** {@code fetril}: feature translation. */
@AutoService(MethodModule.class)
public final class FeTril extends MethodModule<FeTril.Options> {
    static final String PAPER = "Petit et al., FeTrIL: Feature Translation for Exemplar-Free Class-Incremental Learning, WACV 2023";

    /** For the service loader. */
    public FeTril() {
        super("fetril", "after every task a linear classifier of new features and of past ones that are made of them by moving, on features "
                + "that are frozen after the first task", PAPER, TranslatedFeatures.class, Options.class);
    }

    /** The classifier of a state. */
    public enum ClassifierKind {
        /** A linear support vector machine for each class against the rest. */
        SVM,
        /** A fully connected layer under a softmax. */
        FC
    }

    /** How the support vector machines are found. */
    public enum Solver {
        /** All at once, on the device: {@link NewtonSvm}. */
        NEWTON,
        /** Class by class by LIBLINEAR, on the host: {@link LiblinearSvm}. */
        LIBLINEAR;

        private SvmSolver solver() {
            return this == NEWTON ? new NewtonSvm() : new LiblinearSvm();
        }
    }

    /** Options. */
    public record Options(
            @Doc("support vector machines or a fully connected layer") @Default("svm") ClassifierKind classifier,
            @Doc("how class means are compared") @Default("euclidean") Translation.Similarity similarity,
            @Doc("which similar new class lends its features, 1 for the nearest") @Positive @Default("1") int rank,
            @Doc("the features that are moved: all of that new class, or as many drawn at random from all new "
                    + "classes, or as many picked from all new classes by herding towards the past mean") @Default("nearest") Translation.Source source,
            @Doc("whether features, moved ones too, have length 1 where they are classified") @Default("true") boolean normalise,
            @Doc("weight of the errors of the support vector machines, C") @Positive @Default("1") double c,
            @Doc("where the machines stop, relative to the gradient at zero") @Positive @Default("0.0001") double tolerance,
            @Doc("how the machines are found; both find the same ones") @Default("newton") Solver solver,
            @Doc("whether the network is trained on the first task; otherwise it stays as it is from the start") @Default("true") boolean trainBackbone,
            @Doc("passes over the features for a fully connected layer") @Positive @Default("50") int fcEpochs,
            @Doc("learning rate of the first pass, fc") @Positive @Default("0.05") double fcLr,
            @Doc("features per step, fc") @Positive @Default("128") int fcBatch,
            @Doc("momentum, fc") @PositiveOrZero @DecimalMax(value = "1", inclusive = false) @Default("0.9") double fcMomentum,
            @Doc("weight decay, fc") @PositiveOrZero @Default("0.0005") double fcDecay) {
        private FeatureTranslation.Trainer trainer(Randomness random) {
            if (classifier == ClassifierKind.FC) {
                return fc(new SoftmaxClassifier(fcEpochs, fcLr, fcBatch, fcMomentum, fcDecay), random);
            }
            return (rows, classes, task, owner) -> solver.solver().solve(rows, classes, c, tolerance, owner);
        }
    }

    /** A layer that visits the features of a state in an order of the run's own. */
    static FeatureTranslation.Trainer fc(SoftmaxClassifier layer, Randomness random) {
        return (rows, classes, task, owner) ->
                layer.train(rows, classes, epoch -> random.permutation(rows.size(), "feature-order", task, epoch), owner);
    }

    @Override
    public boolean computesInJava() {
        return true; // the machines
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /** As the options have it. */
    static final class TranslatedFeatures extends FeatureTranslation {
        @Inject
        TranslatedFeatures(Training training, PlainTraining base, Options options, Randomness random) {
            super(training, base, options.trainBackbone(), new Translation(options.similarity(), options.rank(), options.source()),
                    options.normalise(), options.trainer(random), random);
        }
    }
}
