package org.palimpsest.harness.api.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.TrainingSet;
import org.palimpsest.harness.api.network.Network;

/**
 * What every learner by gradients trains with, whatever it learns: the network, its optimiser, the add-ons, and the one way to make a
 * step. {@link Training} is what learners of labelled examples have.
 */
@Singleton
public sealed class Steps implements Stateful permits Training {
    private final NDManager manager;
    private final Network network;
    private final Optimiser optimiser;
    private final List<AddOn> addOns;
    private final StepListener listener;
    private final Unread unread;
    private long step;
    private boolean settled;

    /**
     * Everything of one run; made by the engine.
     *
     * @param manager owner of what lives as long as the run
     */
    @Inject
    public Steps(NDManager manager, Network network, Optimiser optimiser, Set<AddOn> addOns, StepListener listener) {
        this.manager = manager;
        this.network = network;
        this.optimiser = optimiser;
        this.addOns = List.copyOf(addOns);
        this.listener = listener;
        this.unread = new Unread(manager);
    }

    /** The network in training. */
    public final Network network() {
        return network;
    }

    /** Its optimiser. */
    public final Optimiser optimiser() {
        return optimiser;
    }

    /**
     * Owner of arrays that live as long as the run. What a step or hook computes from weights or gradients is freed at its end
     * unless it is attached to this manager: {@code weight.duplicate().attach(training.manager())}.
     */
    public final NDManager manager() {
        return manager;
    }

    /** To be called before the first step of a task, numbered from 0. */
    public void begin(int task) {
        step = 0;
        settled = false;
        scoped(() -> addOns.forEach(a -> a.beforeTask(task)));
    }

    /** To be called after the last step of a task by a learner that draws conclusions from the weights before the {@linkplain #end end}. */
    public void settle(int task) {
        settled = true;
        scoped(() -> addOns.forEach(a -> a.afterSteps(task)));
    }

    /** To be called at the end of a task; what is not {@linkplain #settle settled} is so now. */
    public void end(int task) {
        if (!settled) {
            settle(task);
        }
        scoped(() -> addOns.forEach(a -> a.afterTask(task)));
    }

    /**
     * Goes over examples, in the order of each pass, as often as a budget says. The learning rate follows its schedule from the start to
     * the end of these passes.
     *
     * @param step what to do with a batch; every array that it makes with the batch's manager dies with the batch
     */
    public final <B> void passes(TrainingSet<B> examples, Budget budget, Consumer<B> step) {
        passes(examples, budget, step, Optional.empty());
    }

    /**
     * As {@link #passes(TrainingSet, Budget, Consumer)}, of which a run that is killed goes on after the last pass that was committed: where these are the
     * first passes since the task began, and all concerned {@linkplain Stateful#savesInsideTasks save inside tasks}, add-ons and the network included.
     *
     * @param changing has all in its snapshot that the steps change, these {@link Steps} among it
     */
    public final <B> void passes(TrainingSet<B> examples, Budget budget, Consumer<B> step, Stateful changing) {
        boolean all = changing.savesInsideTasks() && savesInsideTasks();
        passes(examples, budget, step, all ? Optional.of(new Progress(changing)) : Optional.empty());
    }

    private <B> void passes(TrainingSet<B> examples, Budget budget, Consumer<B> step, Optional<Stateful> changing) {
        int done = listener.passesBegin(changing);
        unread.loop(() -> pass(examples, budget, step, done, changing.isPresent()));
    }

    private <B> void pass(TrainingSet<B> examples, Budget budget, Consumer<B> step, int passesDone, boolean told) {
        int size = examples.size();
        long steps = size == 0 ? 0 : budget.totalSteps(size);
        long done = (long) passesDone * budget.stepsPerEpoch(size);
        for (int epoch = passesDone; done < steps; epoch++) {
            int[] order = examples.order(epoch);
            for (int from = 0; from < order.length && done < steps; from += budget.batch(), done++) {
                optimiser.schedule(done, budget.stepsPerEpoch(size), steps);
                try (NDManager batch = manager.newSubManager()) {
                    step.accept(examples.batch(batch, order, from, Math.min(from + budget.batch(), order.length)));
                }
                unread.stepDone();
            }
            if (told && done < steps) {
                listener.passDone(epoch + 1, unread::read);
            }
        }
    }

