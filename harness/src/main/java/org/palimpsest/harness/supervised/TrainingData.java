package org.palimpsest.harness.supervised;

import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;

/** The training data of the tasks of a stream. */
public interface TrainingData {
    /** Training examples of one task, numbered from 0. */
    int size(int task);

    /** Training examples of the first {@code count} tasks together. */
    int unionSize(int count);

    /** The task of each label; of the last task that has it where tasks share labels. */
    TaskOfClass taskOfClass();

    /** Training data of one task; the manager owns what had to be copied for it. */
    TaskData task(int task, NDManager manager);

    /** The training data of the first {@code count} tasks as one task, which is number {@code index}. */
    TaskData union(int index, int count, NDManager manager);
}
