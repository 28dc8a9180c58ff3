package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.TaskData;

/**
 * What a learner is taught in one go.
 *
 * @param index from 0
 * @param tasksAfter tasks learned once it is over
 * @param data makes the training data; the manager owns what has to be copied
 */
record Lesson(int index, int tasksAfter, Function<NDManager, TaskData> data) {

    /** One lesson per task, or a single one with everything. */
    static List<Lesson> of(Regime regime, ImageTasks tasks, int count) {
        if (regime == Regime.JOINT) {
            return List.of(new Lesson(0, count, manager -> tasks.union(0, count, manager)));
        }
        List<Lesson> lessons = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            int task = t;
            lessons.add(new Lesson(t, t + 1, regime == Regime.CUMULATIVE
                    ? manager -> tasks.union(task, task + 1, manager)
                    : manager -> tasks.task(task, manager)));
        }
        return lessons;
    }
}
