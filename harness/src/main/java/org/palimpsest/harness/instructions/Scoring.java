package org.palimpsest.harness.instructions;

import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.instructions.Exam.Question;
import org.palimpsest.results.record.Responses;
import org.palimpsest.results.text.AnswerScore;

/** Adds up how good answers are. */
final class Scoring {
    private Responses responses;

    /** Of answers that are to be chosen, or of free text. */
    Scoring(boolean chosen) {
        responses = Responses.none(chosen);
    }

    /** An answer, and what it means among those there are to choose from, if anything. */
    void add(Question question, String answer, Optional<String> option) {
        List<String> right = question.example().answers();
        responses = responses.and(AnswerScore.EXACT_MATCH.of(answer, right) == 1, option.filter(right::contains).isPresent(),
                AnswerScore.ROUGE_L.of(answer, right), AnswerScore.ROUGE_L_CHARS.of(answer, right), question.prompt().cut());
    }

    /** All so far. */
    Responses responses() {
        return responses;
    }
}
