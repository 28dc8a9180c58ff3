package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of one array after another, numbered through, none of them copied. */
final class JoinedRows {
    private final List<Rows> arrays;

    JoinedRows(List<Rows> arrays) {
        this.arrays = arrays;
    }

    /** How many there are. */
    int count() {
        return arrays.stream().mapToInt(Rows::count).sum();
    }

    /** These and behind them the others. */
    JoinedRows followedBy(JoinedRows others) {
        List<Rows> all = new ArrayList<>(arrays);
        all.addAll(others.arrays);
        return new JoinedRows(all);
    }

    /** Copies the numbered rows; shape (rows.length, ...), owned by the manager. */
    NDArray select(NDManager manager, int[] rows) {
        if (arrays.size() == 1 || rows.length == 0) {
            return arrays.get(0).select(manager, rows);
        }
        NDList parts = new NDList();
        int[] places = new int[rows.length];
        int placed = 0;
        int first = 0;
        for (Rows array : arrays) {
            int start = first;
            int end = first + array.count();
            int[] own = IntStream.range(0, rows.length).filter(i -> rows[i] >= start && rows[i] < end).toArray();
            if (own.length > 0) {
                parts.add(array.select(manager, Arrays.stream(own).map(i -> rows[i] - start).toArray()));
            }
            for (int i : own) {
                places[i] = placed++;
            }
            first = end;
        }
        return parts.size() == 1 ? parts.get(0) : new Rows(NDArrays.concat(parts)).select(manager, places);
    }
}
