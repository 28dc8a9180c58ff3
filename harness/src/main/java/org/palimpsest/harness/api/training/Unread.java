package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.DivergedException;

/**
 * What steps leave on the device for the host to look at: their losses, and the scores of their stream batches. A GPU computes while the host is
 * ahead of it, and whoever reads a number waits until it has caught up; so there, in a loop that reads it in the end, it is left lying for some
 * steps. What is read is the same, only later: a loss that is not finite still names its own step, and what was made of it since is thrown away.
 */
final class Unread {
    /** Leaves readings lying on a CPU, too, where there is nothing to be gained by it: for tests. */
    static final String LATE = "palimpsest.late-readings";
    private static final int MOST_STEPS = 64;

    private final NDManager manager;
    private final boolean patient;
    private final List<Long> steps = new ArrayList<>();
    private final NDList losses = new NDList();
    private final List<Runnable> scores = new ArrayList<>();
    private NDManager kept;
    private int loops;

    Unread(NDManager manager) {
        this.manager = manager;
        patient = manager.getDevice().isGpu() || Boolean.getBoolean(LATE);
    }

    /** Goes through a loop of steps, at the end of which, however it comes, nothing is left unread. */
    void loop(Runnable body) {
        loops++;
        try {
            body.run();
            read();
        } catch (RuntimeException e) {
            read(); // a loss that is not finite comes before what came of it
            throw e;
        } finally {
            loops--;
        }
    }

    /** A step of a loop is over. */
    void stepDone() {
        if (losses.size() >= MOST_STEPS) {
            read();
        }
    }

    /** Whether what is to be looked at may wait. */
    boolean mayWait() {
        return patient && loops > 0;
    }

    /**
     * The loss of a step.
     *
     * @throws DivergedException if it is not finite, and may not wait
     */
    void loss(NDArray loss, long step) {
        // an operation with a Java double makes a double loss
        NDArray value = loss.toType(DataType.FLOAT32, false);
        if (mayWait()) {
            losses.add(keep(value));
            steps.add(step);
        } else {
            requireFinite(value.getFloat(), step);
        }
    }

    /** What is to be made of scores once they may be read, to be asked only if they {@linkplain #mayWait may wait}. */
    void scores(Runnable report) {
        scores.add(report);
    }

    /** An array that outlives its step, until what waits is read. */
    NDArray keep(NDArray array) {
        if (kept == null) {
            kept = manager.newSubManager();
        }
        NDArray same = array.stopGradient();
        same.attach(kept);
        return same;
    }

    /** Reads everything. */
    void read() {
        if (kept == null) {
            return;
        }
        try (NDManager all = kept) {
            kept = null;
            if (!losses.isEmpty()) {
                NDArray stacked = NDArrays.stack(losses);
                stacked.attach(all);
                float[] values = stacked.toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    requireFinite(values[i], steps.get(i));
                }
            }
            scores.forEach(Runnable::run);
        } finally {
            losses.clear();
            steps.clear();
            scores.clear();
        }
    }

    private static void requireFinite(float loss, long step) {
        if (!Float.isFinite(loss)) {
            throw new DivergedException("loss is " + loss, step);
        }
    }
}
