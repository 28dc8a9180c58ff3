package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/** {@code grayscale}: some images lose their colour; all three channels become the luma. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class Grayscale extends AugmentationModule<Grayscale.Options> {
    /** For the service loader. */
    public Grayscale() {
        super("grayscale", "some images lose their colour (luma of ITU-R BT.601)",
                "Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, ICML 2020, appendix A", Options.class);
    }

    @Override
    protected Optional<String> check(Options options, ImageInfo images) {
        return images.colour() ? Optional.empty() : Optional.of("needs colour images; these have " + images.channels() + " channel(s)");
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        return (batch, random) -> {
            float[] kept = new float[(int) batch.getShape().get(0)];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = random.nextDouble() < options.p() ? 0 : 1;
            }
            NDArray floats = Colour.floats(batch);
            return Colour.blend(floats, Colour.luma(floats), Colour.perImage(batch.getManager(), kept));
        };
    }

    /** Options. */
    public record Options(@Doc("probability of an image to lose its colour") @PositiveOrZero @DecimalMax("1") @Default("0.2") double p) {}
}
