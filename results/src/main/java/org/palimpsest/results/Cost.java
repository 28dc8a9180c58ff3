package org.palimpsest.results;

/**
 * What a run cost besides time.
 *
 * @param updates optimiser updates
 * @param examples examples that went through a training step, replayed ones included
 * @param memoryBytes bytes the method keeps between tasks besides its weights
 * @param peakResidentBytes largest resident memory of the process
 */
public record Cost(long updates, long examples, long memoryBytes, long peakResidentBytes) {

    /** Nothing spent yet. */
    public static final Cost ZERO = new Cost(0, 0, 0, 0);
}
