package org.palimpsest.harness.api;

import com.google.inject.AbstractModule;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What all that is chosen by name has in common (methods, add-ons, backbones ...): a name, a line of explanation, a source and one record of options.
 *
 * @param <O> record of options
 */
public abstract class RecipeModule<O extends Record> extends AbstractModule {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*\\+{0,2}");

    private final String name;
    private final String summary;
    private final String source;
    private final Class<O> options;

    /**
     * Describes a recipe.
     *
     * @param name lower-case letters, digits and hyphens, e.g. {@code er-ace}; the field's own name where it has one
     * @param summary one line
     * @param source the paper: authors, title or venue, year
     * @param options record whose components carry {@link Doc}, {@link Default} and Jakarta constraints
     */
    protected RecipeModule(String name, String summary, String source, Class<O> options) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name for a recipe: lower-case letters, digits, hyphens");
        }
        this.name = name;
        this.summary = Objects.requireNonNull(summary);
        this.source = Objects.requireNonNull(source);
        this.options = Objects.requireNonNull(options);
    }

    /** The name used in suites and on the command line. */
    public final String name() {
        return name;
    }

    /** What it does, in one line. */
    public final String summary() {
        return summary;
    }

    /** The paper it comes from. */
    public final String source() {
        return source;
    }

    /** The record of its options; an instance of it is bound for injection. */
    public final Class<O> options() {
        return options;
    }

    /** An instance of {@link #options()}, as such. */
    protected final O own(Record given) {
        return options.cast(given);
    }
}
