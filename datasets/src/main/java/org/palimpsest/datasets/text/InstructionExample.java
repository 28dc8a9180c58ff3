package org.palimpsest.datasets.text;

import java.util.List;

/**
 * One thing to ask and how to answer it.
 *
 * @param instruction what to do, the same for many examples; empty where the input says it all
 * @param input what to do it with; empty where the instruction says it all
 * @param answers the right answers, at least one and none blank; the first is what is trained on
 */
public record InstructionExample(String instruction, String input, List<String> answers) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if nothing is asked, there is no answer, or one is blank
     */
    public InstructionExample {
        answers = List.copyOf(answers);
        if (instruction.isBlank() && input.isBlank()) {
            throw new IllegalArgumentException("neither an instruction nor an input");
        }
        if (answers.isEmpty() || answers.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(answers.isEmpty() ? "no answer" : "a blank answer");
        }
    }

    /** What is trained on. */
    public String answer() {
        return answers.get(0);
    }
}