    /** What passes change, and how far they are. */
    private final class Progress implements Stateful {
        private final Stateful changing;

        Progress(Stateful changing) {
            this.changing = changing;
        }

        @Override
        public void save(State state) {
            state.put("step", step);
            saveProgress(state);
            changing.save(state.scope("changing"));
        }

        @Override
        public void load(State state) {
            step = state.longs("step")[0];
            loadProgress(state);
            changing.load(state.scope("changing"));
        }
    }

    /** Saves what counts steps besides these. */
    void saveProgress(State state) {}

    /** Takes back what {@link #saveProgress} saved. */
    void loadProgress(State state) {}

    /** Whether the network and all add-ons do. */
    @Override
    public final boolean savesInsideTasks() {
        return network.savesInsideTasks() && addOns.stream().allMatch(AddOn::savesInsideTasks);
    }

    /**
     * Makes one step: loss, gradients, update.
     *
     * @param loss a scalar, computed while gradients are recorded
     * @param beforeUpdate runs when the gradients are complete
     * @throws DivergedException if the loss is not finite; in {@link #passes} on a GPU some steps later
     */
    public final void step(Supplier<NDArray> loss, Runnable beforeUpdate) {
        step++;
        network.beginStep();
        try (StepScope scope = new StepScope(network.manager())) {
            update(loss, beforeUpdate);
        }
    }

    /** Runs something that computes with weights or gradients; what it makes of them dies with it, see {@link #manager}. */
    public final void scoped(Runnable action) {
        try (StepScope scope = new StepScope(network.manager())) {
            action.run();
        }
    }

    /**
     * Adds the gradients of a loss to those that there are and leaves the weights alone. Only from outside a loss: before the step,
     * or when its gradients are complete.
     *
     * @param loss a scalar, computed while gradients are recorded
     * @throws DivergedException if the loss is not finite; in {@link #passes} on a GPU some steps later
     */
    public final void gradients(Supplier<NDArray> loss) {
        network.beginStep();
        try (StepScope scope = new StepScope(network.manager())) {
            backward(loss);
        }
    }

    private void backward(Supplier<NDArray> loss) {
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            NDArray total = loss.get();
            requireScalar(total);
            optimiser.backward(total);
            network.work().backward();
            unread.loss(total, step); // comes last, as the conversion of its type cuts off a gradient
        }
    }

    private void update(Supplier<NDArray> loss, Runnable beforeUpdate) {
        backward(() -> {
            NDArray total = network.withNormalisers(loss.get());
            for (AddOn addOn : addOns) {
                total = addOn.loss(total);
            }
            return total;
        });
        listener.gradientsComplete(optimiser);
        beforeUpdate.run();
        addOns.forEach(AddOn::beforeUpdate);
        optimiser.step();
        addOns.forEach(AddOn::afterUpdate);
    }

    private static void requireScalar(NDArray loss) {
        if (!loss.getShape().isScalar()) {
            throw new IllegalArgumentException("a loss must be one number, this one has shape " + loss.getShape());
        }
    }

    /** To be called when a step is wholly done, memory included. */
    public final void stepDone(int examples) {
        listener.afterStep(step, examples);
    }

    /** Steps begun since the task began. */
    final long begun() {
        return step;
    }

    final Unread unread() {
        return unread;
    }

    final List<AddOn> addOns() {
        return addOns;
    }

    final StepListener listener() {
        return listener;
    }

    @Override
    public void save(State state) {
        network.save(state.scope("network"));
        optimiser.save(state.scope("optimiser"));
        int i = 0;
        for (AddOn addOn : addOns) {
            addOn.save(state.scope("add-on-" + i++));
        }
    }

    @Override
    public void load(State state) {
        network.load(state.scope("network"));
        optimiser.load(state.scope("optimiser"));
        int i = 0;
        for (AddOn addOn : addOns) {
            addOn.load(state.scope("add-on-" + i++));
        }
    }
}
