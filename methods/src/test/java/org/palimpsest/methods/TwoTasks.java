package org.palimpsest.methods;

import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.TaskData;

/** Two tasks of five images of 2x2 pixels: classes 0 and 1, then 2 and 3; small enough to redo all steps by hand. */
public final class TwoTasks {
    /** Images of each task. */
    public static final int[][][] PIXELS = {
        {{255, 0, 30, 60}, {200, 20, 0, 90}, {10, 240, 80, 0}, {0, 250, 10, 70}, {220, 60, 40, 5}},
        {{30, 10, 255, 200}, {120, 0, 230, 90}, {60, 90, 5, 250}, {90, 120, 0, 180}, {5, 45, 210, 130}},
    };
    /** Labels of each task. */
    public static final int[][] LABELS = {{0, 0, 1, 1, 0}, {2, 2, 3, 3, 2}};

    private TwoTasks() {}

    public static TaskData task(Workbench bench, int index) {
        return bench.task(index, PIXELS[index], LABELS[index]);
    }

    /** Native arrays that are alive when a learner has learned both, in so many passes each; the bench is closed. */
    public static int liveArraysAfter(int passes, Workbench bench) {
        try (bench) {
            bench.learner().learn(task(bench, 0), new Budget(passes, 2, 0));
            bench.learner().learn(task(bench, 1), new Budget(passes, 2, 0));
            return bench.liveArrays();
        }
    }

    /** What one step sees: the images and labels of a stretch of a task's order. */
    public record Step(List<int[]> images, List<Integer> labels) {
        /** Nothing yet; for what is gathered over steps. */
        public static Step empty() {
            return new Step(new ArrayList<>(), new ArrayList<>());
        }

        public void add(Step other) {
            images.addAll(other.images);
            labels.addAll(other.labels);
        }
    }

    /** The steps of one pass, in the order that the learner will see. */
    public static List<Step> steps(TaskData task, int epoch, int batch) {
        List<Step> steps = new ArrayList<>();
        int[] order = task.order(epoch);
        for (int from = 0; from < order.length; from += batch) {
            Step step = Step.empty();
            for (int i = from; i < Math.min(from + batch, order.length); i++) {
                step.images.add(PIXELS[task.index()][order[i]]);
                step.labels.add(LABELS[task.index()][order[i]]);
            }
            steps.add(step);
        }
        return steps;
    }
}
