package org.palimpsest.harness.bench;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/**
 * One measurement, declared in {@code palimpsest/bench/<name>.yaml}.
 *
 * @param id name
 * @param title one line for people
 * @param kind what is measured
 * @param benchmark what is run; not for measurements of data alone
 * @param method which method the harness runs
 * @param base which method it is compared with, where methods are
 * @param dataset which data set is decoded
 * @param decodeLimit milliseconds that decoding should take at most
 * @param openLimit milliseconds that opening from the cache should take at most
 * @param limit milliseconds that anything else should take at most
 * @param memoryBar times the training data that memory may grow by in the last task
 * @param set overrides, as on the command line
 * @param buffer examples that the bare loop keeps; 0 for no memory
 * @param replayBatch examples that the bare loop draws per step
 * @param passes what a step cannot do without
 * @param bar the ratio not to be exceeded
 * @param repeats measurements of each side
 */
record BenchSpec(
        @Doc("name") String id,
        @Doc("one line for people") String title,
        @Doc("what is measured") @Default("overhead") Kind kind,
        @Doc("benchmark to run") @Default("") String benchmark,
        @Doc("method to run") @Default("") String method,
        @Doc("method to compare it with") @Default("") String base,
        @Doc("data set to decode") @Default("") String dataset,
        @Doc("milliseconds for decoding") @Positive @Default("1000") double decodeLimit,
        @Doc("milliseconds for opening from the cache") @Positive @Default("1000") double openLimit,
        @Doc("milliseconds for anything else") @Positive @Default("1000") double limit,
        @Doc("memory for the last task, in times the training data") @Positive @Default("3") double memoryBar,
        @Doc("overrides, key=value") @Default("") List<String> set,
        @Doc("examples the bare loop keeps") @PositiveOrZero @Default("0") int buffer,
        @Doc("examples the bare loop draws per step") @PositiveOrZero @Default("0") int replayBatch,
        @Doc("what a step cannot do without") Passes passes,
        @Doc("ratio not to be exceeded") @Positive double bar,
        @Doc("measurements of each side") @Positive @Default("7") int repeats) {
    /**
     * Passes through the network.
     *
     * @param trained examples of each pass forward and back
     * @param scored examples of each pass forward alone, in evaluation mode
     */
    record Passes(
            @Doc("examples of each pass forward and back") @Default("") List<@Positive Integer> trained,
            @Doc("examples of each pass forward alone") @Default("") List<@Positive Integer> scored) {}

    /** Kinds of measurements. */
    enum Kind {
        /** Training time of the harness over that of the bare loop. */
        OVERHEAD(true),
        /** Training time of one method over that of another, in the last task of the benchmark. */
        METHODS(true),
        /** Step time late in a long stream over step time early in it. */
        FLAT_STEPS(true),
        /** Resident memory and live native arrays late in a long stream over those early in it. */
        FLAT_MEMORY(true),
        /** Augmentation and normalisation of a batch over a training step without them. */
        AUGMENTATION(true),
        /** A step over the passes that it cannot do without. */
        ARITHMETIC(true),
        /** What is done after the steps of a task over one epoch of them. */
        AFTERWARDS(true),
        /** Storing and drawing an example with many slots over the same with few. */
        MEMORIES(false),
        /** Picking exemplars, over a time limit. */
        HERDING(false),
        /** Time and memory of learning the last task of a stream, over limits. */
        LAST_STATE(true),
        /** Decoding a data set, and opening it from the cache, over time limits. */
        DECODE(false),
        /** Decoding and scaling photographs over the decoder alone. */
        IMAGES(false);

        private final boolean trains;

        Kind(boolean trains) {
            this.trains = trains;
        }

        /** Whether a benchmark is run for it. */
        boolean trains() {
            return trains;
        }
    }
}
