package org.palimpsest.harness.instructions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.palimpsest.datasets.text.InstructionDigest;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;

/**
 * What a stream of instructions teaches, and how its answers are numbered: in the order of the tasks and, within a task, of its options. An answer of several
 * tasks has one number.
 */
final class Lessons {
    private final List<InstructionSet> tasks;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<String> answers;
    private final List<List<String>> instructions;
    private final String digest;

    /** These tasks. */
    Lessons(List<InstructionSet> tasks) {
        this.tasks = List.copyOf(tasks);
        this.tasks.forEach(task -> task.options().forEach(option -> numbers.putIfAbsent(option, numbers.size())));
        answers = List.copyOf(numbers.keySet());
        instructions = this.tasks.stream().map(Lessons::instructions).toList();
        digest = InstructionDigest.of(this.tasks);
    }

    private static List<String> instructions(InstructionSet task) {
        return Stream.of(task.train(), task.test()).flatMap(List::stream).map(InstructionExample::instruction)
                .filter(text -> !text.isBlank()).distinct().toList();
    }

    /** The tasks, in their order. */
    List<InstructionSet> tasks() {
        return tasks;
    }

    /** Whether all answers are to be chosen. */
    boolean chosen() {
        return tasks.stream().noneMatch(task -> task.options().isEmpty());
    }

    /** All answers that there are to choose from, by number. */
    List<String> answers() {
        return answers;
    }

    /** The number of an answer. */
    int number(String answer) {
        return numbers.get(answer);
    }

    /** The numbers of the answers that a task has to choose from. */
    int[] options(int task) {
        return tasks.get(task).options().stream().mapToInt(this::number).toArray();
    }

    /** What is asked in a task, each instruction once. */
    List<String> instructions(int task) {
        return instructions.get(task);
    }

    /** Digest over all that is asked and answered. */
    String digest() {
        return digest;
    }
}
