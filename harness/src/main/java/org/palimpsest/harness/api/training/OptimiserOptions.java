package org.palimpsest.harness.api.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** How gradients become updates. */
public record OptimiserOptions(
        @Doc("update rule") @Default("sgd") Rule name,
        @Doc("learning rate") @Positive @Default("0.1") double lr,
        @Doc("momentum of SGD") @PositiveOrZero @DecimalMax("0.9999") @Default("0") double momentum,
        @Doc("coupled L2: its product with the weights is added to the gradient") @PositiveOrZero @Default("0") double weightDecay,
        @Doc("how the learning rate changes within a task") Schedule schedule,
        @Doc("largest length of the gradient of all weights together, to which it is scaled down; not at all if absent") @Positive OptionalDouble clipNorm,
        @Doc("largest absolute value in a gradient, to which larger ones are cut off; not at all if absent") @Positive OptionalDouble clipValue) {
    /** Options with a constant learning rate, without clipping. */
    public OptimiserOptions(Rule name, double lr, double momentum, double weightDecay) {
        this(name, lr, momentum, weightDecay, Schedule.CONSTANT);
    }

    /** Options without clipping. */
    public OptimiserOptions(Rule name, double lr, double momentum, double weightDecay, Schedule schedule) {
        this(name, lr, momentum, weightDecay, schedule, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** The update rules. */
    public enum Rule {
        /** Stochastic gradient descent. */
        SGD,
        /** Adam (Kingma and Ba, ICLR 2015), with beta 0.9 and 0.999 and epsilon 1e-8. */
        ADAM
    }
}
