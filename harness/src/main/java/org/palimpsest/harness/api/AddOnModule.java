package org.palimpsest.harness.api;

import com.google.inject.multibindings.Multibinder;

/** Announces an add-on, found like a {@link MethodModule}; {@code er+name} switches it on. */
public abstract class AddOnModule extends RecipeModule {
    private final Class<? extends AddOn> addOn;

    /** Describes an add-on; see {@link RecipeModule}. */
    protected AddOnModule(String name, String summary, String source, Class<? extends AddOn> addOn, Class<? extends Record> options) {
        super(name, summary, source, options);
        this.addOn = addOn;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), AddOn.class).addBinding().to(addOn);
    }
}
