package org.palimpsest.results.compare;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How far the pairs of one number speak against there being no difference.
 *
 * @param p two-sided p of the paired t test; of the sign-flip test where all pairs differ by the same amount, whose sd is 0; empty with too few pairs
 * @param pHolm the same after Holm's correction over the column: all pairs of methods on all benchmarks of the comparison
 * @param signFlipP two-sided p of the sign-flip permutation test of the mean, which asks for no normal distribution
 * @param leastSignFlipP the smallest such p that so many pairs can give
 * @param effectSize Cohen's d_z of B - A, mean over sd, with Hedges' correction; empty where the sd is 0, or with too few pairs
 * @param low90 lower end of the 90 % Student t interval, which lies within the margin if two one-sided tests at 5 % say so
 * @param high90 its upper end
 * @param margin up to which a difference counts as none, in the unit of the column; empty if none was named
 * @param moreSeeds with how many more the t test has 80 % power at this effect size; empty if it is decided, 0 or unknown
 */
public record Evidence(
        OptionalDouble p,
        OptionalDouble pHolm,
        OptionalDouble signFlipP,
        OptionalDouble leastSignFlipP,
        OptionalDouble effectSize,
        OptionalDouble low90,
        OptionalDouble high90,
        OptionalDouble margin,
        OptionalInt moreSeeds) {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    /** Of no pair at all. */
    static Evidence none(OptionalDouble margin) {
        return new Evidence(NONE, NONE, NONE, NONE, NONE, NONE, NONE, margin, OptionalInt.empty());
    }

    Evidence withHolm(double corrected) {
        return new Evidence(p, OptionalDouble.of(corrected), signFlipP, leastSignFlipP, effectSize, low90, high90, margin, moreSeeds);
    }

    Evidence decided() {
        return new Evidence(p, pHolm, signFlipP, leastSignFlipP, effectSize, low90, high90, margin, OptionalInt.empty());
    }

    /** Whether the whole 90 % interval lies within the margin. */
    boolean equivalent() {
        return margin.isPresent() && low90.isPresent()
                && low90.getAsDouble() > -margin.getAsDouble() && high90.getAsDouble() < margin.getAsDouble();
    }

    /** Whether it is significant at 5 % among all of its column. */
    boolean significant() {
        return pHolm.isPresent() && pHolm.getAsDouble() < PairedTests.ALPHA;
    }
}
