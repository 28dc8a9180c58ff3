package org.palimpsest.datasets.disk.instructions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A form of examples with a key for each part.
 *
 * @param instruction the key of the instruction; empty if there is none
 * @param input the key of the input
 * @param answer the key of the answer, or of a list of answers
 */
record PairForm(String instruction, String input, String answer) {
    /** That of the instances of Super-NaturalInstructions, too. */
    static final PairForm INPUT_OUTPUT = new PairForm("instruction", "input", "output");

    private static final List<PairForm> ALL = List.of(INPUT_OUTPUT, new PairForm("instruction", "context", "response"),
            new PairForm("", "prompt", "answer"), new PairForm("", "prompt", "completion"), new PairForm("", "sentence", "label"));

    /** The form that most keys of an object belong to; empty if none does. */
    static Optional<PairForm> nearest(JsonNode object) {
        return ALL.stream().filter(form -> form.count(object) > 0)
                .max(Comparator.<PairForm>comparingLong(form -> form.count(object)).thenComparing(form -> -ALL.indexOf(form)));
    }

    private long count(JsonNode object) {
        return Stream.of(instruction, input, answer).filter(object::has).count();
    }

    /** All forms, for people. */
    static String words() {
        return ALL.stream().map(PairForm::toString).collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return Stream.of(instruction, input, answer).filter(key -> !key.isEmpty()).collect(Collectors.joining(", "));
    }
}
