package org.palimpsest.harness.instructions;

import static org.palimpsest.harness.instructions.Words.example;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;
import org.palimpsest.harness.instructions.Exam.Question;
import org.testng.annotations.Test;

public class ExamTest {
    /** Ten examples of 1 to 10 words, the longest first. */
    private static final InstructionSet TEN = Words.set("ten", List.of(), IntStream.range(0, 10)
            .mapToObj(i -> example("", "w ".repeat(10 - i), "a" + i)).toArray(InstructionExample[]::new));
    private static final InstructionSet THREE = Words.set("three", List.of(), Stream.of("c", "b", "d").map(text -> example("", text, text))
            .toArray(InstructionExample[]::new));

    private static Exam exam(int most, int length) {
        return Exam.of(new Lessons(List.of(TEN, THREE)), new Prompts(Words.begun(), "{input}", length, Cut.END, 0), most);
    }

    private static List<String> answers(List<Question> questions) {
        return questions.stream().map(question -> question.example().answer()).toList();
    }

    @Test
    public void theShortestComeFirstAndTheOthersAsTheyAre() {
        Exam exam = exam(Exam.ALL, 20);
        assertEquals(answers(exam.tasks().get(0)), IntStream.range(0, 10).mapToObj(i -> "a" + (9 - i)).toList());
        assertEquals(answers(exam.tasks().get(1)), List.of("c", "b", "d"));
        assertEquals(exam.tasks().get(0).get(0).prompt().tokens().length, 3, "begin, a word, end");
    }

    @Test
    public void someAreSpreadEvenlyOverThem() {
        List<Question> five = exam(5, 20).tasks().get(0);
        assertEquals(new HashSet<>(answers(five)), new HashSet<>(List.of("a0", "a2", "a4", "a6", "a8")));
        assertEquals(answers(five), answers(five.stream().sorted(Comparator.comparing(question -> question.prompt().tokens().length)).toList()));
        assertEquals(exam(4, 20).tasks().get(0).size(), 4);
        assertEquals(answers(exam(4, 20).tasks().get(1)), List.of("c", "b", "d"), "of fewer all");
    }

    @Test
    public void noneAreAskedWhereNoneAreWanted() {
        assertEquals(exam(0, 20).tasks(), List.of(List.of(), List.of()));
    }

    @Test
    public void longPromptsAreCut() {
        List<Question> questions = exam(Exam.ALL, 6).tasks().get(0);
        assertEquals(questions.stream().filter(question -> question.prompt().cut()).count(), 6L);
        assertTrue(questions.stream().allMatch(question -> question.prompt().tokens().length <= 6));
    }
}
