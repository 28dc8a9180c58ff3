package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.results.metric.ConfusionMatrix;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code show}: the accuracy of a run class by class. */
@Command(name = "show", mixinStandardHelpOptions = true, description = {
    "Shows the accuracy of a recorded run class by class, and what each class was taken for most often.",
    "The run is named by its folder below runs/: <benchmark>/<method>/<seed>-<digest>."})
final class ShowCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<run>", description = "folder of a run below runs/")
    private String name;

    @Option(names = "--task", paramLabel = "n", description = "after task n, from 1 (default: the last one that was examined)")
    private Optional<Integer> task;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        RunRecord run = run();
        int last = run.rows(ConfusionRow.TABLE).stream().mapToInt(ConfusionRow::trainedTask).max().orElse(0);
        ConfusionMatrix matrix = ConfusionMatrix.of(run, task.orElse(last));
        if (matrix.labels().isEmpty()) {
            throw new InvalidInputException(new Problem("show", "--task", task.map(String::valueOf).orElse("the last"),
                    "no confusion matrix is recorded there" + (last == 0 ? "" : ", the last is of task " + last)));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        matrix.labels().forEach(label -> rows.add(cells(matrix, label, run.info().stream().classOrder())));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(rows, out);
        } else {
            FittedTable.of(rows, List.copyOf(rows.get(0).keySet()), FittedTable.ENDLESS).forEach(out::println);
        }
        out.flush();
        return Exit.OK;
    }

    private RunRecord run() {
        RunStore store = results.store(common.injector());
        List<RunId> ids = store.ids();
        String wanted = Path.of(name).normalize().toString();
        RunId id = ids.stream().filter(i -> i.relativePath().toString().equals(wanted)).findFirst().orElseThrow(() -> {
            List<String> names = ids.stream().map(i -> i.relativePath().toString()).toList();
            return new InvalidInputException(new Problem(results.folder().toString(), "show", name, "there is no such run"
                    + Names.nearest(name, names).map(near -> " (did you mean '" + near + "'?)").orElse("")));
        });
        return store.read(id);
    }

    /** The label is the class's place in the order of the stream, the class its number in the data set. */
    private static Map<String, Object> cells(ConfusionMatrix matrix, int label, List<Integer> order) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put("label", label);
        cells.put("class", label < order.size() ? order.get(label) : "-");
        cells.put("n", matrix.n(label));
        cells.put("correct", matrix.count(label, label));
        cells.put("accuracy", Math.round(1e4 * matrix.perClassAccuracy().get(label)) / 1e4);
        cells.put("taken for", matrix.mistakenFor(label).entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(most -> most.getKey() + " (" + most.getValue() + ")").orElse("-"));
        return cells;
    }
}
