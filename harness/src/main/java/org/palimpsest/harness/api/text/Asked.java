package org.palimpsest.harness.api.text;

import java.util.List;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Oracle;

/**
 * What is asked of a learner, in words, by the examples of one task.
 *
 * @param instructions those that occur, each once, in the order of their first use; a learner may tell tasks apart by them
 * @param task number of the task, from 0: told in training; when answers are asked for, only to an {@linkplain Oracle oracle}
 */
public record Asked(List<String> instructions, OptionalInt task) {
    /** Copies the list. */
    public Asked {
        instructions = List.copyOf(instructions);
    }
}
