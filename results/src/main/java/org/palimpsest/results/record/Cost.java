package org.palimpsest.results.record;

/**
 * What a run cost besides time.
 *
 * @param updates optimiser updates
 * @param examples stream examples that training steps were given; replayed ones count among the operations alone
 * @param forwardFlops floating-point operations of passes forward in training, two for every multiply-add; here and below 0 in
 *     records made before it was counted
 * @param backwardFlops floating-point operations of passes backward, by the convention of twice the forward ones
 * @param memoryBytes bytes the method keeps between tasks besides its weights
 * @param peakResidentBytes largest resident memory of the process
 * @param peakDeviceBytes most memory of the GPU that was taken since the process began, when a task was over; 0 on a CPU
 */
public record Cost(
        long updates,
        long examples,
        long forwardFlops,
        long backwardFlops,
        long memoryBytes,
        long peakResidentBytes,
        long peakDeviceBytes) {
    /** Nothing spent yet. */
    public static final Cost ZERO = new Cost(0, 0, 0, 0, 0, 0, 0);
}
