package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.bounds.PlainTraining;
import org.palimpsest.methods.linear.LinearClassifier;
import org.palimpsest.methods.linear.NewtonSvm;

/** {@code deesil}: support vector machines of each state alone. */
@AutoService(MethodModule.class)
public final class DeeSil extends MethodModule<DeeSil.Options> {
    /** For the service loader. */
    public DeeSil() {
        super("deesil", "a linear classifier for each class against the others of its task, on features that are frozen after the first task",
                "Belouadah and Popescu, DeeSIL: Deep-Shallow Incremental Learning, ECCV Workshops 2018", Machines.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("whether features have length 1") @Default("true") boolean normalise,
            @Doc("weight of the errors of the machines, C") @Positive @Default("1") double c,
            @Doc("where the machines stop, relative to the gradient at zero") @Positive @Default("0.0001") double tolerance,
            @Doc("whether the network is trained on the first task; otherwise it stays as it is from the start") @Default("true") boolean trainBackbone) {}

    @Override
    public boolean computesInJava() {
        return true; // the machines
    }

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /**
     * The machines of a class are kept as they were learned when it came; those of different tasks have seen other rivals, and their scores
     * are compared nonetheless. The class of a task that comes alone has no rivals, and its machine says yes to everything.
     */
    static final class Machines extends FrozenFeatures {
        private static final float NEVER = -1e30f;

        private final Options options;
        private final float[] weights; // classes x (d + 1), the last for the bias
        private LinearClassifier classifier; // null when the machines have changed

        @Inject
        Machines(Training training, PlainTraining base, Options options) {
            super(training, base, options.trainBackbone());
            this.options = options;
            int classes = training.network().classes();
            this.weights = new float[classes * (width() + 1)];
            for (int k = 0; k < classes; k++) {
                weights[k * (width() + 1) + width()] = NEVER;
            }
        }

        @Override
        void absorb(int task, NDArray features, int[] labels) {
            int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
            int[] local = Arrays.stream(labels).map(label -> Arrays.binarySearch(classes, label)).toArray();
            TranslatedRows rows = TranslatedRows.untranslated(features, local, options.normalise());
            try (LinearClassifier machines = new NewtonSvm().solve(rows, classes.length, options.c(), options.tolerance(), manager())) {
                float[] w = machines.weights().toFloatArray();
                float[] b = machines.bias().toFloatArray();
                for (int i = 0; i < classes.length; i++) {
                    int at = classes[i] * (width() + 1);
                    for (int j = 0; j < width(); j++) {
                        weights[at + j] = w[j * classes.length + i];
                    }
                    weights[at + width()] = b[i];
                }
            }
            forget();
        }

        private void forget() {
            if (classifier != null) {
                classifier.close();
                classifier = null;
            }
        }

        @Override
        NDArray scores(NDArray features, int classes) {
            if (classifier == null) {
                classifier = classifier(classes);
            }
            return classifier.scores(options.normalise() ? features.normalize(2, 1) : features);
        }

        private LinearClassifier classifier(int classes) {
            int d = width();
            try (NDManager scratch = manager().newSubManager()) {
                NDArray table = scratch.create(Arrays.copyOf(weights, classes * (d + 1)), new Shape(classes, d + 1)).transpose();
                return LinearClassifier.of(manager(), table.get("0:" + d), table.get(d + ":"));
            }
        }

        @Override
        void saveStatistics(State state) {
            double[] wide = new double[weights.length];
            Arrays.setAll(wide, i -> weights[i]);
            state.put("machines", wide);
        }

        @Override
        void loadStatistics(State state) {
            double[] wide = state.doubles("machines");
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) wide[i];
            }
            forget();
        }
    }
}
