package org.palimpsest.results.board;

import java.util.List;
import java.util.stream.Stream;
import org.palimpsest.results.metric.Metrics;

/**
 * A leaderboard as two CSV files. Columns but those of costs are the same bytes whenever the records hold the same
 * outcomes.
 */
final class LeaderboardFiles {

    static final String ROWS = ".csv";
    static final String RUNS = ".runs.csv";

    private LeaderboardFiles() {}

    /** {@code <name>.csv}: one line a row. */
    static byte[] rows(Leaderboard board) {
        return csv(BoardColumn.ofRows(BoardColumn.NAMES.stream()), BoardColumn.ofRows(values(board.metrics())), board.rows());
    }

    /** {@code <name>.runs.csv}: one line a run. */
    static byte[] runs(Leaderboard board) {
        return csv(BoardColumn.ofRuns(BoardColumn.NAMES.stream()), BoardColumn.ofRuns(values(board.metrics())), board.runs());
    }

    private static Stream<BoardColumn> values(Metrics metrics) {
        return BoardColumn.values(metrics).stream();
    }

    private static <T> byte[] csv(Stream<Column<T>> always, Stream<Column<T>> whereFilled, List<T> lines) {
        return Column.csv(Stream.concat(always, Column.filled(whereFilled.toList(), lines).stream()).toList(), lines);
    }
}
