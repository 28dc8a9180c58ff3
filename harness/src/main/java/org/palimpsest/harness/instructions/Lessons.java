package org.palimpsest.harness.instructions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;

/**
 * What a stream of instructions teaches, and how its answers are numbered: in the order of the tasks and, within a task, of its options. An answer of several
 * tasks has one number.
 */
final class Lessons {
    private final List<InstructionSet> tasks;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** These tasks. */
    Lessons(List<InstructionSet> tasks) {
        this.tasks = List.copyOf(tasks);
        this.tasks.forEach(task -> task.options().forEach(option -> numbers.putIfAbsent(option, numbers.size())));
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
        return new ArrayList<>(numbers.keySet());
    }

    /** The number of an answer. */
    int number(String answer) {
        return numbers.get(answer);
    }

    /** Whether it is one of those to choose from. */
    boolean knows(String answer) {
        return numbers.containsKey(answer);
    }

    /** The numbers of the answers that a task has to choose from. */
    int[] options(int task) {
        return tasks.get(task).options().stream().mapToInt(this::number).toArray();
    }

    /** What is asked in a task, each instruction once. */
    List<String> instructions(int task) {
        return Stream.of(tasks.get(task).train(), tasks.get(task).test()).flatMap(List::stream).map(InstructionExample::instruction)
                .filter(text -> !text.isBlank()).distinct().toList();
    }
}
