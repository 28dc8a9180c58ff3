package org.palimpsest.harness.images;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.stream.ExampleSet;
import org.palimpsest.datasets.stream.ImageTask;
import org.palimpsest.harness.api.Randomness;

/** The fixed, class-balanced part of each task's test data that is scored inside tasks; the same for every method of a seed. */
record ProbeSubset(Randomness random, int perTask) implements TestSet.Selection {

    @Override
    public ExampleSet examples(ImageTask task) {
        ExampleSet test = task.test();
        Map<Integer, List<Integer>> byLabel = new LinkedHashMap<>();
        for (int i : RandomStreams.permutation(test.size(), random.get("probe", task.index()))) {
            byLabel.computeIfAbsent(test.labels()[i], label -> new ArrayList<>()).add(i);
        }
        // one of each class in turn until there are enough, so that class counts differ by at most one
        List<Integer> chosen = new ArrayList<>();
        int wanted = Math.min(perTask, test.size());
        for (int round = 0; chosen.size() < wanted; round++) {
            for (List<Integer> examples : byLabel.values()) {
                if (round < examples.size() && chosen.size() < wanted) {
                    chosen.add(examples.get(round));
                }
            }
        }
        int[] places = chosen.stream().mapToInt(i -> i).sorted().toArray();
        int[] indices = new int[wanted];
        int[] labels = new int[wanted];
        for (int i = 0; i < wanted; i++) {
            indices[i] = test.indices()[places[i]];
            labels[i] = test.labels()[places[i]];
        }
        return new ExampleSet(test.part(), indices, labels);
    }
}
