package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.RunRecord;

/** The chart of what was taken for what. */
final class ConfusionFigures {
    /** More classes than these are told by their tasks. */
    private static final int MOST_CLASSES = 25;
    private static final int MOST_TASKS = 50;

    private final Map<Integer, Integer> groups;
    private final int size;
    private final boolean byTask;

    private ConfusionFigures(Map<Integer, Integer> tasks) {
        byTask = tasks.size() > MOST_CLASSES;
        groups = new TreeMap<>();
        int place = 0;
        for (Map.Entry<Integer, Integer> label : tasks.entrySet()) {
            groups.put(label.getKey(), byTask ? label.getValue() - 1 : place++);
        }
        size = groups.values().stream().mapToInt(group -> group + 1).max().orElse(0);
    }

    /** A picture for each row, if the records have any matrix of the end of the stream. */
    static Optional<Figure> of(Learned learned) {
        Map<Integer, Integer> tasks = new TreeMap<>();
        learned.rows().stream().flatMap(List::stream).flatMap(run -> run.rows(ConfusionRow.TABLE).stream())
                .forEach(row -> tasks.merge(row.label(), row.trainedTask(), Math::min));
        ConfusionFigures figures = new ConfusionFigures(tasks);
        if (figures.size < 2 || figures.size > MOST_TASKS) {
            return Optional.empty();
        }
        List<Object> panels = new ArrayList<>();
        for (int m = 0; m < learned.rows().size(); m++) {
            double[] shares = figures.shares(learned.rows().get(m));
            if (Arrays.stream(shares).anyMatch(share -> !Double.isNaN(share))) {
                panels.add(Values.map("m", m, "size", figures.size, "values", Values.of(shares, 100)));
            }
        }
        List<String> labels = IntStream.rangeClosed(figures.byTask ? 1 : 0, figures.byTask ? figures.size : figures.size - 1)
                .mapToObj(Integer::toString).toList();
        String of = figures.byTask ? "task of the " : "";
        return panels.isEmpty() ? Optional.empty() : Optional.of(new Figure(Chart.CONFUSION, figures.byTask
                ? "The " + tasks.size() + " classes are told by the task that brought them." : "", Values.map("name", "answers", "unit", "%", "xName",
                of + "answer", "yName", of + "class", "min", 0, "max", 100, "labels", labels, "panels", panels)));
    }

    /** Of each group its answers, row by row, the runs taken together; what is no group, such as no answer at all, is in no cell. */
    private double[] shares(List<RunRecord> runs) {
        double[] counts = new double[size * size];
        double[] examples = new double[size];
        runs.forEach(run -> run.rows(ConfusionRow.TABLE).stream().filter(row -> row.trainedTask() == run.info().tasks()).forEach(row -> {
            int group = groups.get(row.label());
            examples[group] += row.n();
            counts[group * size + group] += row.correct();
            row.mistakenFor().forEach((answer, count) -> {
                if (groups.containsKey(answer)) {
                    counts[group * size + groups.get(answer)] += count;
                }
            });
        }));
        return IntStream.range(0, counts.length).mapToDouble(cell -> counts[cell] / examples[cell / size]).toArray();
    }
}
