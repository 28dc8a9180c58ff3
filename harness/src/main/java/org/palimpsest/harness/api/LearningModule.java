package org.palimpsest.harness.api;

import ai.djl.nn.Block;
import java.util.List;
import java.util.Map;

/**
 * What methods and add-ons have in common: they may object to a benchmark, and change the structure of a network.
 *
 * @param <O> record of options
 */
public abstract class LearningModule<O extends Record> extends RecipeModule<O> {
    /** Describes a method or an add-on; see {@link RecipeModule}. */
    protected LearningModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
    }

    /** See {@link #check(Record, BenchmarkFacts)}, with an instance of {@link #options()}. */
    public final List<String> problems(Record options, BenchmarkFacts benchmark) {
        return check(own(options), benchmark);
    }

    /**
     * What is wrong with options that are in range each by itself, or with such a benchmark: sentences without a subject ("needs colour
     * images ..."). Asked when a run is planned, so that no run fails of what can be known before it begins; nothing is wrong by default.
     *
     * @param options the options as set
     */
    protected List<String> check(O options, BenchmarkFacts benchmark) {
        return List.of();
    }

    /** See {@link #contents}, with an instance of {@link #options()}. */
    public final Map<String, String> contentsOf(Record given) {
        return contents(own(given));
    }

    /**
     * What options name and do not hold, as the SHA-256 of a file by {@code <option>.sha256}: recorded with them, and like them part of what a run is.
     * Nothing by default, nor of what cannot be read.
     *
     * @param options the options as set
     */
    protected Map<String, String> contents(O options) {
        return Map.of();
    }

    /** See {@link #rebuild}, with an instance of {@link #options()}. */
    public final Block rebuilt(Block backbone, Record options) {
        return rebuild(backbone, own(options));
    }

    /**
     * Changes the structure of a network before its weights are made, e.g. exchanges its normalisation; leaves it alone by default. The method comes
     * first, then its add-ons in the order in which they are written.
     *
     * @param backbone as its module, or the part before, built it; not initialised
     * @param options the options as set
     * @return the backbone to use: the same one, or another around or instead of it
     * @throws IllegalArgumentException if this part cannot work on such a backbone; the message says why
     */
    protected Block rebuild(Block backbone, O options) {
        return backbone;
    }
}
