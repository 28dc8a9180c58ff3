package org.palimpsest.harness.instructions;

import static org.palimpsest.harness.instructions.Words.example;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.List;
import org.palimpsest.datasets.text.InstructionSet;
import org.testng.annotations.Test;

public class LessonsTest {
    private static final InstructionSet MOODS = Words.set("moods", List.of("good", "bad"), example("Which mood?", "a", "good"),
            example("Tell the mood.", "b", "bad"), example("Which mood?", "c", "good"), example("", "d", "bad"));
    private static final InstructionSet MARKS = Words.set("marks", List.of("bad", "fair", "good"), example("Which mark?", "e", "fair"));
    private static final InstructionSet FREE = Words.set("free", List.of(), example("Go on.", "f", "and so on"));

    private final Lessons lessons = new Lessons(List.of(MOODS, MARKS));

    @Test
    public void answersAreNumberedAsTheyComeAndOnce() {
        assertEquals(lessons.answers(), List.of("good", "bad", "fair"));
        assertEquals(lessons.number("fair"), 2);
        assertEquals(lessons.options(0), new int[] {0, 1});
        assertEquals(lessons.options(1), new int[] {1, 2, 0}, "in the order of the task");
    }

    @Test
    public void oneTaskOfFreeTextHasToBeWritten() {
        assertTrue(lessons.chosen());
        Lessons mixed = new Lessons(List.of(MOODS, FREE));
        assertFalse(mixed.chosen());
        assertEquals(mixed.options(1), new int[0]);
        assertEquals(mixed.answers(), List.of("good", "bad"));
    }

    @Test
    public void eachInstructionIsNamedOnceAndNoneThatSaysNothing() {
        assertEquals(lessons.instructions(0), List.of("Which mood?", "Tell the mood."));
        assertEquals(lessons.instructions(1), List.of("Which mark?"));
    }
}
