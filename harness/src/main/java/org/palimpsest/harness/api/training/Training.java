package org.palimpsest.harness.api.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.TaskMix;

/** What a gradient method trains with: the network, its optimiser, the add-ons, and the one way to make a step. */
public final class Training implements Stateful {
    private static final float MASKED = -1e9f;

    private final NDManager manager;
    private final Network network;
    private final Optimiser optimiser;
    private final Set<AddOn> addOns;
    private final Memories memories;
    private final StepListener listener;
    private final Augmenter augmenter;
    private final Rows otherTasks;
    private final PtNDArray one;
    private final int[] taskOf;
    private final StreamScores scores = new StreamScores();
    private long step;
    private int currentTask;
    private int pastClasses;

    /**
     * Everything of one run; made by the engine.
     *
     * @param manager owner of what lives as long as the run
     * @param taskOfClass the task that each label belongs to; for multi-head training
     * @param memories the memories of the method, saved along with the rest
     * @param augmenter changes the images that are trained on
     */
    @Inject
    public Training(NDManager manager, Network network, Optimiser optimiser, Set<AddOn> addOns, StepListener listener, TaskOfClass taskOfClass,
            Memories memories, Augmenter augmenter) {
        this.manager = manager;
        this.network = network;
        this.optimiser = optimiser;
        this.addOns = addOns;
        this.memories = memories;
        this.listener = listener;
        this.augmenter = augmenter;
        this.taskOf = taskOfClass.tasks();
        this.otherTasks = network.headKind().perTask() ? new Rows(otherTasks(manager, taskOfClass.tasks())) : null;
        this.one = (PtNDArray) manager.create(1f);
    }

    /** Row y holds 0 for the classes of y's task and a huge negative number for all others. */
    private static NDArray otherTasks(NDManager manager, int[] tasks) {
        float[] mask = new float[tasks.length * tasks.length];
        for (int y = 0; y < tasks.length; y++) {
            for (int c = 0; c < tasks.length; c++) {
                mask[y * tasks.length + c] = tasks[y] == tasks[c] ? 0 : MASKED;
            }
        }
        return manager.create(mask, new Shape(tasks.length, tasks.length));
    }

    /** The network in training. */
    public Network network() {
        return network;
    }

    /** Its optimiser. */
    public Optimiser optimiser() {
        return optimiser;
    }

    /** The memories of the method. */
    public Memories memories() {
        return memories;
    }

    /**
     * Owner of arrays that live as long as the run. What a step or hook computes from weights or gradients is freed at its end
     * unless it is attached to this manager: {@code weight.duplicate().attach(training.manager())}.
     */
    public NDManager manager() {
        return manager;
    }

    /**
     * Training-mode scores of a batch, shape (n, outputs), whose images are {@linkplain #augmented augmented} first; a multi-head
     * network scores each example within its own task.
     */
    public NDArray logits(Batch batch) {
        return logitsAsIs(augmented(batch));
    }

    /**
     * A view of a batch: its images changed at random as the benchmark says, each on its own and differently with every call, and
     * its labels. The batch stays as it is, and it, not the view, is what a memory should keep. Not to be augmented again:
     * {@link #logitsAsIs} scores it.
     */
    public Batch augmented(Batch batch) {
        return augmenter.augment(batch);
    }

    /**
     * As {@link #logits(Batch)}, of several batches, each with its logits. They are scored one after the other, as if by so many calls, unless
     * the network normalises by statistics of all examples of a step: then they go through it together.
     */
    public List<NDArray> logits(List<Batch> batches) {
        List<Batch> views = batches.stream().map(this::augmented).toList();
        if (!network.joint() || views.size() < 2) {
            return views.stream().map(this::logitsAsIs).toList();
        }
        NDArray joint = logitsAsIs(views.stream().reduce(Batch::concat).orElseThrow());
        List<NDArray> parts = new ArrayList<>();
        int from = 0;
        for (Batch view : views) {
            parts.add(joint.get(new NDIndex("{}:{}", from, from + view.size())));
            from += view.size();
        }
        return parts;
    }

    /** As {@link #logits(Batch)}, of images as they are. */
    public NDArray logitsAsIs(Batch batch) {
        NDArray logits = withinTask(score(batch), batch);
        scores.offer(batch, logits);
        return logits;
    }

    /** As {@link #logitsAsIs}, of all classes whatever their tasks. */
    public NDArray allLogits(Batch batch) {
        NDArray logits = score(batch);
        scores.offer(batch, logits);
        return logits;
    }

    private NDArray score(Batch batch) {
        return network.logits(batch.examples(), mix(batch));
    }

    /** An example may come before its task, where tasks overlap; it then counts for the current one. */
    private TaskMix mix(Batch batch) {
        int[] tasks = Arrays.stream(batch.hostLabels()).map(label -> Math.min(taskOf[label], currentTask)).toArray();
        return new TaskMix(currentTask, tasks, batch.replayed() || Arrays.stream(tasks).anyMatch(task -> task < currentTask));
    }

    /** As {@link #logits}, by the head alone: from evaluation-mode features, which no gradient reaches. */
    public NDArray headLogits(Batch batch) {
        NDArray features = network.features(augmented(batch).examples()).stopGradient();
        NDArray logits = withinTask(network.classify(features), batch);
        scores.offer(batch, logits);
        return logits;
    }

    /** Evaluation-mode scores of images as they are, shape (n, outputs), within their own tasks as in training; gradients flow. */
    public NDArray evaluationLogits(Batch batch) {
        return withinTask(network.evaluationLogits(batch.examples()), batch);
    }

