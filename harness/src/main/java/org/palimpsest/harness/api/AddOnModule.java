package org.palimpsest.harness.api;

import ai.djl.nn.Block;
import com.google.inject.multibindings.Multibinder;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.network.BackboneModule;

/**
 * Announces an add-on, found like a {@link MethodModule}; {@code er+name} switches it on.
 *
 * @param <O> record of options
 */
public abstract class AddOnModule<O extends Record> extends RecipeModule<O> {
    private final Optional<Class<? extends AddOn>> addOn;

    /** Describes an add-on; see {@link RecipeModule}. */
    protected AddOnModule(String name, String summary, String source, Class<? extends AddOn> addOn, Class<O> options) {
        super(name, summary, source, options);
        this.addOn = Optional.of(addOn);
    }

    /** Describes an add-on that takes no part in training: all it does is to {@linkplain #rebuild rebuild} the network. */
    protected AddOnModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
        this.addOn = Optional.empty();
    }

    /** See {@link #check(Record, BenchmarkFacts)}, with an instance of {@link #options()}. */
    public final List<String> problems(Record options, BenchmarkFacts benchmark) {
        return check(own(options), benchmark);
    }

    /** What is wrong with options that are in range each by itself, or with such a benchmark, as {@link MethodModule#check}; nothing by default. */
    protected List<String> check(O options, BenchmarkFacts benchmark) {
        return List.of();
    }

    /** See {@link #rebuild}, with an instance of {@link #options()}. */
    public final Block rebuilt(Block backbone, Record options) {
        return rebuild(backbone, own(options));
    }

    /** See {@link #check(Block, Record)}, with an instance of {@link #options()}. */
    public final void checkRebuilt(Block rebuilt, Record options) {
        check(rebuilt, own(options));
    }

    /**
     * Changes the structure of a network before its weights are made, e.g. exchanges its normalisation; leaves it alone by default.
     *
     * @param backbone as its {@link BackboneModule} built it, not initialised
     * @param options the options as set
     * @return the backbone to use: the same one, or another around or instead of it
     * @throws IllegalArgumentException if this add-on cannot work on such a backbone; the message says why
     */
    protected Block rebuild(Block backbone, O options) {
        return backbone;
    }

    /**
     * Looks at what all add-ons together have made of the backbone, in whatever order they were written; content by default.
     *
     * @throws IllegalArgumentException if this add-on cannot work on it; the message says why
     */
    protected void check(Block rebuilt, O options) {}

    @Override
    protected void configure() {
        addOn.ifPresent(type -> Multibinder.newSetBinder(binder(), AddOn.class).addBinding().to(type));
    }
}
