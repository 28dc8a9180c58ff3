package org.palimpsest.harness.api.image;

import java.util.Optional;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.RecipeModule;

/**
 * Announces an augmentation, which benchmarks list under {@code augment}. Found by {@link java.util.ServiceLoader} like a method.
 *
 * @param <O> record of options
 */
public abstract class AugmentationModule<O extends Record> extends RecipeModule<O> {
    /** Describes an augmentation; see {@link RecipeModule}. */
    protected AugmentationModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
    }

    /** Builds the augmentation from an instance of {@link #options()}, for images that it {@linkplain #problem can change}. */
    public final Augmentation create(Record options, ImageInfo images) {
        return build(own(options), images);
    }

    /** Why such images cannot be changed so, as the end of a sentence ("needs colour ..."); empty if they can. */
    public final Optional<String> problem(Record options, ImageInfo images) {
        return check(own(options), images);
    }

    /**
     * Builds the augmentation.
     *
     * @param options the options as set
     * @param images what all images have in common
     */
    protected abstract Augmentation build(O options, ImageInfo images);

    /** What is wrong with options that are in range each by itself, or with such images; see {@link #problem}. */
    protected Optional<String> check(O options, ImageInfo images) {
        return Optional.empty();
    }
}
