package org.palimpsest.harness.instructions;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.palimpsest.datasets.text.InstructionSet;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Oracle;
import org.palimpsest.harness.api.text.Asked;
import org.palimpsest.harness.api.text.Generative;
import org.palimpsest.harness.api.text.Instructed;
import org.palimpsest.harness.api.text.Sampling;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.instructions.Exam.Question;
import org.palimpsest.harness.supervised.SupervisedStudent;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.ResponseProbeRow;
import org.palimpsest.results.record.ResponseRow;
import org.palimpsest.results.record.Responses;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.text.OptionMatch;

/** A model on its way through a stream of instructions. */
final class InstructionStudent extends SupervisedStudent {
    private final InstructionCourse course;
    private final Lessons lessons;

    InstructionStudent(InstructionCourse course, RunContext context) {
        super(course, context);
        this.course = course;
        lessons = course.planned().lessons();
    }

    @Override
    protected void begin(int first, int last) {
        if (learner() instanceof Instructed instructed) {
            List<String> asked = IntStream.rangeClosed(first, last).mapToObj(lessons::instructions).flatMap(List::stream).distinct().toList();
            instructed.study(new Asked(asked, OptionalInt.of(last)));
        }
    }

    @Override
    public TableRows examine(int trainedTask) {
        EvaluationSpec evaluation = course.run().benchmark().evaluation();
        List<ResponseRow> responses = new ArrayList<>();
        List<AccuracyRow> accuracies = new ArrayList<>();
        for (int task = evaluation.firstScored(trainedTask); task < evaluation.endScored(trainedTask, course.tasks()); task++) {
            if (task < trainedTask || canAnswer(task)) {
                Responses given = answers(task, course.exam());
                responses.add(new ResponseRow(trainedTask, task + 1, given));
                if (given.options() != -1) {
                    accuracies.add(new AccuracyRow(trainedTask, task + 1, given.n(), given.exact(), given.options()));
                }
            }
        }
        return TableRows.of(ResponseRow.TABLE, responses).and(AccuracyRow.TABLE, accuracies);
    }

    @Override
    public TableRows probe(int task, long step) {
        return TableRows.of(ResponseProbeRow.TABLE, IntStream.range(0, task)
                .mapToObj(i -> new ResponseProbeRow(task, step, i + 1, answers(i, course.quiz()))).toList());
    }

    /** Whether there is an output for each answer of a task. */
    private boolean canAnswer(int task) {
        return course.planned().written() || IntStream.of(lessons.options(task)).allMatch(answer -> answer < network().outputs());
    }

    private Responses answers(int task, Exam exam) {
        if (learner() instanceof Instructed instructed) {
            instructed.answer(new Asked(lessons.instructions(task), learner() instanceof Oracle ? OptionalInt.of(task) : OptionalInt.empty()));
        }
        InstructionSet set = lessons.tasks().get(task);
        Scoring scoring = new Scoring(!set.options().isEmpty());
        List<Question> questions = exam.tasks().get(task);
        int sweep = course.run().benchmark().evaluation().sweep();
        for (int from = 0; from < questions.size(); from += sweep) {
            List<Question> part = questions.subList(from, Math.min(from + sweep, questions.size()));
            if (course.planned().written()) {
                write(set, part, scoring);
            } else {
                choose(lessons.options(task), part, scoring);
            }
        }
        return scoring.responses();
    }

    /** Has the model choose: among all answers that it has an output for, and among the options of the task alone. */
    private void choose(int[] options, List<Question> questions, Scoring scoring) {
        TokenRows rows = new TokenRows(course.prompts().tokenizer().padding(), false);
        questions.forEach(question -> rows.add(question.prompt().tokens()));
        try (NDManager scratch = course.manager().newSubManager()) {
            NDArray outputs = learner().predict(rows.array(scratch));
            int width = (int) outputs.getShape().get(1);
            float[] scores = outputs.toFloatArray();
            int[] all = IntStream.range(0, width).toArray();
            int[] own = IntStream.of(options).filter(answer -> answer < width).toArray();
            for (int i = 0; i < questions.size(); i++) {
                String answer = lessons.answers().get(best(scores, i * width, all));
                scoring.add(questions.get(i), answer, Optional.of(lessons.answers().get(best(scores, i * width, own))));
            }
        }
    }

    private static int best(float[] scores, int row, int[] candidates) {
        int best = candidates[0];
        for (int c : candidates) {
            if (Float.isNaN(scores[row + c])) {
                throw new DivergedException("score of a test example is NaN", 0);
            }
            if (scores[row + c] > scores[row + best]) {
                best = c;
            }
        }
        return best;
    }

    /** Has the model write, and sees which option it means where there are some. */
    private void write(InstructionSet set, List<Question> questions, Scoring scoring) {
        Prompts prompts = course.prompts();
        Optional<OptionMatch> match = set.options().isEmpty() ? Optional.empty() : Optional.of(new OptionMatch(set.options()));
        List<int[]> tokens = network().using((block, weights) -> ((Generative) block).generate(weights,
                questions.stream().map(question -> question.prompt().tokens()).toList(), prompts.answerTokens(), prompts.tokenizer().end(), Sampling.GREEDY));
        for (int i = 0; i < questions.size(); i++) {
            String answer = prompts.tokenizer().decode(tokens.get(i)).strip();
            scoring.add(questions.get(i), answer, match.flatMap(options -> options.of(answer).stream().mapToObj(set.options()::get).findFirst()));
        }
    }
}
