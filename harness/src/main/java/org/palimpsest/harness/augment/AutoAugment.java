package org.palimpsest.harness.augment;

import ai.djl.ndarray.types.DataType;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;

/**
 * {@code auto-augment}: for every image one of the 25 sub-policies that were found on CIFAR-10. Images that have the same
 * operation before them are changed together.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class AutoAugment extends AugmentationModule<AutoAugment.Options> {
    /** For the service loader. */
    public AutoAugment() {
        super("auto-augment", "one of 25 pairs of operations that were found on CIFAR-10",
                "Cubuk et al., AutoAugment: Learning Augmentation Strategies from Data, CVPR 2019", Options.class);
    }

    @Override
    protected Optional<String> check(Options options, ImageInfo images) {
        return images.colour() ? Optional.empty() : Optional.of("needs colour images; these have " + images.channels() + " channel(s)");
    }

    @Override
    protected Augmentation build(Options options, ImageInfo images) {
        return (batch, random) -> {
            int n = (int) batch.getShape().get(0);
            List<List<Act>> rounds = draw(n, random);
            boolean bytes = batch.getDataType() == DataType.UINT8;
            Shuffled current = new Shuffled(bytes ? batch : batch.round().toType(DataType.UINT8, false), n);
            for (List<Act> acts : rounds) {
                current = current.after(acts, options.fill());
            }
            return current.inOrder();
        };
    }

    /** Two rounds of operations on n images. */
    static List<List<Act>> draw(int n, UniformRandomProvider random) {
        List<List<Act>> rounds = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < n; i++) {
            SubPolicy chosen = SubPolicy.CIFAR_10.get(random.nextInt(SubPolicy.CIFAR_10.size()));
            chosen.first().draw(i, random).ifPresent(rounds.get(0)::add);
            chosen.second().draw(i, random).ifPresent(rounds.get(1)::add);
        }
        return rounds;
    }

    /** An operation on one image of the batch. */
    record Act(int image, Operation operation, double magnitude) {}

    /** Options. */
    public record Options(@Doc("value of what a shear, shift or rotation brings "
                    + "in from outside the image") @PositiveOrZero @DecimalMax("255") @Default("128") double fill) {}
}
