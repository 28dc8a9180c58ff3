package org.palimpsest.results.text;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** What characters are to whoever counts or parts words. */
final class Characters {
    /** Scripts that are written without blanks between words. */
    private static final Set<UnicodeScript> UNPARTED = EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.THAI,
            UnicodeScript.LAO, UnicodeScript.KHMER, UnicodeScript.MYANMAR);

    private Characters() {}

    /** Whether it is a letter, mark or number of Unicode. */
    static boolean isWritten(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK, Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetter(codePoint);
        };
    }

    /** Whether a word may begin and end at it, since nothing shows where words do. */
    static boolean standsAlone(int codePoint) {
        return UNPARTED.contains(UnicodeScript.of(codePoint));
    }
}
