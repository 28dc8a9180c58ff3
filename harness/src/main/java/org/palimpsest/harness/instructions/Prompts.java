package org.palimpsest.harness.instructions;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.harness.api.text.Tokenizer;

/**
 * Turns examples into what a model reads. A model that chooses reads begin, prompt and end; one that writes reads begin and prompt, and is trained to go on
 * with the answer and the end.
 *
 * @param tokenizer of the model
 * @param template with {instruction} and {input}
 * @param length most tokens of all that is read and written
 * @param cut what is left out of a prompt that is too long
 * @param answerTokens most tokens of an answer, the end included; 0 for a model that chooses
 */
record Prompts(Tokenizer tokenizer, String template, int length, Cut cut, int answerTokens) {
    private static final String INSTRUCTION = "{instruction}";
    private static final Pattern PARTS = Pattern.compile(Pattern.quote(INSTRUCTION) + "|" + Pattern.quote("{input}"));

    /**
     * What is read.
     *
     * @param tokens all of it
     * @param cut whether something of the prompt was left out
     */
    record Prompt(int[] tokens, boolean cut) {}

    /** Whether the model writes its answers. */
    boolean written() {
        return answerTokens > 0;
    }

    /** What is read of an example before it is answered. */
    Prompt prompt(InstructionExample example) {
        return prompt(filled(template, example) + (template.endsWith("\n") ? "\n" : ""));
    }

    /** A template with the parts of an example in their places, whatever is in these, and without blanks around it. */
    static String filled(String template, InstructionExample example) {
        return PARTS.matcher(template).replaceAll(part -> Matcher.quoteReplacement(
                part.group().equals(INSTRUCTION) ? example.instruction() : example.input())).strip();
    }

    /** What is read of a text. */
    Prompt prompt(String text) {
        int[] tokens = tokenizer.encode(text);
        int marks = (tokenizer.begin().isPresent() ? 1 : 0) + (written() ? answerTokens : 1);
        int room = Math.max(1, length - marks);
        boolean tooLong = tokens.length > room;
        if (tooLong) {
            tokens = cut == Cut.END ? Arrays.copyOf(tokens, room) : Arrays.copyOfRange(tokens, tokens.length - room, tokens.length);
        }
        IntStream marked = IntStream.concat(tokenizer.begin().stream(), Arrays.stream(tokens));
        return new Prompt((written() ? marked : IntStream.concat(marked, IntStream.of(tokenizer.end()))).toArray(), tooLong);
    }

    /** What a model that writes is trained to go on with: the answer, cut where it is too long, and the end. */
    int[] answer(InstructionExample example) {
        int[] tokens = tokenizer.encode(example.answer());
        return IntStream.concat(Arrays.stream(tokens).limit(answerTokens - 1L), IntStream.of(tokenizer.end())).toArray();
    }
}
