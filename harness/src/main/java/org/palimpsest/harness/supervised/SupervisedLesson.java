package org.palimpsest.harness.supervised;

import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.engine.Lesson;
import org.palimpsest.harness.gauges.NetworkGauges;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.TrainingRow;

/**
 * The training data of one lesson, at hand.
 *
 * @param trainedTask tasks learned once it is over, for the record
 * @param begin says that it begins
 * @param manager owner of what was copied for it
 */
record SupervisedLesson(
        Classifier learner, NetworkGauges gauges, StepRecorder recorder, TaskData data, Budget budget, int trainedTask, Runnable begin,
        NDManager manager)
        implements Lesson.Session {
    @Override
    public void watch() {
        gauges.begin(data);
    }

    @Override
    public TableRows teach(int part) {
        int size = data.train().size();
        recorder.begin(budget.totalSteps(size), budget.stepsPerEpoch(size));
        begin.run();
        learner.learn(data, budget);
        return TableRows.of(TrainingRow.TABLE, recorder.rows(trainedTask));
    }

    @Override
    public void close() {
        manager.close();
    }
}
