package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.DivergedException;
import org.palimpsest.harness.api.LabelledAddOn;
import org.palimpsest.harness.api.Losses;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmenter;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.TaskMix;

/** What a gradient method trains with: steps, and all that labels need: scores, the objective, memories and augmentation. */
@Singleton
public final class Training extends Steps {
    private final Memories memories;
    private final Augmenter augmenter;
    private final Rows otherTasks;
    private final int[] taskOf;
    private final List<LabelledAddOn> labelled;
    private final Objective objective;
    private final StreamScores scores;
    private int currentTask;
    private int pastClasses;

    /**
     * Everything of one run; made by the engine.
     *
     * @param manager owner of what lives as long as the run
     * @param taskOfClass the task that each label belongs to; for multi-head training
     * @param memories the memories of the method, saved along with the rest
     * @param augmenter changes the images that are trained on
     * @param given what the benchmark trains towards; add-ons may change it
     */
    @Inject
    public Training(NDManager manager, Network network, Optimiser optimiser, Set<AddOn> addOns, StepListener listener, TaskOfClass taskOfClass,
            Memories memories, Augmenter augmenter, Objective given) {
        super(manager, network, optimiser, addOns, listener);
        this.memories = memories;
        this.augmenter = augmenter;
        this.taskOf = taskOfClass.tasks();
        this.otherTasks = network.headKind().perTask() ? new Rows(otherTasks(manager, taskOfClass.tasks())) : null;
        this.labelled = addOns().stream().filter(LabelledAddOn.class::isInstance).map(LabelledAddOn.class::cast).toList();
        Objective changed = given;
        for (LabelledAddOn addOn : labelled) {
            changed = addOn.objective(changed);
        }
        this.objective = changed;
        this.scores = new StreamScores(changed);
    }

    /** Row y holds 0 for the classes of y's task and a huge negative number for all others. */
    private static NDArray otherTasks(NDManager manager, int[] tasks) {
        float[] mask = new float[tasks.length * tasks.length];
        for (int y = 0; y < tasks.length; y++) {
            for (int c = 0; c < tasks.length; c++) {
                mask[y * tasks.length + c] = tasks[y] == tasks[c] ? 0 : Losses.OUT;
            }
        }
        return manager.create(mask, new Shape(tasks.length, tasks.length));
    }

    /** What is trained towards: the benchmark's objective as the add-ons have it. */
    public Objective objective() {
        return objective;
    }

    /** The memories of the method. */
    public Memories memories() {
        return memories;
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
        if (!network().joint() || views.size() < 2) {
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
        return network().logits(batch.examples(), mix(batch));
    }

    /** An example may come before its task, where tasks overlap; it then counts for the current one. */
    private TaskMix mix(Batch batch) {
        int[] tasks = Arrays.stream(batch.hostLabels()).map(label -> Math.min(taskOf[label], currentTask)).toArray();
        return new TaskMix(currentTask, tasks, batch.replayed() || Arrays.stream(tasks).anyMatch(task -> task < currentTask));
    }

    /** As {@link #logits}, by the head alone: from evaluation-mode features, which no gradient reaches. */
    public NDArray headLogits(Batch batch) {
        NDArray features = network().features(augmented(batch).examples()).stopGradient();
        NDArray logits = withinTask(network().classify(features), batch);
        scores.offer(batch, logits);
        return logits;
    }

    /** Evaluation-mode scores of images as they are, shape (n, outputs), within their own tasks as in training; gradients flow. */
    public NDArray evaluationLogits(Batch batch) {
        return withinTask(network().evaluationLogits(batch.examples()), batch);
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
        float[] row = new float[network().outputs()];
        Arrays.fill(row, Losses.OUT);
        for (int c = 0; c < row.length; c++) {
            if (allowed[c]) {
                row[c] = 0;
            }
        }
        return batch.manager().create(row);
    }

    /** To be called before the first step of a task. */
    public void begin(TaskData task) {
        currentTask = task.index();
        pastClasses = network().seenClasses();
        augmenter.beginTask(task.index());
        scoped(() -> network().see(task.seenClasses()));
        begin(task.index());
    }

    /** To be called after the last step of a task. */
    public void end(TaskData task) {
        end(task.index());
        scoped(() -> labelled.forEach(addOn -> addOn.afterTask(task)));
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
        augmenter.beginStep(begun() + 1);
        scores.begin(batch);
        step(() -> loss.apply(batch), () -> {
            scores.report(listener(), unread());
            beforeUpdate.run();
        });
    }

    @Override
    void saveProgress(State state) {
        augmenter.save(state.scope("augmenter"));
    }

    @Override
    void loadProgress(State state) {
        augmenter.load(state.scope("augmenter"));
    }

    @Override
    public void save(State state) {
        super.save(state);
        memories.save(state.scope("memories"));
    }

    @Override
    public void load(State state) {
        super.load(state);
        memories.load(state.scope("memories"));
    }
}
