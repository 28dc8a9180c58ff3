package org.palimpsest.harness.augment;

import static org.palimpsest.harness.augment.Operation.AUTO_CONTRAST;
import static org.palimpsest.harness.augment.Operation.BRIGHTNESS;
import static org.palimpsest.harness.augment.Operation.COLOUR;
import static org.palimpsest.harness.augment.Operation.CONTRAST;
import static org.palimpsest.harness.augment.Operation.EQUALIZE;
import static org.palimpsest.harness.augment.Operation.INVERT;
import static org.palimpsest.harness.augment.Operation.POSTERIZE;
import static org.palimpsest.harness.augment.Operation.ROTATE;
import static org.palimpsest.harness.augment.Operation.SHARPNESS;
import static org.palimpsest.harness.augment.Operation.SHEAR_Y;
import static org.palimpsest.harness.augment.Operation.SOLARIZE;
import static org.palimpsest.harness.augment.Operation.TRANSLATE_X;
import static org.palimpsest.harness.augment.Operation.TRANSLATE_Y;

import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Two operations of AutoAugment, one after the other.
 *
 * @param first the first
 * @param second the second
 */
record SubPolicy(Step first, Step second) {
    /** The policy found on CIFAR-10: Cubuk et al., CVPR 2019, appendix, table 7. Operations without magnitude have level 0 here. */
    static final List<SubPolicy> CIFAR_10 = List.of(
            of(INVERT, 0.1, 0, CONTRAST, 0.2, 6),
            of(ROTATE, 0.7, 2, TRANSLATE_X, 0.3, 9),
            of(SHARPNESS, 0.8, 1, SHARPNESS, 0.9, 3),
            of(SHEAR_Y, 0.5, 8, TRANSLATE_Y, 0.7, 9),
            of(AUTO_CONTRAST, 0.5, 0, EQUALIZE, 0.9, 0),
            of(SHEAR_Y, 0.2, 7, POSTERIZE, 0.3, 7),
            of(COLOUR, 0.4, 3, BRIGHTNESS, 0.6, 7),
            of(SHARPNESS, 0.3, 9, BRIGHTNESS, 0.7, 9),
            of(EQUALIZE, 0.6, 0, EQUALIZE, 0.5, 0),
            of(CONTRAST, 0.6, 7, SHARPNESS, 0.6, 5),
            of(COLOUR, 0.7, 7, TRANSLATE_X, 0.5, 8),
            of(EQUALIZE, 0.3, 0, AUTO_CONTRAST, 0.4, 0),
            of(TRANSLATE_Y, 0.4, 3, SHARPNESS, 0.2, 6),
            of(BRIGHTNESS, 0.9, 6, COLOUR, 0.2, 8),
            of(SOLARIZE, 0.5, 2, INVERT, 0.0, 0),
            of(EQUALIZE, 0.2, 0, AUTO_CONTRAST, 0.6, 0),
            of(EQUALIZE, 0.2, 0, EQUALIZE, 0.6, 0),
            of(COLOUR, 0.9, 9, EQUALIZE, 0.6, 0),
            of(AUTO_CONTRAST, 0.8, 0, SOLARIZE, 0.2, 8),
            of(BRIGHTNESS, 0.1, 3, COLOUR, 0.7, 0),
            of(SOLARIZE, 0.4, 5, AUTO_CONTRAST, 0.9, 0),
            of(TRANSLATE_Y, 0.9, 9, TRANSLATE_Y, 0.7, 9),
            of(AUTO_CONTRAST, 0.9, 0, SOLARIZE, 0.8, 3),
            of(EQUALIZE, 0.8, 0, INVERT, 0.1, 0),
            of(TRANSLATE_Y, 0.7, 9, AUTO_CONTRAST, 0.9, 0));

    private static SubPolicy of(Operation first, double p1, int level1, Operation second, double p2, int level2) {
        return new SubPolicy(new Step(first, p1, level1), new Step(second, p2, level2));
    }

    /**
     * One operation.
     *
     * @param operation what
     * @param p how probable
     * @param level how strong, 0 to 9
     */
    record Step(Operation operation, double p, int level) {
        /** The operation on image i, or nothing; either sign is equally likely. */
        Optional<AutoAugment.Act> draw(int i, UniformRandomProvider random) {
            boolean done = random.nextDouble() < p;
            boolean negative = random.nextBoolean();
            return done ? Optional.of(new AutoAugment.Act(i, operation, operation.magnitude(level, negative))) : Optional.empty();
        }
    }
}
