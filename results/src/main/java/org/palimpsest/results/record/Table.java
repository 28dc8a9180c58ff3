package org.palimpsest.results.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The form of one named table of a run record: how a row becomes cells and cells a row.
 *
 * @param name file name without {@code .csv}, also its key among the committed lengths
 * @param columns the header
 * @param keys how many leading columns name a row; no two rows share them
 * @param write cells of a row, one per column
 * @param read a row from its cells; throws IllegalArgumentException if they are none
 */
record Table<R>(
        String name, List<String> columns, int keys, Function<R, List<String>> write, Function<List<String>, R> read) {

    static final Table<AccuracyRow> ACCURACY = new Table<>(
            "accuracy",
            List.of("trained_task", "task", "n", "class_il_correct", "class_il", "task_il_correct", "task_il"),
            2,
            row -> List.of(
                    text(row.trainedTask()), text(row.task()), text(row.n()),
                    text(row.classIlCorrect()), Numbers.ratio(row.classIlCorrect(), row.n()),
                    text(row.taskIlCorrect()), Numbers.ratio(row.taskIlCorrect(), row.n())),
            cells -> new AccuracyRow(
                    number(cells, 0), number(cells, 1), number(cells, 2), number(cells, 3), number(cells, 5)));

    static final Table<ProbeRow> PROBE = new Table<>(
            "probe",
            List.of("training_task", "step", "task", "n", "class_il_correct", "class_il", "task_il_correct", "task_il"),
            3,
            row -> List.of(
                    text(row.trainingTask()), text(row.step()), text(row.task()), text(row.n()),
                    text(row.classIlCorrect()), Numbers.ratio(row.classIlCorrect(), row.n()),
                    text(row.taskIlCorrect()), Numbers.ratio(row.taskIlCorrect(), row.n())),
            cells -> new ProbeRow(
                    number(cells, 0), Long.parseLong(cells.get(1)), number(cells, 2), number(cells, 3),
                    number(cells, 4), number(cells, 6)));

    /** What a class was mistaken for stands in one cell, {@code answer:count answer:count}, answers ascending. */
    static final Table<ConfusionRow> CONFUSION = new Table<>(
            "confusion",
            List.of("trained_task", "label", "n", "correct", "mistaken_for"),
            2,
            row -> List.of(
                    text(row.trainedTask()), text(row.label()), text(row.n()), text(row.correct()),
                    mistakes(row.mistakenFor())),
            cells -> new ConfusionRow(
                    number(cells, 0), number(cells, 1), number(cells, 2), number(cells, 3), mistakes(cells.get(4))));

    static final Table<GaugeRow> GAUGES = new Table<>(
            "gauges",
            List.of("task", "step", "gauge", "layer", "value"),
            4,
            row -> List.of(
                    text(row.task()), text(row.step()), row.gauge(), row.layer(), Numbers.text(row.value())),
            cells -> new GaugeRow(
                    number(cells, 0), Long.parseLong(cells.get(1)), cells.get(2), cells.get(3), real(cells, 4)));

    static final Table<TrainingRow> TRAINING = new Table<>(
            "training",
            List.of("task", "updates", "n", "correct", "accuracy", "loss", "end_n", "end_correct", "end_accuracy", "end_loss"),
            1,
            row -> List.of(
                    text(row.task()), text(row.updates()),
                    text(row.all().n()), text(row.all().correct()), Numbers.text(row.all().accuracy()), Numbers.text(row.all().loss()),
                    text(row.end().n()), text(row.end().correct()), Numbers.text(row.end().accuracy()), Numbers.text(row.end().loss())),
            cells -> new TrainingRow(number(cells, 0), Long.parseLong(cells.get(1)), part(cells, 2), part(cells, 6)));

    /** Every table of a record. A new kind of stream adds its own here. */
    static final List<Table<?>> ALL = List.of(ACCURACY, PROBE, CONFUSION, GAUGES, TRAINING);

    /** The bytes of a table without rows. */
    byte[] header() {
        return Csv.bytes(columns, List.of());
    }

    private static String mistakes(Map<Integer, Integer> mistakenFor) {
        return mistakenFor.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(mistake -> mistake.getKey() + ":" + mistake.getValue())
                .collect(Collectors.joining(" "));
    }

    private static Map<Integer, Integer> mistakes(String cell) {
        Map<Integer, Integer> mistakenFor = new HashMap<>();
        for (String mistake : cell.isEmpty() ? new String[0] : cell.split(" ")) {
            int colon = mistake.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("'" + mistake + "' is not of the form answer:count");
            }
            mistakenFor.put(
                    Integer.parseInt(mistake.substring(0, colon)), Integer.parseInt(mistake.substring(colon + 1)));
        }
        return mistakenFor;
    }

    private static String text(long number) {
        return Long.toString(number);
    }

    /** n, correct, their ratio and the loss. */
    private static TrainingRow.Part part(List<String> cells, int column) {
        return new TrainingRow.Part(Long.parseLong(cells.get(column)), Long.parseLong(cells.get(column + 1)), real(cells, column + 3));
    }

    private static double real(List<String> cells, int column) {
        return cells.get(column).isEmpty() ? Double.NaN : Double.parseDouble(cells.get(column));
    }

    private static int number(List<String> cells, int column) {
        return Integer.parseInt(cells.get(column));
    }
}
