package org.palimpsest.harness.api.training;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** How the learning rate changes within a task; it starts anew with every task. */
public record Schedule(
        @Doc("shape of the learning rate over a task") @Default("constant") Shape name,
        @Doc("epochs after which a multi-step rate is multiplied by the factor") @Default("") List<@Positive Double> milestones,
        @Doc("factor of a multi-step rate") @Positive @Default("0.1") double factor,
        @Doc("epochs over which the rate first rises linearly (Goyal et "
                    + "al., arXiv:1706.02677, section 2.2)") @PositiveOrZero @Default("0") double warmup) {
    /** The same rate throughout. */
    public static final Schedule CONSTANT = new Schedule(Shape.CONSTANT, List.of(), 0.1, 0);

    /** The shapes. */
    public enum Shape {
        /** The same rate throughout. */
        CONSTANT,
        /** Multiplied by a factor at each milestone. */
        MULTI_STEP,
        /** Half a cosine from 1 to 0 over the task (Loshchilov and Hutter, ICLR 2017, equation 5, without restarts). */
        COSINE,
        /** A straight line from 1 to 0 over the task. */
        LINEAR
    }

    /**
     * What the learning rate is multiplied by.
     *
     * @param step updates made in the task so far
     * @param stepsPerEpoch updates of one pass, at least 1
     * @param steps updates of the whole task, at least 1
     * @return at least 0 and, but for factors above 1, at most 1
     */
    public double at(long step, long stepsPerEpoch, long steps) {
        double epoch = (double) step / stepsPerEpoch;
        double done = (double) step / steps;
        double shape = switch (name) {
            case CONSTANT -> 1;
            case MULTI_STEP -> Math.pow(factor, milestones.stream().filter(m -> m <= epoch).count());
            case COSINE -> (1 + Math.cos(Math.PI * done)) / 2;
            case LINEAR -> 1 - done;
        };
        return epoch < warmup ? shape * (step + 1) / (warmup * stepsPerEpoch + 1) : shape;
    }
}
