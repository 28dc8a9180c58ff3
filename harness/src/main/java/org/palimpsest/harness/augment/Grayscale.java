package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.Optional;
import org.palimpsest.harness.api.Augmentation;
import org.palimpsest.harness.api.AugmentationModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.PictureInfo;

/** {@code grayscale}: some pictures lose their colour; all three channels become the luma. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class Grayscale extends AugmentationModule<Grayscale.Options> {
    /** For the service loader. */
    public Grayscale() {
        super("grayscale", "some pictures lose their colour (luma of ITU-R BT.601)",
                "Chen et al., A Simple Framework for Contrastive Learning of Visual Representations, ICML 2020, appendix A", Options.class);
    }

    @Override
    protected Optional<String> check(Options options, PictureInfo pictures) {
        return pictures.colour() ? Optional.empty() : Optional.of("needs colour pictures; these have " + pictures.channels() + " channel(s)");
    }

    @Override
    protected Augmentation build(Options options, PictureInfo pictures) {
        return (batch, random) -> {
            float[] kept = new float[(int) batch.getShape().get(0)];
            for (int i = 0; i < kept.length; i++) {
                kept[i] = random.nextDouble() < options.p() ? 0 : 1;
            }
            NDArray floats = Colour.floats(batch);
            return Colour.blend(floats, Colour.luma(floats), Colour.perPicture(batch.getManager(), kept));
        };
    }

    /**
     * Options.
     *
     * @param p probability of each picture to lose its colour
     */
    public record Options(@Doc("probability of a picture to lose its colour") @PositiveOrZero @DecimalMax("1") @Default("0.2") double p) {}
}
