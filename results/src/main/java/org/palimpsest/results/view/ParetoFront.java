package org.palimpsest.results.view;

import java.util.stream.IntStream;

/** Which of some points no other one beats in both of two numbers. */
public final class ParetoFront {
    private ParetoFront() {}

    /**
     * Whether each point is on the front: no other one costs as little and has as much, and less of the one or more of the other.
     *
     * @param costs of which less is better
     * @param values of which more is better, as many
     */
    public static boolean[] of(double[] costs, double[] values) {
        boolean[] front = new boolean[costs.length];
        for (int i = 0; i < costs.length; i++) {
            int point = i;
            front[i] = IntStream.range(0, costs.length).noneMatch(other -> costs[other] <= costs[point] && values[other] >= values[point]
                    && (costs[other] < costs[point] || values[other] > values[point]));
        }
        return front;
    }
}
