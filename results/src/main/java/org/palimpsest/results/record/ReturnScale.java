package org.palimpsest.results.record;

/**
 * The two returns that scores in an environment are told by.
 *
 * @param random mean return of random actions, whose score is 0
 * @param reference mean return of the reference, whose score is 1
 * @param source what the reference is, and when and how both were measured
 */
public record ReturnScale(double random, double reference, String source) {
    /**
     * Checks that it is one.
     *
     * @throws IllegalArgumentException if the reference is no better than chance
     */
    public ReturnScale {
        if (!Double.isFinite(random) || !Double.isFinite(reference) || reference <= random) {
            throw new IllegalArgumentException("the reference, " + reference + ", must be better than chance, " + random);
        }
    }

    /** The sum of the scores of some episodes. */
    public double sum(Episodes played) {
        return (played.total() - played.count() * random) / (reference - random);
    }
}
