package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Training;
import org.palimpsest.methods.bounds.PlainTraining;

/** {@code ncm}: nearest class mean. */
@AutoService(MethodModule.class)
public final class NearestClassMean extends MethodModule {
    /** For the service loader. */
    public NearestClassMean() {
        super("ncm", "the class whose mean feature is nearest, on features that are frozen after the first task",
                "Mensink et al., Distance-Based Image Classification, TPAMI 2013", Ncm.class, Options.class);
    }

    /**
     * Options.
     *
     * @param trainBackbone whether the network is trained on the first task; otherwise it stays as it is from the start
     * @param normalise whether features have length 1, and means after averaging too, so that the nearest is the one at the smallest angle
     */
    public record Options(
            @Doc("train the network on the first task") @Default("true") boolean trainBackbone,
            @Doc("features and means of length 1") @Default("true") boolean normalise) {}

    /** The score of class k for feature f is -|f - mu_k|^2 (equation 3 with the identity as its metric). */
    static final class Ncm extends FrozenFeatures {
        private static final float NEVER = -1e30f;

        private final Options options;
        private final ClassMeans means;
        private NDArray table; // the means of the classes seen, shape (d, classes); null when they have changed
        private NDArray offset;

        @Inject
        Ncm(Training training, PlainTraining base, Options options) {
            super(training, base, options.trainBackbone());
            this.options = options;
            this.means = new ClassMeans(training.network().classes(), width());
        }

        @Override
        void absorb(int task, NDArray features, int[] labels) {
            means.add(unit(features).toFloatArray(), labels);
            forget();
        }

        private NDArray unit(NDArray features) {
            return options.normalise() ? features.normalize(2, 1) : features;
        }

        @Override
        NDArray scores(NDArray features, int classes) {
            if (table == null) {
                tabulate(classes);
            }
            // |f|^2 is left out: it is the same for all classes
            return unit(features).matMul(table).add(offset);
        }

        /** 2 mu_k in column k, and -|mu_k|^2 beside it; a class without a mean is never nearest. */
        private void tabulate(int classes) {
            float[] columns = new float[width() * classes];
            float[] squares = new float[classes];
            for (int k = 0; k < classes; k++) {
                double[] mean = means.mean(k, options.normalise());
                double square = 0;
                for (int j = 0; j < mean.length; j++) {
                    columns[j * classes + k] = (float) (2 * mean[j]);
                    square += mean[j] * mean[j];
                }
                squares[k] = means.count(k) == 0 ? NEVER : (float) -square;
            }
            table = manager().create(columns, new Shape(width(), classes));
            offset = manager().create(squares);
        }

        private void forget() {
            if (table != null) {
                table.close();
                offset.close();
                table = null;
            }
        }

        @Override
        public long memoryBytes() {
            return means.bytes();
        }

        @Override
        void saveStatistics(State state) {
            means.save(state);
        }

        @Override
        void loadStatistics(State state) {
            means.load(state);
            forget();
        }
    }
}