    /** Classes seen before the task in progress: the labels below this number are of the past. */
    public int pastClasses() {
        return pastClasses;
    }

    /**
     * The stretches of the first {@code classes} outputs that compete with one another, each as the first and the one after the last: all
     * of them, or with one head per task those of each task.
     */
    public List<int[]> competing(int classes) {
        List<int[]> stretches = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            if (c == 0 || otherTasks != null && taskOf[c] != taskOf[c - 1]) {
                stretches.add(new int[] {c, c});
            }
            stretches.get(stretches.size() - 1)[1] = c + 1;
        }
        return stretches;
    }

    /** Scores in which, in a network with one head per task, only those of each example's own task are in the running. */
    public NDArray withinTask(NDArray logits, Batch batch) {
        return otherTasks == null ? logits : logits.add(otherTasks.select(batch.manager(), batch.hostLabels()));
    }

    /** A row that, added to logits, leaves only the allowed classes in the running; shape (outputs), owned by the batch. */
    public NDArray mask(Batch batch, boolean[] allowed) {
        float[] row = new float[network.outputs()];
        Arrays.fill(row, MASKED);
        for (int c = 0; c < row.length; c++) {
            if (allowed[c]) {
                row[c] = 0;
            }
        }
        return batch.manager().create(row);
    }

    /** To be called before the first step of a task. */
    public void begin(TaskData task) {
        step = 0;
        currentTask = task.index();
        pastClasses = network.seenClasses();
        augmenter.beginTask(task.index());
        scoped(() -> {
            network.see(task.seenClasses());
            addOns.forEach(a -> a.beforeTask(task));
        });
    }

    /** To be called after the last step of a task. */
    public void end(TaskData task) {
        scoped(() -> addOns.forEach(a -> a.afterTask(task)));
    }

    /**
     * Goes over a task's examples, in the order of the stream, as often as a budget says. The learning rate follows its schedule from
     * the start to the end of these passes.
     *
     * @param budget of this task
     * @param step what to do with a stream batch; every array that it makes with the batch's manager dies with the batch
     */
    public void passes(TaskData task, Budget budget, Consumer<Batch> step) {
        int size = task.train().size();
        long steps = size == 0 ? 0 : budget.totalSteps(size);
        long done = 0;
        for (int epoch = 0; done < steps; epoch++) {
            int[] order = task.order(epoch);
            for (int from = 0; from < order.length && done < steps; from += budget.batch(), done++) {
                optimiser.schedule(done, budget.stepsPerEpoch(size), steps);
                try (NDManager batch = manager.newSubManager()) {
                    step.accept(task.train().batch(batch, order, from, Math.min(from + budget.batch(), order.length)));
                }
            }
        }
    }

    /**
     * Makes one step: loss, gradients, update.
     *
     * @param batch the stream batch
     * @param loss a scalar from the batch, computed while gradients are recorded
     * @param beforeUpdate runs when the gradients are complete
     * @throws DivergedException if the loss is not finite
     */
    public void step(Batch batch, Function<Batch, NDArray> loss, Runnable beforeUpdate) {
        step++;
        network.beginStep();
        augmenter.beginStep(step);
        scores.begin(batch);
        try (StepScope scope = new StepScope(network.manager())) {
            update(batch, loss, beforeUpdate);
        }
    }

    /** Runs something that computes with weights or gradients; what it makes of them dies with it, see {@link #manager}. */
    public void scoped(Runnable action) {
        try (StepScope scope = new StepScope(network.manager())) {
            action.run();
        }
    }

    /**
     * Adds the gradients of a loss to those that there are and leaves the weights alone. Only from outside a loss: before the step,
     * or when its gradients are complete.
     *
     * @param loss a scalar, computed while gradients are recorded
     * @return the loss
     * @throws DivergedException if the loss is not finite
     */
    public float gradients(Supplier<NDArray> loss) {
        network.beginStep();
        try (StepScope scope = new StepScope(network.manager())) {
            return backward(loss);
        }
    }

    private float backward(Supplier<NDArray> loss) {
        float value;
        try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
            NDArray total = loss.get();
            requireScalar(total);
            // as recording.backward, which makes the gradient of the loss by itself anew each time
            JniUtils.backward((PtNDArray) total, one, false, false);
            network.work().backward();
            // an operation with a Java double makes a double loss; the conversion cuts off its gradient, so it comes last
            value = total.toType(DataType.FLOAT32, false).getFloat();
        }
        if (!Float.isFinite(value)) {
            throw new DivergedException("loss is " + value, step);
        }
        return value;
    }

    private void update(Batch batch, Function<Batch, NDArray> loss, Runnable beforeUpdate) {
        backward(() -> {
            NDArray total = network.withNormalisers(loss.apply(batch));
            for (AddOn addOn : addOns) {
                total = addOn.loss(batch, total);
            }
            return total;
        });
        scores.report(listener);
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
    public void stepDone(Batch batch) {
        listener.afterStep(step, batch.size());
    }

    @Override
    public void save(State state) {
        network.save(state.scope("network"));
        optimiser.save(state.scope("optimiser"));
        memories.save(state.scope("memories"));
        int i = 0;
        for (AddOn addOn : addOns) {
            addOn.save(state.scope("add-on-" + i++));
        }
    }

    @Override
    public void load(State state) {
        network.load(state.scope("network"));
        optimiser.load(state.scope("optimiser"));
        memories.load(state.scope("memories"));
        int i = 0;
        for (AddOn addOn : addOns) {
            addOn.load(state.scope("add-on-" + i++));
        }
    }
}
