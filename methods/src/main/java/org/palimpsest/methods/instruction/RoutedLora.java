package org.palimpsest.methods.instruction;

import ai.djl.ndarray.NDArray;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.text.Asked;
import org.palimpsest.harness.api.text.Instructed;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.adapters.AdapterSets;

/**
 * Plain training of one of several sets of adapters, and of the head that goes with it; which one is trained, and which one answers, a subclass says. Where
 * nobody tells it what is asked there is one set. A set that is taken up in the place of another begins without momentum.
 */
abstract class RoutedLora extends GradientLearner implements Instructed {
    private final AdapterSets sets;
    private final Network.Weights initial;
    private int trained = -1;
    private boolean chosen; // for the task that follows
    private boolean newlyOpened;
    private boolean moved; // since it was kept

    RoutedLora(Training training) {
        super(training);
        sets = new AdapterSets(training.network());
        initial = training.network().copyWeights();
    }

    /** Whether a new set begins as the first did, and not as the one that was trained last is. */
    protected abstract boolean startsFresh();

    /** The set that learns a task; the number of sets for a new one. */
    protected abstract int toTrain(Asked asked);

    /** The set that answers, of those that there are. */
    protected abstract int toAnswer(Asked asked);

    /** How many sets there are. */
    protected final int sets() {
        return sets.count();
    }

    /** The set that is trained, or was trained last; -1 before that. */
    protected final int trained() {
        return trained;
    }

    /** Whether the task is the first that its set learns. */
    protected final boolean isNewlyOpened() {
        return newlyOpened;
    }

    @Override
    public final void study(Asked asked) {
        takeUp(toTrain(asked));
        chosen = true;
    }

    private void takeUp(int set) {
        newlyOpened = set == sets.count();
        if (newlyOpened) {
            if (set > 0 && startsFresh()) {
                training().network().setWeights(initial);
            } else if (set > 0) {
                sets.use(trained);
            }
            sets.add();
        } else {
            sets.use(set);
        }
        if (set != trained) {
            training().optimiser().restart();
        }
        trained = set;
    }

    @Override
    public final void answer(Asked asked) {
        if (sets.count() > 0) {
            keep();
            sets.use(toAnswer(asked));
        }
    }

    private void keep() {
        if (moved) {
            sets.keep();
            moved = false;
        }
    }

    @Override
    protected void beforeTask(TaskData task) {
        if (!chosen) {
            takeUp(Math.max(0, trained));
        }
        chosen = false;
    }

    /** An examination in between may have left another set in the network. */
    @Override
    protected final void beforeStep(Batch batch) {
        sets.use(trained);
        moved = true;
    }

    @Override
    protected final NDArray loss(Batch batch) {
        return loss(logits(batch), batch);
    }

    @Override
    protected final void afterSteps(TaskData task) {
        sets.use(trained);
        moved = true; // by what add-ons do now, if by nothing else
    }

    @Override
    protected void afterTask(TaskData task) {
        keep();
    }

    @Override
    public long memoryBytes() {
        return super.memoryBytes() + sets.bytes();
    }

    @Override
    public void save(State state) {
        super.save(state);
        sets.save(state.scope("sets"));
        state.put("trained", trained);
        state.put("moved", moved ? 1 : 0);
    }

    @Override
    public void load(State state) {
        super.load(state);
        sets.load(state.scope("sets"));
        trained = (int) state.longs("trained")[0];
        moved = state.has("moved") && state.longs("moved")[0] == 1;
    }

    @Override
    public boolean savesInsideTasks() {
        return true;
    }
}
