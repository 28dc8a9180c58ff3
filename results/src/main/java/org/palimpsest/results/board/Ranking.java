package org.palimpsest.results.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Metrics;

/** The order of the rows of one benchmark under one protocol, and their {@link Places}. */
final class Ranking {
    private Ranking() {}

    /** A row that takes part. */
    interface Contender<T> {
        /** The row. */
        LeaderboardRow row();

        /** What its finished runs have in a column, by seed. */
        Map<Long, Double> values(String column);

        /** The same in a place. */
        T at(Places.Place place);
    }

    /** Ranked rows first and best first, then bounds, then rows without a score; their order before, which is that of names, decides between equals. */
    static <T extends Contender<T>> List<T> order(List<T> contenders, Metrics metrics) {
        List<T> ordered = new ArrayList<>(contenders);
        ordered.sort(Comparator.comparing((T contender) -> !contender.row().ranked())
                .thenComparing(contender -> !contender.row().bound())
                .thenComparing(contender -> -sign(contender.row(), metrics) * contender.row().primary().orElse(0)));
        int ranked = (int) ordered.stream().filter(contender -> contender.row().ranked()).count();
        List<Places.Place> places = Places.of(ordered.subList(0, ranked).stream().map(contender -> scores(contender, metrics)).toList());
        for (int i = 0; i < ranked; i++) {
            ordered.set(i, ordered.get(i).at(places.get(i)));
        }
        return ordered;
    }

    /** What decides the rank, so signed that more is better. */
    private static Map<Long, Double> scores(Contender<?> contender, Metrics metrics) {
        Map<Long, Double> scores = contender.values(contender.row().rankedBy().orElseThrow());
        int sign = sign(contender.row(), metrics);
        scores.replaceAll((seed, score) -> sign * score);
        return scores;
    }

    /** -1 where less is better of what decides the rank. */
    static int sign(LeaderboardRow row, Metrics metrics) {
        return row.rankedBy().flatMap(metrics::column).filter(column -> column.metric().direction() == Direction.LOWER).isPresent() ? -1 : 1;
    }
}
