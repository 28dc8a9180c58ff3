package org.palimpsest.results.text;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether an answer is one of the right ones. */
public final class ExactMatch {
    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
    private static final Pattern ARTICLES = Pattern.compile("\\b(a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private ExactMatch() {}

    /** Whether it is one of them, but for blanks and line ends around it. */
    public static boolean strict(String given, List<String> answers) {
        String stripped = given.strip();
        return answers.stream().anyMatch(answer -> answer.strip().equals(stripped));
    }

    /**
     * Whether it is one of them as SQuAD compares: in lower case, without ASCII's punctuation and English articles, with single blanks.
     * Rajpurkar et al., "SQuAD: 100,000+ Questions for Machine Comprehension of Text", EMNLP 2016, section 6.1.
     */
    public static boolean normalised(String given, List<String> answers) {
        String normal = normal(given);
        return answers.stream().anyMatch(answer -> normal(answer).equals(normal));
    }

    private static String normal(String text) {
        String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return BLANKS.matcher(ARTICLES.matcher(bare).replaceAll(" ")).replaceAll(" ").strip();
    }
}
