package org.palimpsest.results.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the answers to some examples did.
 *
 * @param n examples
 * @param exact answers that are a right one, word for word, 0..n
 * @param options answers that mean a right one of those there are to choose from, 0..n; -1 where answers are free text
 * @param rougeL sum of ROUGE-L's F-measure over words, each the best over the right answers, in 0..n
 * @param rougeLChars the same over characters
 * @param cut examples whose prompt was too long and was cut, 0..n
 */
public record Responses(int n, int exact, int options, double rougeL, double rougeLChars, int cut) {
    /** None yet, of answers that are to be chosen, or free text. */
    public static Responses none(boolean chosen) {
        return new Responses(0, 0, chosen ? 0 : -1, 0, 0, 0);
    }

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Responses {
        Counts.requireAtLeast("n", n, 0);
        Counts.requireCorrect("exact", exact, n);
        if (options != -1) {
            Counts.requireCorrect("options", options, n);
        }
        Counts.requireCorrect("cut", cut, n);
        requireSum("rouge_l", rougeL, n);
        requireSum("rouge_l_chars", rougeLChars, n);
    }

    private static void requireSum(String name, double sum, int n) {
        if (!(sum >= 0 && sum <= n * (1 + 1e-9))) {
            throw new IllegalArgumentException(name + " is " + sum + ", must be from 0 to " + n);
        }
    }

    /** These and one more. */
    public Responses and(boolean isExact, boolean isOption, double words, double chars, boolean isCut) {
        return new Responses(n + 1, exact + (isExact ? 1 : 0), options == -1 ? -1 : options + (isOption ? 1 : 0), rougeL + words, rougeLChars + chars,
                cut + (isCut ? 1 : 0));
    }

    /** The header of a table of them, after its keys. */
    static String[] columns(String... keys) {
        List<String> all = new ArrayList<>(Arrays.asList(keys));
        all.addAll(List.of("n", "exact", "options", "rouge_l", "rouge_l_chars", "cut"));
        return all.toArray(String[]::new);
    }

    /** The cells of a row, after its keys. */
    Object[] cells(Object... keys) {
        List<Object> all = new ArrayList<>(Arrays.asList(keys));
        all.addAll(List.of(n, exact, options == -1 ? "" : options, rougeL, rougeLChars, cut));
        return all.toArray();
    }

    static Responses read(Cells cells) {
        return new Responses(cells.integer("n"), cells.integer("exact"), cells.text("options").isEmpty() ? -1 : cells.integer("options"), cells.real("rouge_l"),
                cells.real("rouge_l_chars"), cells.integer("cut"));
    }
}
