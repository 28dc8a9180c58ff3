package org.palimpsest.harness.supervised;

import java.util.List;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.results.record.TrainingRow;

/** Adds up how a task goes while it is learned, over all updates and over the latest ones, which are the end once it is over. */
final class TrainingCurve implements Stateful {
    private static final int TENTH = 10;

    private double[] losses = new double[1];
    private int[] corrects = new int[1];
    private int[] sizes = new int[1];
    private double loss;
    private long correct;
    private long examples;
    private long updates;

    /**
     * A task begins.
     *
     * @param steps updates that the budget allows
     * @param stepsPerEpoch updates of one pass over its data
     */
    void begin(long steps, int stepsPerEpoch) {
        int window = (int) Math.max(1, Math.min(stepsPerEpoch, (steps + TENTH - 1) / TENTH));
        losses = new double[window];
        corrects = new int[window];
        sizes = new int[window];
        loss = 0;
        correct = 0;
        examples = 0;
        updates = 0;
    }

    /** The batch of an update was scored: the sum of its losses, its right answers, its examples. */
    void add(double batchLoss, int batchCorrect, int batchSize) {
        int slot = (int) (updates++ % losses.length);
        losses[slot] = batchLoss;
        corrects[slot] = batchCorrect;
        sizes[slot] = batchSize;
        loss += batchLoss;
        correct += batchCorrect;
        examples += batchSize;
    }

    @Override
    public void save(State state) {
        state.put("latest-losses", losses);
        state.put("latest-corrects", corrects);
        state.put("latest-sizes", sizes);
        state.put("loss", new double[] {loss});
        state.put("counts", correct, examples, updates);
    }

    @Override
    public void load(State state) {
        losses = state.doubles("latest-losses");
        corrects = state.ints("latest-corrects");
        sizes = state.ints("latest-sizes");
        loss = state.doubles("loss")[0];
        long[] counts = state.longs("counts");
        correct = counts[0];
        examples = counts[1];
        updates = counts[2];
    }

    /** The row of the task, numbered from 1; none where no batch was scored. */
    List<TrainingRow> rows(int task) {
        if (updates == 0) {
            return List.of();
        }
        double endLoss = 0;
        long endCorrect = 0;
        long endExamples = 0;
        for (int i = 0; i < Math.min(updates, losses.length); i++) {
            endLoss += losses[i];
            endCorrect += corrects[i];
            endExamples += sizes[i];
        }
        return List.of(new TrainingRow(task, updates, new TrainingRow.Part(examples, correct, loss / examples),
                new TrainingRow.Part(endExamples, endCorrect, endLoss / endExamples)));
    }
}
