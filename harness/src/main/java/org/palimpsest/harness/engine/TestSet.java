package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.ImageStream;
import org.palimpsest.datasets.ImageTask;
import org.palimpsest.datasets.LabelledImages;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.Rows;

/**
 * Test examples of all tasks in one array on the device, task after task, so that a learner is scored on any number of leading
 * tasks in one sweep of large batches.
 */
final class TestSet {
    private final NDArray pixels;
    private final int[] labels;
    private final int[] starts;
    private final int[][] classes;

    private TestSet(NDArray pixels, int[] labels, int[] starts, int[][] classes) {
        this.pixels = pixels;
        this.labels = labels;
        this.starts = starts;
        this.classes = classes;
    }

    /** Picks the test examples of a task that belong to the set. */
    @FunctionalInterface
    interface Selection {
        int[] rows(ImageTask task);
    }

    /** Copies the selected test examples of every task to the device. */
    static TestSet of(ImageStream stream, NDManager manager, Selection selection) {
        LabelledImages test = stream.dataset().test();
        int tasks = stream.size();
        int[] starts = new int[tasks + 1];
        int[][] rows = new int[tasks][];
        int[][] classes = new int[tasks][];
        for (int t = 0; t < tasks; t++) {
            rows[t] = selection.rows(stream.task(t));
            classes[t] = stream.task(t).classes();
            starts[t + 1] = starts[t] + rows[t].length;
        }
        NDArray pixels = manager.create(new Shape(starts[tasks]).addAll(DevicePixels.shape(test.shape())), DataType.UINT8);
        int[] labels = new int[starts[tasks]];
        try (NDManager upload = manager.newSubManager()) {
            Rows all = new Rows(DevicePixels.upload(upload, test));
            for (int t = 0; t < tasks; t++) {
                DevicePixels.copy(all, rows[t], stream.task(t).pixels(), pixels, starts[t]);
                for (int i = 0; i < rows[t].length; i++) {
                    labels[starts[t] + i] = stream.label(test.label(rows[t][i]));
                }
            }
        }
        return new TestSet(pixels, labels, starts, classes);
    }

    /**
     * Scores the first {@code tasks} tasks. A task of which the learner has no output for any class yet is left out: there is
     * nothing that it could answer.
     *
     * @throws DivergedException if a score is not a number
     */
    List<Score> score(Learner learner, int tasks, int batch) {
        int end = starts[tasks];
        int[] classIl = new int[tasks];
        int[] taskIl = new int[tasks];
        int outputs = 0;
        int task = 0;
        for (int from = 0; from < end; from += batch) {
            int to = Math.min(from + batch, end);
            float[] scores;
            try (NDManager step = pixels.getManager().newSubManager()) {
                NDArray logits = learner.predict(pixels.get(step, new NDIndex("{}:{}", from, to)));
                outputs = (int) logits.getShape().get(1);
                scores = logits.toFloatArray();
            }
            for (int i = from; i < to; i++) {
                while (i >= starts[task + 1]) {
                    task++;
                }
                int row = (i - from) * outputs;
                if (best(scores, row, outputs) == labels[i]) {
                    classIl[task]++;
                }
                if (bestOf(scores, row, outputs, classes[task]) == labels[i]) {
                    taskIl[task]++;
                }
            }
        }
        List<Score> result = new ArrayList<>();
        for (int t = 0; t < tasks; t++) {
            if (classes[t][0] < outputs) {
                result.add(new Score(t, starts[t + 1] - starts[t], classIl[t], taskIl[t]));
            }
        }
        return result;
    }

    private static int best(float[] scores, int row, int outputs) {
        int best = -1;
        float top = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < outputs; c++) {
            float score = scores[row + c];
            if (Float.isNaN(score)) {
                throw new DivergedException("score of a test example is NaN", 0);
            }
            if (score > top) {
                top = score;
                best = c;
            }
        }
        return best;
    }

    private static int bestOf(float[] scores, int row, int outputs, int[] candidates) {
        int best = -1;
        float top = Float.NEGATIVE_INFINITY;
        for (int c : candidates) {
            if (c < outputs && scores[row + c] > top) {
                top = scores[row + c];
                best = c;
            }
        }
        return best;
    }
}
