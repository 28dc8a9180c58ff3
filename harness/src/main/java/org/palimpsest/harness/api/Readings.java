package org.palimpsest.harness.api;

/** Takes numbers that a method or an add-on reads off itself while it learns, for the table of gauges: how often a rule fell back, say. */
public interface Readings {
    /**
     * A number, of the task that is being learned or was learned last; to be told at most once in a task, at its end.
     *
     * @param quantity lower-case letters, digits, dots and hyphens; begins with the name of the recipe, e.g. {@code ema.fallbacks}
     * @param value finite
     */
    void read(String quantity, double value);
}
