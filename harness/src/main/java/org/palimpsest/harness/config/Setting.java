package org.palimpsest.harness.config;

import java.util.Optional;
import org.palimpsest.datasets.Problems;

/**
 * One {@code --set key=value}.
 *
 * @param key dotted path, name of an option, or {@code recipe.option}
 * @param value text
 */
record Setting(String key, String value) {
    static final String SOURCE = "--set";

    static Optional<Setting> parse(String text, Problems problems) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            problems.at(SOURCE).add(text, "", "must look like key=value");
            return Optional.empty();
        }
        return Optional.of(new Setting(text.substring(0, equals).strip(), text.substring(equals + 1).strip()));
    }
}
