package org.palimpsest.results.metric;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.RunRecord;

/**
 * What was answered to the test examples of every class seen, any class being allowed, after one task. Classes are
 * places in the stream's class order, from 0.
 */
public final class ConfusionMatrix {

    private final SortedMap<Integer, ConfusionRow> rows = new TreeMap<>();

    private ConfusionMatrix() {}

    /**
     * The matrix of a run after a task; without a class if the run was not examined then, or was recorded by a version
     * that kept no confusion matrices.
     *
     * @param trainedTask the task just learned, 1..T
     */
    public static ConfusionMatrix of(RunRecord record, int trainedTask) {
        ConfusionMatrix matrix = new ConfusionMatrix();
        record.rows(ConfusionRow.TABLE).stream()
                .filter(row -> row.trainedTask() == trainedTask)
                .forEach(row -> matrix.rows.put(row.label(), row));
        return matrix;
    }

    /** The classes of which an example was examined. */
    public SortedSet<Integer> labels() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(rows.keySet()));
    }

    /** Examples of a class that were examined. */
    public int n(int label) {
        return rows.containsKey(label) ? rows.get(label).n() : 0;
    }

    /** How many examples of a class were given an answer. */
    public int count(int label, int predicted) {
        return predicted == label && rows.containsKey(label)
                ? rows.get(label).correct()
                : mistakenFor(label).getOrDefault(predicted, 0);
    }

    /** Wrong answer to how often it was given to examples of a class, see {@link ConfusionRow#mistakenFor}. */
    public Map<Integer, Integer> mistakenFor(int label) {
        return rows.containsKey(label) ? rows.get(label).mistakenFor() : Map.of();
    }

    /** Class to the share of its examples that were answered right, in [0, 1]. */
    public SortedMap<Integer, Double> perClassAccuracy() {
        SortedMap<Integer, Double> accuracies = new TreeMap<>();
        rows.forEach((label, row) -> accuracies.put(label, row.accuracy()));
        return accuracies;
    }
}
