package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.palimpsest.datasets.ImageStream;
import org.palimpsest.datasets.ImageTask;
import org.palimpsest.datasets.LabelledImages;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;

/** Gives a learner the training data of a stream's tasks, from one array of all training pictures on the device. */
final class ImageTasks {
    private final ImageStream stream;
    private final LabelledImages train;
    private final Rows pixels;
    private final Randomness random;

    ImageTasks(ImageStream stream, NDManager manager, Randomness random) {
        this.stream = stream;
        this.train = stream.dataset().train();
        this.pixels = new Rows(DevicePixels.upload(manager, train));
        this.random = random;
    }

    /** Training examples of each task. */
    IntStream sizes() {
        return IntStream.range(0, stream.size()).map(t -> stream.task(t).train().length);
    }

    /** The task of each label; of the last task that has it where tasks share labels. */
    TaskOfClass taskOfClass() {
        int[] tasks = new int[stream.classes()];
        for (int t = 0; t < stream.size(); t++) {
            for (int label : stream.task(t).classes()) {
                tasks[label] = t;
            }
        }
        return new TaskOfClass(tasks);
    }

    /** Training data of one task; the manager owns what had to be copied for it. */
    TaskData task(int index, NDManager manager) {
        ImageTask task = stream.task(index);
        return new TaskData(index, task.classes(), examples(task, manager), random);
    }

    private Examples examples(ImageTask task, NDManager manager) {
        int[] labels = labels(task);
        if (task.pixels().isIdentity()) {
            return new Examples(pixels, task.train(), labels);
        }
        NDArray mapped = allocate(manager, labels.length);
        DevicePixels.copy(pixels, task.train(), task.pixels(), mapped, 0);
        return new Examples(mapped, IntStream.range(0, labels.length).toArray(), labels);
    }

    /** All tasks' training data as one task. */
    TaskData union(NDManager manager) {
        int total = sizes().sum();
        int[] rows = new int[total];
        int[] labels = new int[total];
        boolean mapped = IntStream.range(0, stream.size()).anyMatch(t -> !stream.task(t).pixels().isIdentity());
        NDArray copies = mapped ? allocate(manager, total) : null;
        int at = 0;
        for (int t = 0; t < stream.size(); t++) {
            ImageTask task = stream.task(t);
            if (mapped) {
                DevicePixels.copy(pixels, task.train(), task.pixels(), copies, at);
            }
            for (int i = 0; i < task.train().length; i++) {
                rows[at + i] = mapped ? at + i : task.train()[i];
            }
            System.arraycopy(labels(task), 0, labels, at, task.train().length);
            at += task.train().length;
        }
        int[] classes = Arrays.stream(labels).distinct().sorted().toArray();
        return new TaskData(0, classes, new Examples(mapped ? new Rows(copies) : pixels, rows, labels), random);
    }

    private NDArray allocate(NDManager manager, int examples) {
        return manager.create(new Shape(examples).addAll(DevicePixels.shape(train.shape())), DataType.UINT8);
    }

    private int[] labels(ImageTask task) {
        return Arrays.stream(task.train()).map(i -> stream.label(train.label(i))).toArray();
    }
}
