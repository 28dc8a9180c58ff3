package org.palimpsest.results.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * ROUGE-L: the F-measure, 2PR / (P + R), of the longest common subsequence of two texts, which is P of the tokens of the answer that was
 * given and R of those of the right one. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004, section 3.1, with beta = 1.
 * Where several answers are right, the best counts; a text without tokens scores 0.
 */
public final class RougeL {
    private RougeL() {}

    /**
     * By words, to the last digit as Python's {@code rouge-score} 0.1.2 has it without stemming: tokens are runs of a-z and 0-9 in lower
     * case, and everything else parts them. So texts in other scripts have no tokens and score 0, even where they are the same.
     *
     * @param given what was answered, possibly nothing
     * @param answers the right answers, at least one
     * @return from 0 to 1
     */
    public static double words(String given, List<String> answers) {
        return best(given, answers, RougeL::wordsOf);
    }

    /**
     * By characters: every letter, mark and digit of any script, in lower case, is a token; blanks, punctuation and symbols are none.
     *
     * @param given what was answered, possibly nothing
     * @param answers the right answers, at least one
     * @return from 0 to 1
     */
    public static double characters(String given, List<String> answers) {
        return best(given, answers, RougeL::charactersOf);
    }

    private static double best(String given, List<String> answers, Function<String, List<?>> tokens) {
        Map<Object, Integer> ids = new HashMap<>();
        int[] own = numbered(tokens.apply(given), ids);
        return answers.stream().mapToDouble(answer -> score(own, numbered(tokens.apply(answer), ids))).max().orElseThrow();
    }

    private static double score(int[] given, int[] answer) {
        if (given.length == 0 || answer.length == 0) {
            return 0;
        }
        int common = CommonSubsequence.length(given, answer);
        double precision = (double) common / given.length;
        double recall = (double) common / answer.length;
        return common == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static int[] numbered(List<?> tokens, Map<Object, Integer> ids) {
        return tokens.stream().mapToInt(token -> ids.computeIfAbsent(token, t -> ids.size())).toArray();
    }

    private static List<String> wordsOf(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= lower.length(); i++) {
            boolean inside = i < lower.length() && isPlain(lower.charAt(i));
            if (inside && start < 0) {
                start = i;
            } else if (!inside && start >= 0) {
                words.add(lower.substring(start, i));
                start = -1;
            }
        }
        return words;
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    private static List<Integer> charactersOf(String text) {
        return text.toLowerCase(Locale.ROOT).codePoints().filter(Characters::isWritten).boxed().toList();
    }
}
