package org.palimpsest.results.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.Table;

/**
 * What is measured of a learner: the R of the metrics' formulas, read from a table of its record. Accuracy under one reading of the answers
 * is one; the return of an agent or the share of exact matches may be others, see {@link MetricProvider}.
 *
 * @param id of lower-case letters, digits and {@code _}; columns of leaderboards begin with it
 * @param label its name for people
 * @param direction which way is better; the metrics of the {@link AccuracyMatrix} read measures of which more is
 * @param unit unit of its values; {@value #FRACTION} for accuracies, which are shown in percent
 * @param scenarios the scenarios whose rows it ranks; of several measures that name one the first that all rows have a value of
 * @param examined the scores after tasks
 * @param probed the scores inside tasks; empty if there are none of this measure
 * @param trained the scores of training itself, on the task being learned; empty if there are none of this measure
 */
public record Measure(
        String id,
        String label,
        Direction direction,
        String unit,
        List<String> scenarios,
        Source<?> examined,
        Optional<Source<?>> probed,
        Optional<Source<?>> trained) {
    /** The unit of accuracies: the share of right answers, in [0, 1]. */
    public static final String FRACTION = "fraction";

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]*");
    private static final String OF_ACCURACIES = "accuracy.";

    /** Accuracy where the answer is the arg-max over all classes of the head. Ranks wherever no other measure does. */
    public static final Measure CLASS_IL = new Measure(
            "class_il", "class-IL", Direction.HIGHER, FRACTION, List.of(),
            new Source<>(AccuracyRow.TABLE, row -> Score.after(row.trainedTask(), row.task(), row.classIlCorrect(), row.n())),
            Optional.of(new Source<>(
                    ProbeRow.TABLE, row -> new Score(row.trainingTask(), row.step(), row.task(), row.classIlCorrect(), row.n()))));

    /** Accuracy where the answer is the arg-max over the classes of the example's own task: what learners of such streams are told. */
    public static final Measure TASK_IL = new Measure(
            "task_il", "task-IL", Direction.HIGHER, FRACTION, List.of("task-incremental"),
            new Source<>(AccuracyRow.TABLE, row -> Score.after(row.trainedTask(), row.task(), row.taskIlCorrect(), row.n())),
            Optional.of(new Source<>(
                    ProbeRow.TABLE, row -> new Score(row.trainingTask(), row.step(), row.task(), row.taskIlCorrect(), row.n()))));

    /**
     * Scores in the rows of a table.
     *
     * @param table the table
     * @param score the score that a row of a run holds
     */
    public record Source<R>(Table<R> table, BiFunction<R, RunInfo, Score> score) {
        /** Scores that rows hold by themselves. */
        public Source(Table<R> table, Function<R, Score> score) {
            this(table, (row, run) -> score.apply(row));
        }

        List<Score> scores(RunRecord record) {
            return record.rows(table).stream().map(row -> score.apply(row, record.info())).toList();
        }
    }

    /**
     * Copies the scenarios.
     *
     * @throws IllegalArgumentException if the id cannot begin a column
     */
    public Measure {
        scenarios = List.copyOf(scenarios);
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("'" + id + "' cannot be the id of a measure");
        }
    }

    /** A measure of which training itself gives no scores. */
    public Measure(String id, String label, Direction direction, String unit, List<String> scenarios, Source<?> examined, Optional<Source<?>> probed) {
        this(id, label, direction, unit, scenarios, examined, probed, Optional.empty());
    }

    /** Whether a record has anything of it; accuracies are asked for in any case, as metrics of them read other tables, too. */
    boolean isIn(RunRecord record) {
        return isAccuracy() || Stream.of(Optional.of(examined), probed, trained).flatMap(Optional::stream)
                .anyMatch(source -> !record.rows(source.table()).isEmpty());
    }

    /** Whether its values are shares of right answers. */
    public boolean isAccuracy() {
        return unit.equals(FRACTION);
    }

    /**
     * The column of a metric under this measure, {@code class_il.accuracy.final}. Metrics named {@code accuracy.*} are means of R, whatever
     * R is: where it is no accuracy the word is left out, {@code return.final}.
     */
    public String column(String metric) {
        return id + "." + (isAccuracy() || !metric.startsWith(OF_ACCURACIES) ? metric : metric.substring(OF_ACCURACIES.length()));
    }
}
