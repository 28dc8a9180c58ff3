package org.palimpsest.results.board;

import java.util.regex.Pattern;

/** Decimal numbers as files have them; what Java takes for a number besides is none to anybody else. */
public final class Decimal {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
    private static final int MOST_DIGITS = 15;
    private static final double[] POWERS = new double[MOST_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = 10 * POWERS[i - 1];
        }
    }

    private Decimal() {}

    /** The number that a text is; NaN if it is none. */
    public static double parse(String text) {
        long digits = 0;
        int count = 0;
        int point = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && count < MOST_DIGITS) {
                digits = 10 * digits + c - '0';
                count++;
            } else if (c == '.' && point < 0 && count > 0) {
                point = i;
            } else {
                return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            }
        }
        // both are exact, so that their quotient is rounded once: the nearest there is
        return count == 0 ? Double.NaN : digits / POWERS[point < 0 ? 0 : text.length() - 1 - point];
    }
}
