package org.palimpsest.harness.api;

import java.util.Optional;

/**
 * Announces an augmentation, which benchmarks list under {@code augment}. Found by {@link java.util.ServiceLoader} like a method.
 *
 * @param <O> record of options
 */
public abstract class AugmentationModule<O extends Record> extends RecipeModule {
    private final Class<O> type;

    /** Describes an augmentation; see {@link RecipeModule}. */
    protected AugmentationModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
        this.type = options;
    }

    /** Builds the augmentation from an instance of {@link #options()}, for pictures that it {@linkplain #problem can change}. */
    public final Augmentation create(Record options, PictureInfo pictures) {
        return build(type.cast(options), pictures);
    }

    /** Why such pictures cannot be changed so, as the end of a sentence ("needs colour ..."); empty if they can. */
    public final Optional<String> problem(Record options, PictureInfo pictures) {
        return check(type.cast(options), pictures);
    }

    /**
     * Builds the augmentation.
     *
     * @param options the options as set
     * @param pictures what all pictures have in common
     */
    protected abstract Augmentation build(O options, PictureInfo pictures);

    /** What is wrong with options that are in range each by itself, or with such pictures; see {@link #problem}. */
    protected Optional<String> check(O options, PictureInfo pictures) {
        return Optional.empty();
    }
}
