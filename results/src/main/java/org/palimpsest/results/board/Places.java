package org.palimpsest.results.board;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which places the rows of a table can have. A row is ahead of another if the 95 % interval of the difference of their runs, paired by seed, says so, as
 * {@code compare} does; with fewer than three seeds in common there is no interval, and the means decide.
 */
final class Places {
    /**
     * The places that a row can have: those that cannot be told apart share one.
     *
     * @param first 1 and how many rows are ahead of it
     * @param last how many rows it is not ahead of, itself among them
     */
    record Place(int first, int last) {
        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "–" + last;
        }
    }

    private Places() {}

    /**
     * The places of rows.
     *
     * @param rows of each the values of its runs by seed, at least one, so signed that more is better
     */
    static List<Place> of(List<Map<Long, Double>> rows) {
        int n = rows.size();
        int[] first = new int[n];
        int[] last = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                int ahead = ahead(rows.get(i), rows.get(j));
                first[ahead > 0 ? j : i] += ahead != 0 ? 1 : 0;
                last[ahead > 0 ? i : j] += ahead != 0 ? 1 : 0;
            }
        }
        return IntStream.range(0, n).mapToObj(i -> new Place(1 + first[i], n - last[i])).toList();
    }

    /** 1 if a is ahead of b, -1 if b is ahead of a. */
    private static int ahead(Map<Long, Double> a, Map<Long, Double> b) {
        double[] differences = a.keySet().stream().filter(b::containsKey).mapToDouble(seed -> a.get(seed) - b.get(seed)).toArray();
        return differences.length < Summary.FEWEST ? Double.compare(mean(a), mean(b)) : PairedDifference.of(differences).sign();
    }

    private static double mean(Map<Long, Double> values) {
        return values.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
