package org.palimpsest.methods.averaging;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.OptionalDouble;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.WeightArrays;

/**
 * The moving average of the weights of a network over a task, array by array, with a share that is kept by a {@link BalanceRule}. Training does not see it:
 * when the task is done, the weights are set to it.
 */
public final class BalancedAverage implements Stateful {
    private final Network network;
    private final Optimiser optimiser;
    private final BalanceRule rule;
    private final double fallback;
    private final WeightArrays average;
    private final WeightArrays lastGradient;
    private final WeightArrays before;
    private final BalanceHistogram histogram = new BalanceHistogram();
    private final NDManager manager;
    private final NDList norms = new NDList();
    private NDManager step; // owner of the norms, from before an update until after it
    private boolean running;
    private long updates;

    /**
     * An average that is not running yet.
     *
     * @param keep share that is kept where the rule gives none; its {@linkplain BalanceRule#usual usual} one if absent
     * @param manager owner of its arrays
     */
    public BalancedAverage(Network network, Optimiser optimiser, BalanceRule rule, OptionalDouble keep, NDManager manager) {
        this.network = network;
        this.optimiser = optimiser;
        this.rule = rule;
        this.fallback = keep.orElse(rule.usual());
        this.manager = manager;
        average = WeightArrays.zeros(network, manager);
        lastGradient = rule.looks() ? WeightArrays.zeros(network, manager) : null;
        before = rule == BalanceRule.PAPER ? WeightArrays.zeros(network, manager) : null;
    }

    /** Begins with the weights as they are, before the first update of a task. */
    public void begin() {
        average.setToWeights();
        histogram.clear();
        running = true;
        updates = 0;
    }

    /** Whether it has begun, and not ended. */
    public boolean isRunning() {
        return running;
    }

    /** When the gradients of an update are complete. */
    public void beforeUpdate() {
        if (!rule.looks()) {
            return;
        }
        step = manager.newSubManager();
        for (int i = 0; i < average.count(); i++) {
            NDArray gradient = optimiser.gradient(i);
            addNorm(gradient);
            try (NDArray change = gradient.sub(lastGradient.get(i))) {
                addNorm(change);
            }
        }
        lastGradient.setToGradients(optimiser);
        if (before != null) {
            before.setToWeights();
        }
    }

    private void addNorm(NDArray array) {
        try (NDArray sizes = array.abs()) {
            NDArray norm = sizes.sum();
            norm.attach(step);
            norms.add(norm);
        }
    }

    /** When the weights have moved. */
    public void afterUpdate() {
        if (updates == 0 && rule.beginsLate()) {
            average.setToWeights();
        }
        NDArray[] gaps = new NDArray[average.count()];
        for (int i = 0; i < gaps.length; i++) {
            NDArray weight = network.parameters().get(i).getArray();
            gaps[i] = weight.sub(average.get(i));
            if (rule.looks()) {
                addNorm(gaps[i]);
            }
            if (before != null) {
                try (NDArray move = weight.sub(before.get(i))) {
                    addNorm(move);
                }
            }
        }
        float[] read = rule.looks() ? read() : null;
        for (int i = 0; i < gaps.length; i++) {
            try (NDArray gap = gaps[i]; NDArray step = gap.mul((float) (1 - kept(read, i)))) {
                average.get(i).addi(step);
            }
        }
        updates++;
    }

    /** All norms in one go: for each array the gradient's and its change, then for each the gap and, if it is looked at, the move. */
    private float[] read() {
        try (NDManager done = step) {
            NDArray all = NDArrays.stack(norms);
            all.attach(done);
            return all.toFloatArray();
        } finally {
            norms.clear();
        }
    }

    private double kept(float[] read, int i) {
        if (read == null) {
            return fallback;
        }
        int pairs = 2 * average.count();
        double change = updates == 0 ? Double.NaN : read[2 * i + 1];
        BalanceRule.Norms seen = before == null ? new BalanceRule.Norms(read[pairs + i], read[2 * i], change, Double.NaN)
                : new BalanceRule.Norms(read[pairs + 2 * i], read[2 * i], change, read[pairs + 2 * i + 1]);
        double beta = rule.kept(seen);
        if (Double.isNaN(beta)) {
            histogram.fellBack(fallback);
            return fallback;
        }
        histogram.given(beta);
        return beta;
    }

    /**
     * Ends: the weights are set to the average.
     *
     * @param readings is told how often the rule gave what, unless it always gives the same
     * @param name of the recipe
     */
    public void end(Readings readings, String name) {
        for (int i = 0; i < average.count(); i++) {
            network.parameters().get(i).getArray().set(new NDIndex(":"), average.get(i));
        }
        histogram.tell(readings, name);
        running = false;
    }

    /** Between tasks there is nothing to it. */
    @Override
    public void save(State state) {
        state.put("updates", running ? updates : -1);
        if (running) {
            average.save(state.scope("average"));
            histogram.save(state.scope("histogram"));
            if (rule.looks()) {
                lastGradient.save(state.scope("last-gradient"));
            }
        }
    }

    @Override
    public void load(State state) {
        updates = state.longs("updates")[0];
        running = updates >= 0;
        if (running) {
            average.load(state.scope("average"));
            histogram.load(state.scope("histogram"));
            if (rule.looks()) {
                lastGradient.load(state.scope("last-gradient"));
            }
        }
    }
}
