package org.palimpsest.datasets.disk.instructions;

import java.util.Locale;
import java.util.stream.Stream;

/** Names of languages. */
final class Languages {
    private Languages() {}

    /** The ISO 639-1 code of a language by its English name; empty if it has none. */
    static String code(String english) {
        return Stream.of(Locale.getISOLanguages()).filter(code -> new Locale(code).getDisplayLanguage(Locale.ENGLISH).equalsIgnoreCase(english))
                .findFirst().orElse("");
    }
}
