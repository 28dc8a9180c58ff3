package org.palimpsest.harness.images;

import java.util.List;
import java.util.function.Supplier;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.supervised.SupervisedStudent;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.TableRows;

/** A classifier on its way through a stream of labelled images. */
final class ImageStudent extends SupervisedStudent {
    private final ImageCourse course;

    ImageStudent(ImageCourse course, RunContext context) {
        super(course, context);
        this.course = course;
    }

    @Override
    public TableRows examine(int trainedTask) {
        EvaluationSpec evaluation = course.run().benchmark().evaluation();
        int first = evaluation.firstScored(trainedTask);
        int tasks = evaluation.endScored(trainedTask, course.tasks());
        Confusion confusion = new Confusion();
        List<Score> scores = scored(() -> course.test().score(learner(), first, tasks, evaluation.sweep(), (task, label, answer) -> {
            if (task < trainedTask) {
                confusion.add(label, answer);
            }
        }));
        List<AccuracyRow> accuracy = scores.stream()
                .map(s -> new AccuracyRow(trainedTask, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList();
        return TableRows.of(AccuracyRow.TABLE, accuracy).and(ConfusionRow.TABLE, confusion.rows(trainedTask));
    }

    @Override
    public TableRows probe(int task, long step) {
        int sweep = course.run().benchmark().evaluation().sweep();
        return TableRows.of(ProbeRow.TABLE, scored(() -> course.probe().score(learner(), task, sweep, TestSet.Listener.NONE)).stream()
                .map(s -> new ProbeRow(task, step, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList());
    }

    private List<Score> scored(Supplier<List<Score>> scoring) {
        return course.planned().section().foldBatchNorm().orElse(false) ? network().folded(scoring) : scoring.get();
    }
}
