package org.palimpsest.results.board;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunInfo;

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
        Set<List<String>> told = new HashSet<>();
        Set<RunScore> first = Collections.newSetFromMap(new IdentityHashMap<>());
        board.runs().stream().filter(run -> told.add(row(run.info()))).forEach(first::add);
        Stream<Column<RunScore>> columns = BoardColumn.ofRuns(values(board.metrics())).map(column -> column.id().equals(keys().id())
                ? new Column<RunScore>(column.id(), "", column.summary(), run -> first.contains(run) ? column.cell().apply(run) : "") : column);
        return csv(BoardColumn.ofRuns(BoardColumn.NAMES.stream()), columns, board.runs());
    }

    private static Column<RunScore> keys() {
        return BoardColumn.PROTOCOL_KEYS.ofRun().orElseThrow();
    }

    /** What the runs of a row share. */
    private static List<String> row(RunInfo run) {
        return List.of(run.id().benchmark(), run.protocolDigest(), run.id().method(), Options.line(run.methodOptions()), Options.line(run.training()));
    }

    private static Stream<BoardColumn> values(Metrics metrics) {
        return BoardColumn.values(metrics).stream();
    }

    private static <T> byte[] csv(Stream<Column<T>> always, Stream<Column<T>> whereFilled, List<T> lines) {
        return Column.csv(Stream.concat(always, Column.filled(whereFilled.toList(), lines).stream()).toList(), lines);
    }
}
