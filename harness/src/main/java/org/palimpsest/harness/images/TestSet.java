package org.palimpsest.harness.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.datasets.stream.ExampleSet;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageTask;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.FrozenLearner;
import org.palimpsest.harness.api.Predictor;
import org.palimpsest.harness.api.Rows;

/**
 * Test examples of all tasks, task after task, so that a learner is scored on any number of leading tasks in one sweep of large
 * batches. An image that several tasks examine with labels of their own is predicted once for all of them. Of a learner that is
 * frozen, the features of every image are kept for the examinations to come.
 */
final class TestSet {
    private final NDManager manager;
    private final Rows source;
    private final int[] rows; // in the source, of every image in the order of first use
    private final int[] ends; // images that the first t tasks use
    private final Questions questions;
    private final int[] sizes;
    private final int[][] classes;
    private final FeatureCache features;

    private TestSet(NDManager manager, Rows source, int[] rows, int[] ends, Questions questions, int[] sizes, int[][] classes) {
        this.manager = manager;
        this.source = source;
        this.rows = rows;
        this.ends = ends;
        this.questions = questions;
        this.sizes = sizes;
        this.classes = classes;
        this.features = new FeatureCache(manager, source, rows);
    }

    /** Picks the test examples of a task that belong to the set. */
    @FunctionalInterface
    interface Selection {
        ExampleSet examples(ImageTask task);
    }

    /** Told every answer of a sweep: what the learner would choose among all classes, -1 if none has a score. */
    @FunctionalInterface
    interface Listener {
        Listener NONE = (task, label, answer) -> {};

        /** A task, from 0, asked for a label and was given an answer. */
        void answered(int task, int label, int answer);
    }

    /**
     * What is asked of each image: those of image p are at starts[p] to starts[p + 1] - 1.
     *
     * @param starts of every image, and the end
     * @param tasks the task that asks, ascending for each image
     * @param labels the right answer
     */
    private record Questions(int[] starts, int[] tasks, int[] labels) {
        static Questions of(int images, int[][] imagesOfTask, int[][] labelsOfTask) {
            int[] starts = new int[images + 1];
            for (int[] ofTask : imagesOfTask) {
                for (int image : ofTask) {
                    starts[image + 1]++;
                }
            }
            Arrays.parallelPrefix(starts, Integer::sum);
            int[] next = starts.clone();
            int[] tasks = new int[starts[images]];
            int[] labels = new int[starts[images]];
            for (int t = 0; t < imagesOfTask.length; t++) {
                for (int i = 0; i < imagesOfTask[t].length; i++) {
                    int at = next[imagesOfTask[t][i]]++;
                    tasks[at] = t;
                    labels[at] = labelsOfTask[t][i];
                }
            }
            return new Questions(starts, tasks, labels);
        }
    }

    /** The selected test examples of every task; copies are made only of images that a task changes. */
    static TestSet of(ImageStream stream, DeviceParts parts, NDManager manager, Selection selection) {
        int tasks = stream.size();
        boolean mapped = stream.mapsPixels();
        Rows part = parts.rows(stream.examinedPart());
        int[] imageOf = new int[(int) part.array().getShape().get(0)];
        Arrays.fill(imageOf, -1);
        int[][] images = new int[tasks][];
        int[][] labels = new int[tasks][];
        int[][] classes = new int[tasks][];
        int[] ends = new int[tasks + 1];
        IntStream.Builder rows = IntStream.builder();
        for (int t = 0; t < tasks; t++) {
            ImageTask task = stream.task(t);
            ExampleSet examples = selection.examples(task);
            images[t] = new int[examples.size()];
            labels[t] = examples.labels();
            classes[t] = task.testClasses();
            ends[t + 1] = ends[t];
            for (int i = 0; i < examples.size(); i++) {
                int row = examples.indices()[i];
                if (mapped || imageOf[row] < 0) {
                    imageOf[row] = ends[t + 1]++;
                    rows.add(row);
                }
                images[t][i] = imageOf[row];
            }
        }
        int[] sizes = Arrays.stream(images).mapToInt(p -> p.length).toArray();
        Questions questions = Questions.of(ends[tasks], images, labels);
        int[] all = rows.build().toArray();
        if (!mapped) {
            return new TestSet(manager, part, all, ends, questions, sizes, classes);
        }
        NDArray copies = parts.allocate(manager, all.length);
        for (int t = 0; t < tasks; t++) {
            DevicePixels.copy(part, Arrays.copyOfRange(all, ends[t], ends[t + 1]), stream.pixels(t), copies, ends[t]);
        }
        return new TestSet(manager, new Rows(copies), IntStream.range(0, all.length).toArray(), ends, questions, sizes, classes);
    }

    /** As {@link #score(Predictor, int, int, int, Listener)}, from the first task on. */
    List<Score> score(Predictor learner, int tasks, int batch, Listener listener) {
        return score(learner, 0, tasks, batch, listener);
    }

    /**
     * Scores the tasks from {@code first} up to the one before {@code tasks}. A task of which the learner has no output for any class yet is left out: there is
     * nothing that it could answer. So is a task without test examples.
     *
     * @throws DivergedException if a score is not a number
     */
    List<Score> score(Predictor learner, int first, int tasks, int batch, Listener listener) {
        int end = ends[tasks];
        int[] classIl = new int[tasks];
        int[] taskIl = new int[tasks];
        int outputs = 0;
        // where no two tasks have an image in common, those of earlier ones are not looked at
        for (int from = questions.tasks.length == rows.length ? ends[first] : 0; from < end; from += batch) {
            int to = Math.min(from + batch, end);
            float[] scores;
            try (NDManager step = manager.newSubManager()) {
                NDArray logits = logits(learner, from, to, batch, step);
                outputs = (int) logits.getShape().get(1);
                scores = logits.toFloatArray();
            }
            for (int image = from; image < to; image++) {
                int row = (image - from) * outputs;
                int best = best(scores, row, outputs);
                for (int q = questions.starts[image]; q < questions.starts[image + 1] && questions.tasks[q] < tasks; q++) {
                    int task = questions.tasks[q];
                    if (task < first) {
                        continue;
                    }
                    listener.answered(task, questions.labels[q], best);
                    if (best == questions.labels[q]) {
                        classIl[task]++;
                    }
                    if (bestOf(scores, row, outputs, classes[task]) == questions.labels[q]) {
                        taskIl[task]++;
                    }
                }
            }
        }
        List<Score> result = new ArrayList<>();
        for (int t = first; t < tasks; t++) {
            if (sizes[t] > 0 && classes[t][0] < outputs) {
                result.add(new Score(t, sizes[t], classIl[t], taskIl[t]));
            }
        }
        return result;
    }

    private NDArray logits(Predictor learner, int from, int to, int batch, NDManager step) {
        if (learner instanceof FrozenLearner frozen && frozen.frozen()) {
            return frozen.scores(features.get(frozen, from, to, batch, step));
        }
        return learner.predict(source.select(step, Arrays.copyOfRange(rows, from, to)));
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
