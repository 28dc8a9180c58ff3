package org.palimpsest.harness.api;

import ai.djl.nn.Block;
import com.google.inject.multibindings.Multibinder;
import java.util.Optional;

/**
 * Announces an add-on, found like a {@link MethodModule}; {@code er+name} switches it on.
 *
 * @param <O> record of options
 */
public abstract class AddOnModule<O extends Record> extends LearningModule<O> {
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

    /** See {@link #check(Block, Record)}, with an instance of {@link #options()}. */
    public final void checkRebuilt(Block rebuilt, Record options) {
        check(rebuilt, own(options));
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
