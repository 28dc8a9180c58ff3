package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import java.util.List;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.bounds.PlainTraining;

/** {@code ncm}: nearest class mean. */
@AutoService(MethodModule.class)
public final class NearestClassMean extends MethodModule<NearestClassMean.Options> {
    /** For the service loader. */
    public NearestClassMean() {
        super("ncm", "the class whose mean feature is nearest, on features that are frozen after the first task",
                "Mensink et al., Distance-Based Image Classification, TPAMI 2013", Ncm.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("whether the network is trained on the first task; otherwise it stays as it is from the start") @Default("true") boolean trainBackbone,
            @Doc("whether features have length 1, and means after averaging too, so that the nearest is the one at "
                    + "the smallest angle") @Default("true") boolean normalise) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /** The score of class k for feature f is -|f - mu_k|^2 (equation 3 with the identity as its metric). */
    static final class Ncm extends FrozenFeatures {
        private final Options options;
        private final ClassMeans means;
        private MeanTable table; // null when the means have changed

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
                table = new MeanTable(manager(), means.all(classes, options.normalise()), width());
            }
            return table.scores(unit(features));
        }

        private void forget() {
            if (table != null) {
                table.close();
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
