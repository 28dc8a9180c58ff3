package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.bounds.PlainTraining;

/** {@code slda}: deep streaming linear discriminant analysis. */
@AutoService(MethodModule.class)
public final class StreamingLda extends MethodModule<StreamingLda.Options> {
    /** For the service loader. */
    public StreamingLda() {
        super("slda", "linear discriminant analysis, one example at a time, on features that are frozen after the first task",
                "Hayes and Kanan, Lifelong Machine Learning with Deep Streaming Linear Discriminant Analysis, CVPR Workshops 2020",
                Slda.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("whether the network is trained on the first task; otherwise it stays as it is from the start") @Default("true") boolean trainBackbone,
            @Doc("weight of the identity in the covariance that is inverted, epsilon") @Positive @DecimalMax("1") @Default("0.0001") double shrinkage,
            @Doc("whether the covariance of the first task is estimated from all of it at once, with "
                    + "oracle-approximating shrinkage; otherwise it too comes one example at a time") @Default("true") boolean oas) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /**
     * Class means mu_k and one covariance S for all classes (section 3.2). An example x of class y, with n examples and c_y of its class
     * before it: S = (n S + n / (n + 1) (x - mu_y)(x - mu_y)') / (n + 1), then mu_y = mu_y + (x - mu_y) / (c_y + 1). The scores are
     * w_k . x - w_k . mu_k / 2 with w_k = ((1 - epsilon) S + epsilon I)^-1 mu_k.
     */
    static final class Slda extends FrozenFeatures {
        private static final double NEVER = -1e30;

        private final Options options;
        private final double[] means; // classes x d
        private final long[] counts;
        private NDArray scatter; // n S, shape (d, d), FLOAT64
        private NDArray weights; // shape (d, classes); null when the statistics have changed
        private NDArray bias;

        @Inject
        Slda(Training training, PlainTraining base, Options options) {
            super(training, base, options.trainBackbone());
            this.options = options;
            this.means = new double[training.network().classes() * width()];
            this.counts = new long[training.network().classes()];
            this.scatter = manager().zeros(new Shape(width(), width()), DataType.FLOAT64);
        }

        private long examples() {
            return Arrays.stream(counts).sum();
        }

        @Override
        void absorb(int task, NDArray features, int[] labels) {
            boolean whole = task == 0 && options.oas();
            double[] x = widen(features.toFloatArray());
            if (whole) {
                moveMeans(x.clone(), labels);
            }
            double[] deviations = whole ? deviations(x, labels) : moveMeans(x, labels);
            NDArray rows = features.getManager().create(deviations, new Shape(labels.length, width()));
            NDArray moved = scatter.add(rows.transpose().matMul(rows));
            replaceScatter(whole ? Shrinkage.oas(moved.div(labels.length), labels.length).mul(labels.length) : moved);
        }

        private static double[] widen(float[] values) {
            double[] wide = new double[values.length];
            Arrays.setAll(wide, i -> values[i]);
            return wide;
        }

        private double[] deviations(double[] x, int[] labels) {
            int d = width();
            for (int i = 0; i < labels.length; i++) {
                for (int j = 0; j < d; j++) {
                    x[i * d + j] -= means[labels[i] * d + j];
                }
            }
            return x;
        }

        /** Replaces each x by the root of n / (n + 1) times its deviation from its class's mean before it, and moves the mean. */
        private double[] moveMeans(double[] x, int[] labels) {
            int d = width();
            long n = examples();
            for (int i = 0; i < labels.length; i++, n++) {
                int mean = labels[i] * d;
                double share = 1.0 / ++counts[labels[i]];
                double factor = Math.sqrt((double) n / (n + 1));
                for (int j = 0; j < d; j++) {
                    double deviation = x[i * d + j] - means[mean + j];
                    means[mean + j] += share * deviation;
                    x[i * d + j] = factor * deviation;
                }
            }
            return x;
        }

        private void replaceScatter(NDArray next) {
            scatter.close();
            scatter = next;
            scatter.attach(manager());
            forget();
        }

        @Override
        NDArray scores(NDArray features, int classes) {
            if (weights == null) {
                solve(classes);
            }
            return features.matMul(weights).add(bias);
        }

        private void solve(int classes) {
            try (NDManager scratch = manager().newSubManager()) {
                scatter.attach(scratch);
                NDArray covariance = scatter.div(Math.max(examples(), 1)).mul(1 - options.shrinkage());
                NDArray precision = covariance.add(scratch.eye(width()).toType(DataType.FLOAT64, false).mul(options.shrinkage())).inverse();
                NDArray mu = scratch.create(Arrays.copyOf(means, classes * width()), new Shape(classes, width()));
                NDArray w = mu.matMul(precision);
                weights = w.transpose().toType(DataType.FLOAT32, true);
                NDArray absent = scratch.create(IntStream.range(0, classes).mapToDouble(k -> counts[k] == 0 ? NEVER : 0).toArray());
                bias = w.mul(mu).sum(new int[] {1}).mul(-0.5).add(absent).toType(DataType.FLOAT32, true);
                for (NDArray kept : new NDArray[] {weights, bias, scatter}) {
                    kept.attach(manager());
                }
            }
        }

        private void forget() {
            if (weights != null) {
                weights.close();
                bias.close();
                weights = null;
            }
        }

        @Override
        public long memoryBytes() {
            long classes = Arrays.stream(counts).filter(c -> c > 0).count();
            return Double.BYTES * width() * (width() + classes) + Long.BYTES * classes;
        }

        @Override
        void saveStatistics(State state) {
            state.put("means", means);
            state.put("counts", counts);
            state.put("scatter", scatter);
        }

        @Override
        void loadStatistics(State state) {
            System.arraycopy(state.doubles("means"), 0, means, 0, means.length);
            System.arraycopy(state.longs("counts"), 0, counts, 0, counts.length);
            state.copyTo("scatter", scatter);
            forget();
        }
    }
}
