package org.palimpsest.results.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class AnswerScoreTest {
    /** An answer, the right ones, and its scores in the order of their ids below. */
    @DataProvider
    public Object[][] answers() {
        return new Object[][] {
            {" Rome\n", List.of("Paris", "Rome"), new double[] {1, 1, 1, 1}},
            {"rome", List.of("Rome"), new double[] {0, 1, 1, 1}},
            {"The Rome.", List.of("rome"), new double[] {0, 1, 2.0 / 3, 8.0 / 11}},
            {"罗马", List.of("罗马"), new double[] {1, 1, 0, 1}},
            {"", List.of("Rome"), new double[] {0, 0, 0, 0}},
        };
    }

    @Test(dataProvider = "answers")
    public void scoresAreOfTheBestAnswer(String given, List<String> answers, double[] scores) {
        List<String> ids = List.of("exact_match", "normalised_match", "rouge_l", "rouge_l_chars");
        for (int i = 0; i < scores.length; i++) {
            assertEquals(AnswerScore.find(ids.get(i)).orElseThrow().of(given, answers), scores[i], 1e-15, ids.get(i));
        }
        assertEquals(AnswerScore.values().length, ids.size());
    }

    @Test
    public void anIdIsThatOfItsScore() {
        for (AnswerScore score : AnswerScore.values()) {
            assertEquals(AnswerScore.find(score.id()), Optional.of(score));
        }
        assertTrue(AnswerScore.find("bleu").isEmpty());
    }
}
