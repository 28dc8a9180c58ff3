package org.palimpsest.harness.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageTask;
import org.palimpsest.datasets.stream.Split;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.supervised.TrainingData;

/** Gives a learner the training data of a stream's tasks, from one array of all training images on the device. */
final class ImageTasks implements TrainingData {
    private final ImageStream stream;
    private final DeviceParts parts;
    private final Rows pixels;
    private final Randomness random;
    private final int[] sizes;
    private final TaskOfClass taskOfClass;

    ImageTasks(ImageStream stream, DeviceParts parts, Randomness random) {
        this.stream = stream;
        this.parts = parts;
        this.pixels = parts.rows(Part.TRAIN);
        this.random = random;
        sizes = new int[stream.size()];
        int[] tasks = new int[stream.classes()];
        Arrays.fill(tasks, -1);
        for (int t = 0; t < sizes.length; t++) {
            ImageTask task = stream.task(t);
            sizes[t] = task.train().size();
            for (int label : task.testClasses()) {
                tasks[label] = t;
            }
        }
        for (int t = sizes.length; t < stream.spec().tasks(); t++) {
            for (int label : stream.labels(t)) {
                tasks[label] = tasks[label] < 0 ? t : tasks[label];
            }
        }
        taskOfClass = new TaskOfClass(Arrays.stream(tasks).map(t -> Math.max(t, 0)).toArray());
    }

    @Override
    public int size(int index) {
        return sizes[index];
    }

    @Override
    public TaskOfClass taskOfClass() {
        return taskOfClass;
    }

    @Override
    public TaskData task(int index, NDManager manager) {
        ImageTask task = stream.task(index);
        return new TaskData(index, task.classes(), examples(task, manager), random, task.ordered());
    }

    private Examples examples(ImageTask task, NDManager manager) {
        if (task.pixels().isIdentity()) {
            return new Examples(pixels, task.train().indices(), task.train().labels());
        }
        NDArray mapped = parts.allocate(manager, task.train().size());
        DevicePixels.copy(pixels, task.train().indices(), task.pixels(), mapped, 0);
        return new Examples(mapped, task.train().labels());
    }

    @Override
    public int unionSize(int count) {
        return isNested() ? size(count - 1) : IntStream.range(0, count).map(this::size).sum();
    }

    /** Whether every task has what the ones before have. */
    private boolean isNested() {
        return stream.spec().split() == Split.GROWING;
    }

    @Override
    public TaskData union(int index, int count, NDManager manager) {
        if (isNested()) {
            ImageTask last = stream.task(count - 1);
            return new TaskData(index, last.classes(), examples(last, manager), random);
        }
        int total = unionSize(count);
        int[] rows = new int[total];
        int[] labels = new int[total];
        boolean mapped = IntStream.range(0, count).anyMatch(t -> !stream.pixels(t).isIdentity());
        NDArray copies = mapped ? parts.allocate(manager, total) : null;
        int at = 0;
        for (int t = 0; t < count; t++) {
            ImageTask task = stream.task(t);
            int[] indices = task.train().indices();
            if (mapped) {
                DevicePixels.copy(pixels, indices, task.pixels(), copies, at);
            }
            for (int i = 0; i < indices.length; i++) {
                rows[at + i] = mapped ? at + i : indices[i];
            }
            System.arraycopy(task.train().labels(), 0, labels, at, indices.length);
            at += indices.length;
        }
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        return new TaskData(index, classes, new Examples(mapped ? new Rows(copies) : pixels, rows, labels), random);
    }
}
