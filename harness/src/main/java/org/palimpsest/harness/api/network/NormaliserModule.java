package org.palimpsest.harness.api.network;

import ai.djl.nn.Block;
import java.util.List;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.RecipeModule;

/**
 * Announces a way to normalise activations, found by {@link java.util.ServiceLoader} like a method. It is chosen by a benchmark
 * ({@code normaliser: cn}), or by an add-on of its name ({@code er+cn}), which then replaces the benchmark's.
 *
 * @param <O> record of options
 */
public abstract class NormaliserModule<O extends Record> extends AddOnModule<O> {
    /** Describes a normaliser; see {@link RecipeModule}. */
    protected NormaliserModule(String name, String summary, String source, Class<O> options) {
        super(name, summary, source, options);
    }

    /**
     * Builds what fills one {@link Norm}, not initialised.
     *
     * @param options the options as set
     * @return a block from shape (n, channels, ...) to the same shape; a {@link Normaliser} if it wants to know of tasks or adds to the loss
     */
    protected abstract Block build(O options);

    /** Whether it has to know the task of every example, which a label does not tell where tasks share their labels. */
    public boolean needsTasks() {
        return false;
    }

    @Override
    protected final Block rebuild(Block backbone, O options) {
        List<Norm> norms = Norm.in(backbone);
        if (norms.isEmpty()) {
            throw new IllegalArgumentException("there is no normalisation in it that could be exchanged");
        }
        norms.forEach(norm -> norm.fill(build(options)));
        return backbone;
    }
}
