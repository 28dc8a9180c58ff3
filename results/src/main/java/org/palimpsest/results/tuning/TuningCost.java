package org.palimpsest.results.tuning;

import java.util.Collection;

/**
 * What a search for options has cost.
 *
 * @param runs how many were made for it, of any status
 * @param updates optimiser updates of all of them
 * @param trainSeconds time that they took to learn
 * @param flops floating-point operations of their training, forward and backward
 */
public record TuningCost(int runs, long updates, double trainSeconds, double flops) {
    /** The sum over trials. */
    static TuningCost of(Collection<Trial> trials) {
        return new TuningCost(trials.size(), trials.stream().mapToLong(Trial::updates).sum(), trials.stream().mapToDouble(Trial::trainSeconds).sum(),
                trials.stream().mapToDouble(Trial::flops).sum());
    }
}
