package org.palimpsest.results.board;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.palimpsest.results.table.Cell;

/**
 * Which places the rows of a table can have. A row is ahead of another if the 95 % interval of the difference of their runs, paired by seed, says so, as
 * {@code compare} does. Two with fewer than three seeds in common have no interval, and are not told apart; where no two rows have one, the means decide.
 */
public final class Places {
    /**
     * The places that a row can have: those that cannot be told apart share one.
     *
     * @param first 1 and how many rows are ahead of it
     * @param last how many rows it is not ahead of, itself among them
     */
    public record Place(int first, int last) {
        /** The first place, with the last one beside it. */
        public Cell cell() {
            return Cell.number(first, toString()).with("_last", OptionalDouble.of(last));
        }

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
        List<Row> aligned = rows.stream().map(Row::of).toList();
        int n = rows.size();
        boolean byMeans = IntStream.range(0, n).noneMatch(i -> IntStream.range(i + 1, n)
                .anyMatch(j -> aligned.get(i).differences(aligned.get(j)).length >= Summary.FEWEST));
        return of(n, (i, j) -> byMeans ? Double.compare(aligned.get(i).mean, aligned.get(j).mean) : aligned.get(i).against(aligned.get(j)));
    }

    /**
     * The places of so many rows.
     *
     * @param against above 0 if the first of two rows is ahead of the second, below 0 if that one is; asked once for each pair
     */
    public static List<Place> of(int n, IntBinaryOperator against) {
        int[] first = new int[n];
        int[] last = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                int ahead = against.applyAsInt(i, j);
                first[ahead > 0 ? j : i] += ahead != 0 ? 1 : 0;
                last[ahead > 0 ? i : j] += ahead != 0 ? 1 : 0;
            }
        }
        return IntStream.range(0, n).mapToObj(i -> new Place(1 + first[i], n - last[i])).toList();
    }

    /** A row's values in the order of its seeds: of many rows there are millions of pairs. */
    private record Row(long[] seeds, double[] values, double mean) {
        static Row of(Map<Long, Double> row) {
            long[] seeds = row.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
            double[] values = Arrays.stream(seeds).mapToDouble(row::get).toArray();
            return new Row(seeds, values, Arrays.stream(values).average().orElseThrow());
        }

        /** 1 if it is ahead of the other, -1 if the other is ahead of it. */
        int against(Row other) {
            double[] differences = differences(other);
            return differences.length < Summary.FEWEST ? 0 : PairedDifference.of(differences).sign();
        }

        private double[] differences(Row other) {
            double[] differences = new double[Math.min(seeds.length, other.seeds.length)];
            int pairs = 0;
            for (int i = 0, j = 0; i < seeds.length && j < other.seeds.length;) {
                if (seeds[i] == other.seeds[j]) {
                    differences[pairs++] = values[i++] - other.values[j++];
                } else if (seeds[i] < other.seeds[j]) {
                    i++;
                } else {
                    j++;
                }
            }
            return Arrays.copyOf(differences, pairs);
        }
    }
}
