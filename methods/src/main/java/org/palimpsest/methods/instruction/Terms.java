package org.palimpsest.methods.instruction;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Numbers the terms of instructions: their words of two characters or more, in lower case, without the commonest of English. Words are what scikit-learn's
 * {@code TfidfVectorizer(stop_words='english')} takes for words.
 */
final class Terms {
    private final Set<String> common = StopWords.english();
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The terms of a text. */
    InstructionTerms of(String text) {
        SortedMap<Integer, Integer> occurrences = new TreeMap<>();
        String lower = text.toLowerCase(Locale.ROOT);
        int begin = 0;
        for (int at = 0; at <= lower.length();) {
            int character = at < lower.length() ? lower.codePointAt(at) : ' ';
            int next = at + Character.charCount(character);
            if (!isOfWord(character)) {
                String word = lower.substring(begin, at);
                if (word.codePointCount(0, word.length()) > 1 && !common.contains(word)) {
                    occurrences.merge(numbers.computeIfAbsent(word, w -> numbers.size()), 1, Integer::sum);
                }
                begin = next;
            }
            at = next;
        }
        return new InstructionTerms(occurrences);
    }

    /** A letter, a number of any kind or an underscore. */
    private static boolean isOfWord(int character) {
        return switch (Character.getType(character)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> character == '_' || Character.isLetter(character);
        };
    }
}
