package org.palimpsest.harness.supervised;

import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.results.record.TrainingRow;

/** Keeps how a lesson goes while it is taught, and passes its steps on. */
final class StepRecorder implements StepListener {
    private final StepListener next;
    private final Pauses pauses;
    private final TrainingCurve curve = new TrainingCurve();
    private List<TrainingRow> taken = List.of();

    StepRecorder(StepListener next, Pauses pauses) {
        this.next = next;
        this.pauses = pauses;
    }

    /** How the lesson goes so far. */
    TrainingCurve curve() {
        return curve;
    }

    /**
     * A lesson begins.
     *
     * @param steps updates that the budget allows
     * @param stepsPerEpoch updates of one pass over its data
     */
    void begin(long steps, int stepsPerEpoch) {
        curve.begin(steps, stepsPerEpoch);
        taken = List.of();
        pauses.begin();
    }

    /** The lesson was taught by another run, which recorded this of it. */
    void takeUp(List<TrainingRow> rows) {
        taken = rows;
        pauses.skip();
    }

    /** How the lesson went, for the record of the task of that number, from 1. */
    List<TrainingRow> rows(int task) {
        return taken.isEmpty() ? curve.rows(task) : taken;
    }

    @Override
    public void scored(double loss, int correct, int examples) {
        curve.add(loss, correct, examples);
    }

    @Override
    public int passesBegin(Optional<Stateful> changing) {
        return pauses.passesBegin(changing);
    }

    @Override
    public void passDone(int passes, Runnable read) {
        pauses.passDone(passes, read);
    }

    @Override
    public void gradientsComplete(Optimiser optimiser) {
        next.gradientsComplete(optimiser);
    }

    @Override
    public void afterStep(long step, int examples) {
        next.afterStep(step, examples);
    }
}
