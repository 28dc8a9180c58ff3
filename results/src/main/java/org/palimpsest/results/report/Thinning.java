package org.palimpsest.results.report;

import java.util.stream.IntStream;

/** Which points of a long curve are drawn. */
final class Thinning {
    private Thinning() {}

    /**
     * The places of a curve that are kept, ascending. It is cut into stretches of equal length, and of each the lowest point and the last one are
     * kept, so that no fall is thinned away; the first point of all is kept as well.
     *
     * @param values the curve; NaN is no value
     * @param most more points than these are thinned to about as many, from 4 on
     */
    static int[] keep(double[] values, int most) {
        if (values.length <= most) {
            return IntStream.range(0, values.length).toArray();
        }
        int stretches = most / 2;
        IntStream kept = IntStream.range(0, stretches).flatMap(s -> {
            int from = (int) ((long) values.length * s / stretches);
            int to = (int) ((long) values.length * (s + 1) / stretches);
            return IntStream.of(lowest(values, from, to), to - 1);
        });
        return IntStream.concat(IntStream.of(0), kept).distinct().sorted().toArray();
    }

    private static int lowest(double[] values, int from, int to) {
        int lowest = from;
        for (int i = from + 1; i < to; i++) {
            if (values[i] < values[lowest] || Double.isNaN(values[lowest])) {
                lowest = i;
            }
        }
        return lowest;
    }
}
