package org.palimpsest.harness.instructions;

import static org.palimpsest.harness.instructions.Words.example;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.harness.instructions.Prompts.Prompt;
import org.testng.annotations.Test;

public class PromptsTest {
    private static final InstructionExample EXAMPLE = example("Name it.", "one two three four", "the right answer");

    /** Of a model that chooses if an answer has no tokens. */
    private static Prompts prompts(Words words, String template, int length, Cut cut, int answerTokens) {
        words.encode("Name it. one two three four"); // 10 to 15
        return new Prompts(words, template, length, cut, answerTokens);
    }

    private static int[] tokens(Words words, int length, Cut cut, int answerTokens) {
        return prompts(words, "{instruction} {input}", length, cut, answerTokens).prompt(EXAMPLE).tokens();
    }

    @Test
    public void aModelThatChoosesReadsBetweenMarks() {
        assertEquals(tokens(Words.begun(), 8, Cut.END, 0), new int[] {1, 10, 11, 12, 13, 14, 15, 2});
        assertEquals(tokens(Words.bare(), 8, Cut.END, 0), new int[] {10, 11, 12, 13, 14, 15, 2});
    }

    @Test
    public void aModelThatWritesGoesOn() {
        assertEquals(tokens(Words.begun(), 11, Cut.END, 4), new int[] {1, 10, 11, 12, 13, 14, 15});
        assertEquals(tokens(Words.bare(), 10, Cut.END, 4), new int[] {10, 11, 12, 13, 14, 15});
    }

    @Test
    public void whatIsTooLongIsCutAtTheSideThatIsSaid() {
        assertEquals(tokens(Words.begun(), 6, Cut.END, 0), new int[] {1, 10, 11, 12, 13, 2});
        assertEquals(tokens(Words.begun(), 6, Cut.START, 0), new int[] {1, 12, 13, 14, 15, 2});
        assertEquals(tokens(Words.bare(), 7, Cut.END, 4), new int[] {10, 11, 12});
        assertEquals(tokens(Words.bare(), 7, Cut.START, 4), new int[] {13, 14, 15});
    }

    @Test
    public void whetherSomethingWasCutIsSaid() {
        assertFalse(prompts(Words.begun(), "{input}", 6, Cut.END, 0).prompt(EXAMPLE).cut());
        assertTrue(prompts(Words.begun(), "{input}", 5, Cut.END, 0).prompt(EXAMPLE).cut());
        assertFalse(prompts(Words.bare(), "{input}", 7, Cut.START, 3).prompt(EXAMPLE).cut());
        assertTrue(prompts(Words.bare(), "{input}", 6, Cut.START, 3).prompt(EXAMPLE).cut());
    }

    /** Whatever is cut, prompt and answer go into the length together, and of the prompt there is something left. */
    @Test
    public void thereIsRoomForTheAnswer() {
        for (int length = 6; length < 14; length++) {
            Prompts prompts = prompts(Words.begun(), "{instruction} {input}", length, Cut.END, 4);
            Prompt prompt = prompts.prompt(EXAMPLE);
            assertTrue(prompt.tokens().length >= 2 && prompt.tokens().length + 4 <= length, length + ": " + Arrays.toString(prompt.tokens()));
            assertEquals(prompts.answer(EXAMPLE).length, 4);
        }
    }

    @Test
    public void anAnswerEndsHoweverLongItIs() {
        assertEquals(prompts(Words.begun(), "{input}", 20, Cut.END, 5).answer(EXAMPLE), new int[] {16, 17, 18, 2});
        assertEquals(prompts(Words.begun(), "{input}", 20, Cut.END, 4).answer(EXAMPLE), new int[] {16, 17, 18, 2});
        assertEquals(prompts(Words.begun(), "{input}", 20, Cut.END, 3).answer(EXAMPLE), new int[] {16, 17, 2});
    }

    @Test
    public void whatIsTrainedOnIsTheFirstOfSeveralAnswers() {
        Words words = Words.begun();
        assertEquals(words.decode(prompts(words, "{input}", 20, Cut.END, 5).answer(example("", "x", "first", "second"))), "first");
    }

    @Test
    public void partsStandWhereTheTemplateHasThem() {
        assertEquals(Prompts.filled("Q: {input} ({instruction})\nA:", EXAMPLE), "Q: one two three four (Name it.)\nA:");
        assertEquals(Prompts.filled("{input}{input}", example("", "$1 \\x", "a")), "$1 \\x$1 \\x");
        assertEquals(Prompts.filled("{instruction}\n{input}\n", example("Say something.", "", "a")), "Say something.");
        assertEquals(Prompts.filled("{instruction}\n{input}\n", example("", "x", "a")), "x");
        assertEquals(Prompts.filled("{input}", example("Say something.", "", "a")), "");
    }

    /** An instruction may speak of places as templates have them. */
    @Test
    public void whatIsInAPartIsNoPlace() {
        assertEquals(Prompts.filled("{instruction}: {input}", example("Fill in {input}", "{instruction}", "a")), "Fill in {input}: {instruction}");
    }

    @Test
    public void answersAreReadAsTextsAre() {
        assertEquals(prompts(Words.begun(), "{input}", 8, Cut.END, 0).prompt("Name it.").tokens(), new int[] {1, 10, 11, 2});
    }
}
