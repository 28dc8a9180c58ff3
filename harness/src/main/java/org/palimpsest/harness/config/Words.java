package org.palimpsest.harness.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Enum constants as users write them: {@code CLASS_INCREMENTAL} is {@code class-incremental}. */
public final class Words {
    private Words() {}

    /** How users write a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> all(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(c -> of((Enum<?>) c)).toList();
    }

    static Object constant(Class<?> type, String word) {
        return Arrays.stream(type.getEnumConstants()).filter(c -> of((Enum<?>) c).equals(word)).findFirst().orElse(null);
    }
}
