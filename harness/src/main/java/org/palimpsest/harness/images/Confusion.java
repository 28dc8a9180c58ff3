package org.palimpsest.harness.images;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.palimpsest.results.record.ConfusionRow;

/** Counts answers by the right label and the label given; memory goes with the pairs that occur. */
final class Confusion {
    private final Map<Integer, Map<Integer, Integer>> counts = new TreeMap<>();

    void add(int label, int answer) {
        counts.computeIfAbsent(label, l -> new HashMap<>()).merge(answer, 1, Integer::sum);
    }

    /** A row per label that was asked for, labels ascending. */
    List<ConfusionRow> rows(int trainedTask) {
        List<ConfusionRow> rows = new ArrayList<>();
        counts.forEach((label, answers) -> {
            Map<Integer, Integer> mistakenFor = new HashMap<>(answers);
            int n = answers.values().stream().mapToInt(Integer::intValue).sum();
            Integer correct = mistakenFor.remove(label);
            rows.add(new ConfusionRow(trainedTask, label, n, correct == null ? 0 : correct, mistakenFor));
        });
        return rows;
    }
}
