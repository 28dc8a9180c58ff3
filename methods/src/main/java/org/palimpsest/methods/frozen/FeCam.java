package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.bounds.PlainTraining;

/** {@code fecam}: the class whose mean is nearest by the class's own covariance. */
@AutoService(MethodModule.class)
public final class FeCam extends MethodModule<FeCam.Options> {
    /** For the service loader. */
    public FeCam() {
        super("fecam", "the class whose mean is nearest by the Mahalanobis distance of its own covariance, on features that are frozen after the "
                + "first task", "Goswami et al., FeCAM: Exploiting the Heterogeneity of Class Distributions in Exemplar-Free Continual Learning, NeurIPS 2023",
                Covariances.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("Tukey's lambda: features are raised to it, their signs "
                    + "kept; 1 leaves them as they are") @Positive @DecimalMax("1") @Default("0.5") double power,
            @Doc("gamma 1, weight of the mean variance on the diagonal of a covariance") @PositiveOrZero @Default("1") double shrinkDiagonal,
            @Doc("gamma 2, weight of the mean of its other entries beside the diagonal") @PositiveOrZero @Default("1") double shrinkOther,
            @Doc("whether the network is trained on the first task; otherwise it stays as it is from the start") @Default("true") boolean trainBackbone) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /**
     * Of each class the mean m and the covariance S of its features, raised to the power. S is shrunk, to S + gamma1 v I + gamma2 u (1 - I)
     * with the mean v of its diagonal and u of its other entries, and scaled to a correlation matrix R. The score of a feature x, raised to
     * the power too, is -(x' - m')' R^-1 (x' - m') with x' and m' at length 1.
     */
    static final class Covariances extends FrozenFeatures {
        private static final float NEVER = -1e30f;

        private final Options options;
        private final int classes; // of the whole stream
        private final Map<Integer, ClassShape> shapes = new TreeMap<>();
        private final Map<Integer, NDArray> precisions = new TreeMap<>(); // R^-1, shape (d, d); only of classes that were asked for

        /** Mean (d) and covariance (d, d) of the features of a class, and how many they were. */
        private record ClassShape(long count, NDArray mean, NDArray covariance) {
            void close() {
                mean.close();
                covariance.close();
            }
        }

        @Inject
        Covariances(Training training, PlainTraining base, Options options) {
            super(training, base, options.trainBackbone());
            this.options = options;
            this.classes = training.network().classes();
        }

        @Override
        void absorb(int task, NDArray features, int[] labels) {
            Rows rows = new Rows(features);
            Arrays.stream(labels).distinct().sorted().forEach(label -> {
                try (NDManager scratch = manager().newSubManager()) {
                    int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
                    ClassShape now = shape(raised(rows.select(scratch, members)));
                    ClassShape before = shapes.get(label);
                    put(label, before == null ? now : joined(before, now, scratch));
                    if (before != null) {
                        before.close();
                    }
                }
            });
        }

        private void put(int label, ClassShape shape) {
            shape.mean().attach(manager());
            shape.covariance().attach(manager());
            shapes.put(label, shape);
            NDArray outdated = precisions.remove(label);
            if (outdated != null) {
                outdated.close();
            }
        }

        private NDArray raised(NDArray features) {
            return options.power() == 1 ? features : features.abs().pow(options.power()).mul(features.sign());
        }

        private static ClassShape shape(NDArray x) {
            long n = x.getShape().get(0);
            NDArray mean = x.mean(new int[] {0});
            NDArray centred = x.sub(mean);
            return new ClassShape(n, mean, centred.transpose().matMul(centred).div(n));
        }

        /** Of the features of both together. */
        private static ClassShape joined(ClassShape a, ClassShape b, NDManager owner) {
            double share = b.count() / (double) (a.count() + b.count());
            NDArray apart = b.mean().sub(a.mean()).expandDims(1);
            NDArray mean = b.mean().mul(share).add(a.mean().mul(1 - share));
            NDArray covariance = b.covariance().mul(share).add(a.covariance().mul(1 - share))
                    .add(apart.matMul(apart.transpose()).mul(share * (1 - share)));
            mean.attach(owner);
            return new ClassShape(a.count() + b.count(), mean, covariance);
        }

        @Override
        NDArray scores(NDArray features, int seen) {
            NDManager owner = features.getManager();
            NDArray x = raised(features).normalize(2, 1);
            NDList columns = new NDList();
            for (int k = 0; k < seen; k++) {
                columns.add(shapes.containsKey(k) ? score(x, k, owner) : owner.full(new Shape(x.getShape().get(0), 1), NEVER));
            }
            return NDArrays.concat(columns, 1);
        }

        private NDArray score(NDArray x, int label, NDManager owner) {
            NDArray apart = x.sub(shapes.get(label).mean().normalize(2, 0));
            NDArray precision = precisions.computeIfAbsent(label, k -> precision(shapes.get(k).covariance()));
            return apart.matMul(precision).muli(apart).sum(new int[] {1}, true).neg();
        }

        private NDArray precision(NDArray covariance) {
            try (NDManager scratch = manager().newSubManager()) {
                int d = width();
                NDArray s = covariance.toType(DataType.FLOAT64, true);
                s.attach(scratch);
                NDArray eye = scratch.eye(d).toType(DataType.FLOAT64, false);
                double trace = s.mul(eye).sum().getDouble();
                double others = d == 1 ? 0 : (s.sum().getDouble() - trace) / (d * (d - 1.0));
                if (trace == 0) {
                    return keep(eye); // a single example has no spread of its own
                }
                NDArray shrunk = s.add(eye.mul(options.shrinkDiagonal() * trace / d))
                        .add(eye.neg().add(1).mul(options.shrinkOther() * others));
                NDArray spread = shrunk.mul(eye).sum(new int[] {0}).sqrt().expandDims(0);
                return keep(shrunk.div(spread.transpose().matMul(spread)).inverse());
            }
        }

        private NDArray keep(NDArray precision) {
            NDArray kept = precision.toType(DataType.FLOAT32, true);
            kept.attach(manager());
            return kept;
        }

        @Override
        public long memoryBytes() {
            return shapes.size() * (width() * (width() + 1L) * Float.BYTES + Long.BYTES);
        }

        @Override
        void saveStatistics(State state) {
            long[] counts = new long[classes];
            shapes.forEach((label, shape) -> {
                counts[label] = shape.count();
                State ofClass = state.scope(Integer.toString(label));
                ofClass.put("mean", shape.mean());
                ofClass.put("covariance", shape.covariance());
            });
            state.put("counts", counts);
        }

        @Override
        void loadStatistics(State state) {
            long[] counts = state.longs("counts");
            for (int label = 0; label < classes; label++) {
                if (counts[label] > 0) {
                    State ofClass = state.scope(Integer.toString(label));
                    put(label, new ClassShape(counts[label], ofClass.array("mean").duplicate(), ofClass.array("covariance").duplicate()));
                }
            }
        }
    }
}
