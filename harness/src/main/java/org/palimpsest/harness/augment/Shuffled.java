package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Rows;

/** Images in another order than that of the batch: image i is in row {@code rowOf[i]}. */
record Shuffled(NDArray images, int[] rowOf) {
    Shuffled(NDArray images, int n) {
        this(images, IntStream.range(0, n).toArray());
    }

    /** After one round: each operation on all images that have it, and the others behind one another. */
    Shuffled after(List<AutoAugment.Act> acts, double fill) {
        Map<Operation, List<AutoAugment.Act>> byOperation = new EnumMap<>(Operation.class);
        acts.forEach(act -> byOperation.computeIfAbsent(act.operation(), o -> new ArrayList<>()).add(act));
        Set<Integer> busy = acts.stream().map(AutoAugment.Act::image).collect(Collectors.toSet());
        List<Integer> idle = IntStream.range(0, rowOf.length).filter(i -> !busy.contains(i)).boxed().toList();
        Rows rows = new Rows(images);
        int[] next = new int[rowOf.length];
        int filled = 0;
        NDList parts = new NDList();
        if (!idle.isEmpty()) {
            parts.add(take(rows, idle));
            filled = place(idle, next, filled);
        }
        for (Map.Entry<Operation, List<AutoAugment.Act>> group : byOperation.entrySet()) {
            List<Integer> members = group.getValue().stream().map(AutoAugment.Act::image).toList();
            double[] magnitudes = group.getValue().stream().mapToDouble(AutoAugment.Act::magnitude).toArray();
            parts.add(group.getKey().apply(take(rows, members), magnitudes, fill));
            filled = place(members, next, filled);
        }
        return new Shuffled(NDArrays.concat(parts), next);
    }

    private NDArray take(Rows rows, List<Integer> members) {
        return rows.select(images.getManager(), members.stream().mapToInt(i -> rowOf[i]).toArray());
    }

    private static int place(List<Integer> members, int[] rowOf, int from) {
        int row = from;
        for (int i : members) {
            rowOf[i] = row++;
        }
        return row;
    }

    NDArray inOrder() {
        return new Rows(images).select(images.getManager(), rowOf);
    }
}
