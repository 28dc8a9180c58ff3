package org.palimpsest.harness.instructions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;
import org.palimpsest.harness.api.text.Tokenizer;

/**
 * A tokenizer whose tokens are words, numbered from 10 as they come; 0 fills up, 1 begins if anything does, 2 ends.
 *
 * @param begin what texts begin with
 * @param known words so far
 */
record Words(OptionalInt begin, List<String> known) implements Tokenizer {
    static final int FIRST = 10;
    static final int BEGIN = 1;
    static final int END = 2;

    /** Texts that begin with a mark. */
    static Words begun() {
        return new Words(OptionalInt.of(BEGIN), new ArrayList<>());
    }

    /** Texts that begin with their first word. */
    static Words bare() {
        return new Words(OptionalInt.empty(), new ArrayList<>());
    }

    /** An example. */
    static InstructionExample example(String instruction, String input, String... answers) {
        return new InstructionExample(instruction, input, List.of(answers));
    }

    /** A set of examples that are both trained and tested on. */
    static InstructionSet set(String id, List<String> options, InstructionExample... examples) {
        return new InstructionSet(id, List.of(examples), List.of(examples), options, "en");
    }

    @Override
    public int[] encode(String text) {
        return text.isBlank() ? new int[0] : Arrays.stream(text.strip().split("\\s+")).mapToInt(this::number).toArray();
    }

    private int number(String word) {
        if (!known.contains(word)) {
            known.add(word);
        }
        return FIRST + known.indexOf(word);
    }

    @Override
    public String decode(int... tokens) {
        return Arrays.stream(tokens).filter(token -> token >= FIRST).mapToObj(token -> known.get(token - FIRST)).collect(Collectors.joining(" "));
    }

    @Override
    public int vocabulary() {
        return FIRST + known.size();
    }

    @Override
    public int padding() {
        return 0;
    }

    @Override
    public int end() {
        return END;
    }

    @Override
    public String sha256() {
        return "0".repeat(64);
    }
}
