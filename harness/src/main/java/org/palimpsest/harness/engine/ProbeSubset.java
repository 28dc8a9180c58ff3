package org.palimpsest.harness.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ArrayList;
import org.palimpsest.datasets.ImageTask;
import org.palimpsest.datasets.LabelledImages;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.harness.api.Randomness;

/** The fixed, class-balanced part of each task's test data that is scored inside tasks; the same for every method of a seed. */
record ProbeSubset(LabelledImages test, Randomness random, int perTask) implements TestSet.Selection {

    @Override
    public int[] rows(ImageTask task) {
        Map<Integer, List<Integer>> byClass = new LinkedHashMap<>();
        int[] order = RandomStreams.permutation(task.test().length, random.get("probe", task.index()));
        for (int i : order) {
            int row = task.test()[i];
            byClass.computeIfAbsent(test.label(row), c -> new ArrayList<>()).add(row);
        }
        // one of each class in turn until there are enough, so that class counts differ by at most one
        List<Integer> chosen = new ArrayList<>();
        int wanted = Math.min(perTask, task.test().length);
        for (int round = 0; chosen.size() < wanted; round++) {
            for (List<Integer> rows : byClass.values()) {
                if (round < rows.size() && chosen.size() < wanted) {
                    chosen.add(rows.get(round));
                }
            }
        }
        int[] rows = chosen.stream().mapToInt(r -> r).toArray();
        Arrays.sort(rows);
        return rows;
    }
}
