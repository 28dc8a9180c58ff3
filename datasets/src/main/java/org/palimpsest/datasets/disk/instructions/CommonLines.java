package org.palimpsest.datasets.disk.instructions;

import java.util.List;
import java.util.stream.Stream;
import org.palimpsest.datasets.text.InstructionExample;

/**
 * Where no example of a set has an instruction of its own, as prompts have none, the whole lines that all inputs begin with are their
 * instruction. Instruction, line end and input make the prompt again.
 *
 * @param length how many characters these lines have, with their ends
 */
record CommonLines(int length) {
    /** Those of a set. */
    static CommonLines of(List<InstructionExample> train, List<InstructionExample> test) {
        boolean own = Stream.of(train, test).flatMap(List::stream).anyMatch(example -> !example.instruction().isEmpty());
        if (own || train.size() < 2) {
            return new CommonLines(0);
        }
        String first = train.get(0).input();
        int common = Stream.of(train, test).flatMap(List::stream).mapToInt(example -> common(first, example.input())).min().orElse(0);
        int lines = first.lastIndexOf('\n', common - 1) + 1;
        return new CommonLines(first.substring(0, lines).isBlank() ? 0 : lines);
    }

    private static int common(String one, String other) {
        int i = 0;
        while (i < one.length() && i < other.length() && one.charAt(i) == other.charAt(i)) {
            i++;
        }
        return i;
    }

    /** Examples with these lines in the place of the instruction. */
    List<InstructionExample> moved(List<InstructionExample> examples) {
        return length == 0 ? examples : examples.stream().map(example -> new InstructionExample(
                example.input().substring(0, length - 1), example.input().substring(length), example.answers())).toList();
    }
}
