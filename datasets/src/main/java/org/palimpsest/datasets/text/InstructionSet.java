package org.palimpsest.datasets.text;

import java.util.HashSet;
import java.util.List;

/**
 * One set of instruction data, which is a task of its own in most streams.
 *
 * @param id its name, as its files or authors give it
 * @param train the examples to train on
 * @param test the examples to test on
 * @param options the answers there are to choose from, in a fixed order; empty where answers are free text
 * @param language the language of the answers as ISO 639-1 has it, such as {@code en} or {@code zh}; empty if it is not known
 */
public record InstructionSet(String id, List<InstructionExample> train, List<InstructionExample> test, List<String> options, String language) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if it has no name, or two options are the same or one is blank
     */
    public InstructionSet {
        train = List.copyOf(train);
        test = List.copyOf(test);
        options = List.copyOf(options);
        if (id.isBlank()) {
            throw new IllegalArgumentException("a set of instructions needs a name");
        }
        if (options.stream().anyMatch(String::isBlank) || new HashSet<>(options).size() < options.size()) {
            throw new IllegalArgumentException(id + ": options must be distinct and none may be blank");
        }
    }
}
