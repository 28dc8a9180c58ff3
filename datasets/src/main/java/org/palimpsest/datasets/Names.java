package org.palimpsest.datasets;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the name that was probably meant when a wrong one was given. */
public final class Names {
    /** Shorter beginnings fit too many names to be a hint. */
    private static final int SHORTEST_PREFIX = 3;

    /** What is longer was not meant as a name. */
    private static final int LONGEST = 200;
    /** So many names are listed in full where none is near. */
    private static final int MOST_LISTED = 12;
    /** And so many of more. */
    private static final int NEAREST = 5;

    private Names() {}

    /**
     * The valid name nearest to a wrong one: at most a third of its letters (at least one) away in the
     * Damerau-Levenshtein distance, or else the shortest one that it begins. Case is ignored and {@code _} and a blank
     * read as {@code -}. Ties go to the first name in alphabetical order.
     *
     * @param wrong the name as given
     * @param valid the names that exist
     * @return the nearest name, or empty if none is plausibly near
     */
    public static Optional<String> nearest(String wrong, Collection<String> valid) {
        if (wrong.length() > LONGEST) {
            return Optional.empty();
        }
        String given = normal(wrong);
        int best = Math.max(1, given.length() / 3) + 1;
        String nearest = null;
        for (String name : new TreeSet<>(valid)) {
            int distance = distance(given, normal(name));
            if (distance < best) {
                best = distance;
                nearest = name;
            }
        }
        return Optional.ofNullable(nearest).or(() -> begunBy(given, valid));
    }

    /**
     * Words to put behind an error message: {@code " (did you mean 'er-ace'?)"}, or the list of what is valid when
     * nothing is near, or nothing when nothing is valid.
     *
     * @param wrong the name as given
     * @param valid the names that exist
     * @return the words, with a leading blank, or an empty string
     */
    public static String suggestion(String wrong, Collection<String> valid) {
        String near = didYouMean(wrong, valid);
        return near.isEmpty() && !valid.isEmpty() ? " (valid: " + String.join(", ", valid) + ")" : near;
    }

    /**
     * The same where there may be too many valid names to list them all: of more than a dozen, the nearest five.
     *
     * @param all what shows all of them, such as {@code "'palimpsest list methods' shows all"}
     */
    public static String suggestion(String wrong, Collection<String> valid, String all) {
        if (valid.size() <= MOST_LISTED || nearest(wrong, valid).isPresent()) {
            return suggestion(wrong, valid);
        }
        String given = normal(wrong.substring(0, Math.min(LONGEST, wrong.length())));
        Comparator<String> nearestFirst = Comparator.comparing((String name) -> !normal(name).contains(given))
                .thenComparing(name -> distance(given, normal(name))).thenComparing(Comparator.naturalOrder());
        return " (nearest of " + valid.size() + ": "
                + valid.stream().sorted(nearestFirst).limit(NEAREST).collect(Collectors.joining(", ")) + "; " + all + ")";
    }

    /** The same for a message that lists the valid names itself: nothing when nothing is near. */
    public static String didYouMean(String wrong, Collection<String> valid) {
        return nearest(wrong, valid).map(name -> " (did you mean '" + name + "'?)").orElse("");
    }

    private static Optional<String> begunBy(String given, Collection<String> valid) {
        if (given.length() < SHORTEST_PREFIX) {
            return Optional.empty();
        }
        return new TreeSet<>(valid).stream()
                .filter(name -> normal(name).startsWith(given))
                .reduce((shortest, name) -> name.length() < shortest.length() ? name : shortest);
    }

    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** A name with every accent in one character with its letter: names that look the same are then the same. */
    public static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string alignment). */
    static int distance(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substitution = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, 1 + Math.min(last[j], row[j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }
        return row[to.length()];
    }
}
