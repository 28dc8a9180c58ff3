package org.palimpsest.results.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Which of some options a free answer means. It is, in this order, the option that the answer is; the one that it is but for case,
 * punctuation and blanks; the longest one whose words it begins with; the only one whose words are in it, where an option that stands
 * within a longer one ({@code positive} in {@code very positive}) is not in it by that. Else the answer means none.
 *
 * <p>Words are runs of letters, marks and numbers; a character of a script without blanks between words is one by itself. An option that
 * is a single ASCII letter is found among other words only in its own case, since {@code a} is an article; options that differ in nothing
 * but case, punctuation and blanks are told apart only by being the answer as it is.
 */
public final class OptionMatch {
    private final List<String> options;
    private final List<Word[]> words;
    private final int[] longestFirst;

    /** A word as it is and in lower case. */
    private record Word(String text, String lower) {}

    /**
     * Options to choose from.
     *
     * @param options at least one, in the order of their numbers
     * @throws IllegalArgumentException if there is none
     */
    public OptionMatch(List<String> options) {
        if (options.isEmpty()) {
            throw new IllegalArgumentException("no options");
        }
        this.options = options.stream().map(String::strip).toList();
        this.words = distinct(this.options);
        this.longestFirst = IntStream.range(0, options.size()).boxed().sorted(Comparator.comparingInt((Integer o) -> -words.get(o).length))
                .mapToInt(o -> o).toArray();
    }

    /** The words of each option; none of those that have the same. */
    private static List<Word[]> distinct(List<String> options) {
        Map<List<String>, Integer> counts = new HashMap<>();
        options.forEach(option -> counts.merge(lower(words(option)), 1, Integer::sum));
        return options.stream().map(OptionMatch::words).map(own -> counts.get(lower(own)) == 1 ? own : new Word[0]).toList();
    }

    private static List<String> lower(Word[] words) {
        return List.of(words).stream().map(Word::lower).toList();
    }

    /**
     * The option that an answer means.
     *
     * @param given what was answered, possibly nothing
     * @return its number, from 0; empty if it is none, or not clear which
     */
    public OptionalInt of(String given) {
        int same = options.indexOf(given.strip());
        if (same >= 0) {
            return OptionalInt.of(same);
        }
        Word[] said = words(given);
        for (int option : longestFirst) {
            Word[] own = words.get(option);
            // a single letter, too, if nothing else is said
            if (isAt(0, said, own) || own.length == 1 && said.length == 1 && own[0].lower.equals(said[0].lower)) {
                return OptionalInt.of(option);
            }
        }
        return within(said);
    }

    private OptionalInt within(Word[] said) {
        boolean[] taken = new boolean[said.length];
        int found = -1;
        for (int option : longestFirst) {
            if (!takes(words.get(option), said, taken)) {
                continue;
            }
            if (found >= 0) {
                return OptionalInt.empty();
            }
            found = option;
        }
        return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /** Whether an option stands somewhere where no longer one does; marks the words that it stands on. */
    private static boolean takes(Word[] option, Word[] said, boolean[] taken) {
        boolean stands = false;
        for (int i = 0; i + option.length <= said.length; i++) {
            if (!isAt(i, said, option)) {
                continue;
            }
            for (int w = i; w < i + option.length; w++) {
                stands |= !taken[w];
                taken[w] = true;
            }
        }
        return stands;
    }

    private static boolean isAt(int place, Word[] said, Word[] option) {
        if (option.length == 0 || place + option.length > said.length) {
            return false;
        }
        if (option.length == 1 && option[0].text.length() == 1 && option[0].text.charAt(0) < 128) {
            return said[place].text.equals(option[0].text);
        }
        for (int w = 0; w < option.length; w++) {
            if (!said[place + w].lower.equals(option[w].lower)) {
                return false;
            }
        }
        return true;
    }

    private static Word[] words(String text) {
        List<Word> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean alone = Characters.standsAlone(c);
            if (alone || !Characters.isWritten(c)) {
                end(word, words);
            }
            if (Characters.isWritten(c)) {
                word.appendCodePoint(c);
            }
            if (alone) {
                end(word, words);
            }
        });
        end(word, words);
        return words.toArray(Word[]::new);
    }

    private static void end(StringBuilder word, List<Word> words) {
        if (word.length() > 0) {
            words.add(new Word(word.toString(), word.toString().toLowerCase(Locale.ROOT)));
            word.setLength(0);
        }
    }
}
