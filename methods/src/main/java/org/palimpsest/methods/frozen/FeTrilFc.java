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
import org.palimpsest.methods.linear.SoftmaxClassifier;

/** {@code fetril-fc}: {@code fetril} with a fully connected layer, under the name that tables give it. */
@AutoService(MethodModule.class)
public final class FeTrilFc extends MethodModule<FeTrilFc.Options> {
    /** For the service loader. */
    public FeTrilFc() {
        super("fetril-fc", "fetril with a fully connected layer, on features as long as they are", FeTril.PAPER, TranslatedFeatures.class, Options.class);
    }

    /** Options; see {@link FeTril.Options}. */
    public record Options(
            @Doc("how class means are compared") @Default("euclidean") Translation.Similarity similarity,
            @Doc("which similar new class lends its features, 1 for the nearest") @Positive @Default("1") int rank,
            @Doc("which new features are moved to a past class") @Default("nearest") Translation.Source source,
            @Doc("whether features have length 1 where they are classified") @Default("false") boolean normalise,
            @Doc("whether the network is trained on the first task") @Default("true") boolean trainBackbone,
            @Doc("passes over the features") @Positive @Default("50") int fcEpochs,
            @Doc("learning rate of the first pass") @Positive @Default("0.05") double fcLr,
            @Doc("features per step") @Positive @Default("128") int fcBatch,
            @Doc("momentum") @PositiveOrZero @DecimalMax(value = "1", inclusive = false) @Default("0.9") double fcMomentum,
            @Doc("weight decay") @PositiveOrZero @Default("0.0005") double fcDecay) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return benchmark.unlessClasses();
    }

    /** As the options have it. */
    static final class TranslatedFeatures extends FeatureTranslation {
        @Inject
        TranslatedFeatures(Training training, PlainTraining base, Options options, Randomness random) {
            super(training, base, options.trainBackbone(), new Translation(options.similarity(), options.rank(), options.source()), options.normalise(),
                    FeTril.fc(new SoftmaxClassifier(options.fcEpochs(), options.fcLr(), options.fcBatch(), options.fcMomentum(), options.fcDecay()), random),
                    random);
        }
    }
}
