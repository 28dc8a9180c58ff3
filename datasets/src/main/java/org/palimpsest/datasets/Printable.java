package org.palimpsest.datasets;

/** Text from files and arguments as it may be shown: what would move a cursor, colour, reorder or forge lines is spelt out instead. */
public final class Printable {
    private static final int ENOUGH = 300;

    private Printable() {}

    /** One line that shows a text, with every control character spelt out. */
    public static String of(String text) {
        if (text.chars().noneMatch(Printable::isControl)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.chars().forEach(c -> append((char) c, shown));
        return shown.toString();
    }

    /** The same of a text that may be of any length: its beginning alone, if it is long. */
    public static String brief(String text) {
        return text.length() <= ENOUGH ? of(text) : of(text.substring(0, ENOUGH)) + "... (" + text.length() + " characters)";
    }

    /** Whether a character has no shape of its own but an effect: control characters, marks of line ends and of the direction of writing. */
    public static boolean isControl(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\u200e' || c == '\u200f'
                || c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
    }

    /** Spells a control character out, as Java, JSON and YAML do, and leaves any other as it is. */
    public static void append(char c, StringBuilder shown) {
        if (!isControl(c)) {
            shown.append(c);
        } else if (c == '\n') {
            shown.append("\\n");
        } else if (c == '\t') {
            shown.append("\\t");
        } else {
            String digits = Integer.toHexString(c);
            shown.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
        }
    }
}
