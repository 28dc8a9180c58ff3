package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/**
 * {@code augmix}: an image mixed with a mixture of chains of operations on it. The weights of the chains are drawn from a flat Dirichlet
 * distribution, that of the image itself uniformly (algorithm 1 with alpha = 1); the paper's second loss is not part of it.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class AugMix extends AugmentationModule<AugMix.Options> {
    private static final List<Operation> OPERATIONS = List.of(Operation.AUTO_CONTRAST, Operation.EQUALIZE, Operation.POSTERIZE, Operation.ROTATE,
            Operation.SOLARIZE, Operation.SHEAR_X, Operation.SHEAR_Y, Operation.TRANSLATE_X, Operation.TRANSLATE_Y);
    private static final int LONGEST = 3;
    private static final double WEAKEST = 0.1;
    private static final double STRONGEST = 10;

    /** For the service loader. */
    public AugMix() {
        super("augmix", "each image mixed with chains of operations on it",
                "Hendrycks et al., AugMix: A Simple Data Processing Method to Improve Robustness and Uncertainty, ICLR 2020", Options.class);
    }

    @Override
    protected Optional<String> check(Options options, ImageInfo images) {
        return images.colour() ? Optional.empty() : Optional.of("needs colour images; these have " + images.channels() + " channel(s)");
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        return (batch, random) -> {
            int n = (int) batch.getShape().get(0);
            List<Mixture> mixtures = Stream.generate(() -> Mixture.draw(options, random)).limit(n).toList();
            boolean bytes = batch.getDataType() == DataType.UINT8;
            NDArray whole = bytes ? batch : batch.round().toType(DataType.UINT8, false);
            NDArray sum = weighted(whole, mixtures.stream().mapToDouble(m -> 1 - m.share()).toArray());
            for (int chain = 0; chain < options.width(); chain++) {
                int c = chain;
                NDArray changed = changed(whole, mixtures.stream().map(m -> m.chains().get(c)).toList(), options.fill());
                sum.addi(weighted(changed, mixtures.stream().mapToDouble(m -> m.share() * m.weights()[c]).toArray()));
            }
            return sum.round().toType(DataType.UINT8, false);
        };
    }

    /** Each image after its own chain; those whose next operation is the same are changed together. */
    private static NDArray changed(NDArray images, List<List<Step>> chains, double fill) {
        Shuffled current = new Shuffled(images, chains.size());
        int longest = chains.stream().mapToInt(List::size).max().orElse(0);
        for (int at = 0; at < longest; at++) {
            List<AutoAugment.Act> acts = new ArrayList<>();
            for (int i = 0; i < chains.size(); i++) {
                if (at < chains.get(i).size()) {
                    Step step = chains.get(i).get(at);
                    acts.add(new AutoAugment.Act(i, step.operation(), step.magnitude()));
                }
            }
            current = current.after(acts, fill);
        }
        return current.inOrder();
    }

    private static NDArray weighted(NDArray images, double[] weights) {
        float[] narrow = new float[weights.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) weights[i];
        }
        return images.toType(DataType.FLOAT32, true).muli(Colour.perImage(images.getManager(), narrow));
    }

    /** An operation and how strongly it is done. */
    record Step(Operation operation, double magnitude) {
        private static Step draw(double severity, UniformRandomProvider random) {
            Operation operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
            double share = (WEAKEST + (severity - WEAKEST) * random.nextDouble()) / STRONGEST;
            return new Step(operation, magnitude(operation, share, random.nextBoolean()));
        }

        /** As in the authors' code, where posterising begins at four bits. */
        static double magnitude(Operation operation, double share, boolean negative) {
            int sign = negative ? -1 : 1;
            return switch (operation) {
                case ROTATE -> sign * (int) (30 * share);
                case SHEAR_X, SHEAR_Y -> sign * 0.3 * share;
                case TRANSLATE_X, TRANSLATE_Y -> sign * share / 3;
                case POSTERIZE -> Math.max(1, 4 - (int) (4 * share));
                case SOLARIZE -> 256 - (int) (256 * share);
                default -> 0;
            };
        }
    }

    /**
     * What is done to one image.
     *
     * @param share of the chains; the rest is the image itself
     * @param weights of the chains, which add up to 1
     * @param chains operations, one after the other in each
     */
    record Mixture(double share, double[] weights, List<List<Step>> chains) {
        static Mixture draw(Options options, UniformRandomProvider random) {
            double[] weights = new double[options.width()];
            double sum = 0;
            for (int c = 0; c < weights.length; c++) {
                weights[c] = -Math.log(1 - random.nextDouble());
                sum += weights[c];
            }
            List<List<Step>> chains = new ArrayList<>();
            for (int c = 0; c < weights.length; c++) {
                weights[c] = sum > 0 ? weights[c] / sum : 1.0 / weights.length;
                int length = options.depth() > 0 ? options.depth() : 1 + random.nextInt(LONGEST);
                chains.add(Stream.generate(() -> Step.draw(options.severity(), random)).limit(length).toList());
            }
            return new Mixture(random.nextDouble(), weights, chains);
        }
    }

    /** Options. */
    public record Options(
            @Doc("the strongest level of an operation, of 10; every "
                    + "one is drawn from 0.1 up to it") @DecimalMin("0.1") @DecimalMax("10") @Default("3") double severity,
            @Doc("chains") @Positive @Max(10) @Default("3") int width,
            @Doc("operations in a chain; 0 draws 1 to 3") @PositiveOrZero @Max(10) @Default("0") int depth,
            @Doc("value of what a shear, shift or rotation brings in from outside the image") @PositiveOrZero @DecimalMax("255") @Default("0") double fill) {}
}
