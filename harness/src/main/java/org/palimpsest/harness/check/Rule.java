package org.palimpsest.harness.check;

import java.util.Optional;
import java.util.function.BiFunction;
import org.palimpsest.harness.plugins.Plugins;

/**
 * What every method must keep to.
 *
 * @param id its name: lower-case letters and hyphens
 * @param summary what is asked, in one line
 * @param comparing whether it compares runs, which says nothing of a method that never does the same twice
 * @param check tries it: empty if it is kept, or if not asked of this method
 */
record Rule(String id, String summary, boolean comparing, BiFunction<Plugins.Recipe, Laboratory, Optional<Breach>> check) {
    /** A rule that looks at single runs. */
    Rule(String id, String summary, BiFunction<Plugins.Recipe, Laboratory, Optional<Breach>> check) {
        this(id, summary, false, check);
    }

    /**
     * That a rule is not kept, or could not be tried.
     *
     * @param expected what was expected
     * @param happened what happened
     */
    record Breach(String expected, String happened) {}
}
