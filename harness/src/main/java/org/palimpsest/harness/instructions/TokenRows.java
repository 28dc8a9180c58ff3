package org.palimpsest.harness.instructions;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.palimpsest.harness.api.network.NetworkSize;

/** Gathers what a model reads, one row an example, filled up to the longest. */
final class TokenRows {
    private final int padding;
    private final boolean written;
    private final List<int[]> prompts = new ArrayList<>();
    private final List<int[]> answers = new ArrayList<>();

    /**
     * No rows yet.
     *
     * @param padding what rows are filled up with
     * @param written whether each row is followed by one that says what is asked for, see {@link org.palimpsest.harness.api.text.TextBackboneModule}
     */
    TokenRows(int padding, boolean written) {
        this.padding = padding;
        this.written = written;
    }

    /** Adds an example: what is read, and what is to be written after it. */
    void add(int[] prompt, int... answer) {
        prompts.add(prompt);
        answers.add(answer);
    }

    /** Tokens of each row, without padding. */
    int[] lengths() {
        int[] lengths = new int[prompts.size()];
        Arrays.setAll(lengths, i -> prompts.get(i).length + answers.get(i).length);
        return lengths;
    }

    /**
     * All rows, shape (n, length) or (n, 2, length), INT32.
     *
     * @throws IllegalArgumentException if they take more than 2 GiB
     */
    NDArray array(NDManager manager) {
        int n = prompts.size();
        int width = Arrays.stream(lengths()).max().orElse(1);
        long size = (long) n * width * (written ? 2 : 1) * Integer.BYTES;
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(n + " examples of up to " + width + " tokens take " + NetworkSize.inWords(size)
                    + ", and a set may take 2.1 GB; a smaller 'length', or fewer examples of a task, make it less");
        }
        ByteBuffer bytes = manager.allocateDirect((int) size);
        IntBuffer all = bytes.asIntBuffer();
        for (int i = 0; i < n; i++) {
            int[] prompt = prompts.get(i);
            int[] answer = answers.get(i);
            all.put(prompt).put(answer);
            fill(all, padding, width - prompt.length - answer.length);
            if (written) {
                fill(all, 0, prompt.length - 1);
                fill(all, 1, answer.length);
                fill(all, 0, width - prompt.length - answer.length + 1);
            }
        }
        return manager.create(all.rewind(), written ? new Shape(n, 2, width) : new Shape(n, width));
    }

    private static void fill(IntBuffer all, int value, int count) {
        for (int i = 0; i < count; i++) {
            all.put(value);
        }
    }
}
