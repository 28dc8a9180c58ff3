package org.palimpsest.harness.instructions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;
import org.palimpsest.harness.instructions.Prompts.Prompt;

/**
 * Test examples of all tasks as a model reads them.
 *
 * @param tasks those of each task, the shortest first, so that little of a batch is padding
 */
record Exam(List<List<Question>> tasks) {
    /** All test examples. */
    static final int ALL = Integer.MAX_VALUE;

    /**
     * An example.
     *
     * @param example what is asked and answered
     * @param prompt what is read of it
     */
    record Question(InstructionExample example, Prompt prompt) {}

    /** So many test examples of each task, evenly spread over them. */
    static Exam of(Lessons lessons, Prompts prompts, int most) {
        return new Exam(lessons.tasks().stream().map(task -> questions(task, prompts, most)).toList());
    }

    private static List<Question> questions(InstructionSet task, Prompts prompts, int most) {
        int all = task.test().size();
        int count = Math.min(all, most);
        List<Question> questions = new ArrayList<>(IntStream.range(0, count).mapToObj(i -> task.test().get((int) ((long) i * all / count)))
                .map(example -> new Question(example, prompts.prompt(example))).toList());
        questions.sort(Comparator.comparing(question -> question.prompt().tokens().length));
        return questions;
    }
}
