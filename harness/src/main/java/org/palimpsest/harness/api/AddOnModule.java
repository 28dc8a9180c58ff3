package org.palimpsest.harness.api;

import ai.djl.nn.Block;
import com.google.inject.multibindings.Multibinder;

/** Announces an add-on, found like a {@link MethodModule}; {@code er+name} switches it on. */
public abstract class AddOnModule extends RecipeModule {
    private final Class<? extends AddOn> addOn;

    /** Describes an add-on; see {@link RecipeModule}. */
    protected AddOnModule(String name, String summary, String source, Class<? extends AddOn> addOn, Class<? extends Record> options) {
        super(name, summary, source, options);
        this.addOn = addOn;
    }

    /**
     * Changes the structure of a network before its weights are made, e.g. exchanges its normalisation; leaves it alone by default.
     *
     * @param backbone as its {@link BackboneModule} built it, not initialised
     * @param options an instance of {@link #options()}
     * @return the backbone to use: the same one, or another around or instead of it
     * @throws IllegalArgumentException if this add-on cannot work on such a backbone; the message says why
     */
    public Block rebuild(Block backbone, Record options) {
        return backbone;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), AddOn.class).addBinding().to(addOn);
    }
}
