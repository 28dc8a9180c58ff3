package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which positions of texts are read, and after which of them the next token is asked for.
 *
 * @param examples texts
 * @param length of the longest of them, up to the last position that is asked
 * @param read tokens, text by text
 * @param asked positions, as rows of all
 */
record Positions(int examples, int length, int[] read, long[] asked) {
    /**
     * Of tokens and marks, (n, 2, length).
     *
     * @throws IllegalArgumentException if nothing is asked
     */
    static Positions of(NDArray given) {
        int[] all = given.toIntArray();
        int n = (int) given.getShape().get(0);
        int columns = (int) given.getShape().get(2);
        int last = IntStream.range(0, columns).map(c -> columns - 1 - c)
                .filter(c -> IntStream.range(0, n).anyMatch(i -> all[(2 * i + 1) * columns + c] != 0)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no next token is asked for in any of " + n + " texts"));
        int length = last + 1;
        int[] read = new int[n * length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(all, 2 * i * columns, read, i * length, length);
        }
        long[] asked = IntStream.range(0, n * length).filter(row -> all[(2 * (row / length) + 1) * columns + row % length] != 0).asLongStream().toArray();
        return new Positions(n, length, read, asked);
    }

    /** The tokens of each text up to the last position that is asked of it, or its first if none is. */
    List<int[]> texts() {
        int[] lengths = new int[examples];
        Arrays.fill(lengths, 1);
        for (long row : asked) {
            lengths[(int) (row / length)] = (int) (row % length) + 1;
        }
        return IntStream.range(0, examples).mapToObj(i -> Arrays.copyOfRange(read, i * length, i * length + lengths[i])).toList();
    }

    /** The tokens, (n, length). */
    NDArray tokens(NDManager manager) {
        return own(manager.create(read, new Shape(examples, length)));
    }

    /** Rows that are asked, (m). */
    NDArray rows(NDManager manager) {
        return own(manager.create(asked));
    }

    /** Gradients are computed from it, when a window on a Java buffer may be closed already. */
    private static NDArray own(NDArray window) {
        try (window) {
            return window.duplicate();
        }
    }
}
