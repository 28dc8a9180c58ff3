package org.palimpsest.harness.config;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Numbers as users write them: decimal, with the digits 0 to 9. Java would also read {@code 1d}, {@code 0x1p-4}, the digits of other
 * scripts, and {@code 010} as ten where YAML once read eight.
 */
public final class Numerals {
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]*)");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private Numerals() {}

    /** Whether a text is a whole number, of whatever size. */
    static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    /** Whether a text is a number, of whatever size. */
    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** The whole number that a text is; empty if it is none, or too large. */
    public static OptionalLong whole(String text) {
        try {
            return isWhole(text) ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.empty();
        }
    }

    /** The number that a text is, which may be too large to be finite; empty if it is none. */
    public static OptionalDouble decimal(String text) {
        return isDecimal(text) ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }
}
