package org.palimpsest.harness.bench;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** One measurement, declared in {@code palimpsest/bench/<name>.yaml}. */
record BenchSpec(
        @Doc("name") String id,
        @Doc("one line for people") String title,
        @Doc("what is measured") @Default("overhead") Kind kind,
        @Doc("benchmark to run") @Default("") String benchmark,
        @Doc("method to run") @Default("") String method,
        @Doc("method to compare it with") @Default("") String base,
        @Doc("data set to decode") @Default("") String dataset,
        @Doc("milliseconds that decoding should take at most") @Positive @Default("1000") double decodeLimit,
        @Doc("milliseconds that opening from the cache should take at most") @Positive @Default("1000") double openLimit,
        @Doc("milliseconds that anything else should take at most") @Positive @Default("1000") double limit,
        @Doc("times the training data that memory may grow by in the last task") @Positive @Default("3") double memoryBar,
        @Doc("overrides, as on the command line") @Default("") List<String> set,
        @Doc("examples that the bare loop keeps; 0 for no memory") @PositiveOrZero @Default("0") int buffer,
        @Doc("examples the bare loop draws per step") @PositiveOrZero @Default("0") int replayBatch,
        @Doc("what a step cannot do without") Passes passes,
        @Doc("ratio not to be exceeded") @Positive double bar,
        @Doc("measurements of each side") @Positive @Default("7") int repeats) {
    /** Passes through the network. */
    record Passes(
            @Doc("examples of each pass forward and back") @Default("") List<@Positive Integer> trained,
            @Doc("examples of each pass forward alone, in evaluation mode") @Default("") List<@Positive Integer> scored) {}

    /** Kinds of measurements. */
    enum Kind {
        /** Training time of the harness over that of the bare loop. */
        OVERHEAD(true),
        /** A step of an agent over that of a bare loop, and what its game and its memory take of it. */
        AGENT(true),
        /** A step of adapters in a model that writes over that of a bare loop. */
        TUNING(true),
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
