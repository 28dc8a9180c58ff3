package org.palimpsest.results.text;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The scores of free answers, each from 0 to 1, where 1 is best. */
public enum AnswerScore {
    /** Whether it is an answer, see {@link ExactMatch#strict}. */
    EXACT_MATCH("exact_match") {
        @Override
        public double of(String given, List<String> answers) {
            return ExactMatch.strict(given, answers) ? 1 : 0;
        }
    },
    /** Whether it is an answer but for case, articles and punctuation, see {@link ExactMatch#normalised}. */
    NORMALISED_MATCH("normalised_match") {
        @Override
        public double of(String given, List<String> answers) {
            return ExactMatch.normalised(given, answers) ? 1 : 0;
        }
    },
    /** How much of its words is in an answer in the same order, see {@link RougeL#words}. */
    ROUGE_L("rouge_l") {
        @Override
        public double of(String given, List<String> answers) {
            return RougeL.words(given, answers);
        }
    },
    /** The same of its characters, for languages that are not written in ASCII's letters, see {@link RougeL#characters}. */
    ROUGE_L_CHARS("rouge_l_chars") {
        @Override
        public double of(String given, List<String> answers) {
            return RougeL.characters(given, answers);
        }
    };

    private final String id;

    AnswerScore(String id) {
        this.id = id;
    }

    /** The name by which tables and files speak of it. */
    public String id() {
        return id;
    }

    /** The score of an id; empty if there is none. */
    public static Optional<AnswerScore> find(String id) {
        return Arrays.stream(values()).filter(score -> score.id.equals(id)).findFirst();
    }

    /**
     * The score of an answer.
     *
     * @param given what was answered, possibly nothing
     * @param answers the right answers, at least one; the best of them counts
     * @return from 0 to 1
     */
    public abstract double of(String given, List<String> answers);
}
