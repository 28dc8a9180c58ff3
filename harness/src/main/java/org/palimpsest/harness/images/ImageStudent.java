package org.palimpsest.harness.images;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.palimpsest.harness.api.Predictor;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.models.ModelCard;
import org.palimpsest.harness.models.ModelFiles;
import org.palimpsest.harness.models.NetworkPlan;
import org.palimpsest.harness.models.TrainedModel;
import org.palimpsest.harness.plugins.Plugins;
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
        Confusion confusion = new Confusion();
        List<Score> scores = scores(learner(), network(), trainedTask, (task, label, answer) -> {
            if (task < trainedTask) {
                confusion.add(label, answer);
            }
        });
        List<AccuracyRow> accuracy = scores.stream()
                .map(s -> new AccuracyRow(trainedTask, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList();
        return TableRows.of(AccuracyRow.TABLE, accuracy).and(ConfusionRow.TABLE, confusion.rows(trainedTask));
    }

    @Override
    public Optional<TrainedModel> model(int trainedTask, Plugins plugins) {
        NetworkPlan plan = course.plan(network().outputs());
        Network copy = plan.build(plugins, course.manager());
        ModelFiles.copy(network(), copy);
        Answers ofRun = answers(learner(), network(), trainedTask);
        Answers ofHead = answers(network()::predict, network(), trainedTask);
        Answers ofCopy = answers(copy::predict, copy, trainedTask);
        return Optional.of(new TrainedModel(copy, plan, course.labels(plan.outputs()), ofRun.given().equals(ofHead.given()),
                new ModelCard.Answers(ofCopy.n(), ofRun.right(), ofCopy.right())));
    }

    private Answers answers(Predictor learner, Network scored, int trainedTask) {
        List<Integer> given = new ArrayList<>();
        List<Score> scores = scores(learner, scored, trainedTask, (task, label, answer) -> given.add(answer));
        return new Answers(given, scores.stream().mapToLong(Score::n).sum(), scores.stream().mapToLong(Score::classIl).sum());
    }

    /** An examination on the test data of the tasks that are due after so many. */
    private List<Score> scores(Predictor learner, Network scored, int trainedTask, TestSet.Listener listener) {
        EvaluationSpec evaluation = course.run().benchmark().evaluation();
        return scored(scored, () -> course.test().score(learner, evaluation.firstScored(trainedTask), evaluation.endScored(trainedTask, course.tasks()),
                evaluation.sweep(), listener));
    }

    /**
     * What an examination comes to.
     *
     * @param given the answers, in the order of the examples
     * @param n examples of tasks that have outputs
     * @param right how many of them are answered rightly
     */
    private record Answers(List<Integer> given, long n, long right) {}

    @Override
    public TableRows probe(int task, long step) {
        int sweep = course.run().benchmark().evaluation().sweep();
        return TableRows.of(ProbeRow.TABLE, scored(network(), () -> course.probe().score(learner(), task, sweep, TestSet.Listener.NONE)).stream()
                .map(s -> new ProbeRow(task, step, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList());
    }

    private List<Score> scored(Network scored, Supplier<List<Score>> scoring) {
        return course.planned().section().foldBatchNorm().orElse(false) ? scored.folded(scoring) : scoring.get();
    }
}
