package org.palimpsest.harness.api.image;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * Augments the batches of one run. Every batch of every step has random numbers of its own, known by (task, step, how many batches
 * of the step came before it), so that a run which is taken up at a task's start goes on with the same images.
 */
public final class Augmenter implements Stateful {
    private final Augmentation augmentation;
    private final Randomness random;
    private long task;
    private long step;
    private long calls;

    /** Augments so, with the run's random streams. */
    @Inject
    public Augmenter(Augmentation augmentation, Randomness random) {
        this.augmentation = augmentation;
        this.random = random;
    }

    /** What is augmented from here on comes before the first step of a task. */
    public void beginTask(long newTask) {
        task = newTask;
        beginStep(0);
    }

    /** What is augmented from here on belongs to that step, from 1, or follows it. */
    public void beginStep(long newStep) {
        step = newStep;
        calls = 0;
    }

    /** The same labels with other images; the batch itself if nothing is changed. */
    public Batch augment(Batch batch) {
        if (augmentation == Augmentation.NONE || batch.size() == 0) {
            return batch;
        }
        NDArray changed = augmentation.apply(batch.examples(), random.get("augmentation", task, step, calls++));
        return batch.withExamples(changed);
    }

    /** How far it is in its task. */
    @Override
    public void save(State state) {
        state.put("counts", step, calls);
    }

    @Override
    public void load(State state) {
        long[] counts = state.longs("counts");
        step = counts[0];
        calls = counts[1];
    }
}
