package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.text.Sampling;

/** Answers as they are written, token by token, side by side. */
final class Answers {
    private final int end;
    private final Sampling sampling;
    private final int[][] written;
    private final int[] lengths; // of those that are finished
    private int column;

    /**
     * Answers that are to be written.
     *
     * @param most tokens of an answer
     * @param end token that ends it
     */
    Answers(int answers, int most, int end, Sampling sampling) {
        this.end = end;
        this.sampling = sampling;
        written = new int[answers][most];
        lengths = new int[answers];
        Arrays.fill(lengths, -1);
    }

    /**
     * Adds a token to each answer.
     *
     * @param outputs shape (answers, vocabulary)
     * @return the tokens; those of finished answers mean nothing
     */
    int[] add(NDArray outputs) {
        int[] next = sampling.temperature() == 0 ? mostLikely(outputs) : Sampler.draw(outputs, sampling);
        for (int i = 0; i < next.length; i++) {
            if (lengths[i] < 0 && next[i] == end) {
                lengths[i] = column;
            }
            written[i][column] = next[i];
        }
        column++;
        return next;
    }

    private static int[] mostLikely(NDArray outputs) {
        try (NDArray largest = outputs.argMax(1)) {
            return Arrays.stream(largest.toLongArray()).mapToInt(Math::toIntExact).toArray();
        }
    }

    /** Whether all have ended, or have as many tokens as there may be. */
    boolean finished() {
        return column == written[0].length || Arrays.stream(lengths).noneMatch(length -> length < 0);
    }

    /** Whether an answer has ended. */
    boolean finished(int answer) {
        return lengths[answer] >= 0;
    }

    /** The answers, without their ends. */
    List<int[]> all() {
        return IntStream.range(0, written.length).mapToObj(i -> Arrays.copyOf(written[i], lengths[i] < 0 ? column : lengths[i])).toList();
    }
}
