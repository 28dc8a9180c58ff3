package org.palimpsest.harness.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.Table;

/** Writes records for TensorBoard and MLflow, and rows of tables as lines of JSON. */
public final class Export {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** A number as JSON has it, without a zero in front. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?");
    private static final double MILLIS = 1000;

    private final Metrics metrics;
    private final Disk disk = new Disk();

    /** Writes with these metrics of a run's tables. */
    public Export(Metrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Writes the numbers of a run as an event file of TensorBoard, in a folder named as that of its record; one that is there is replaced.
     *
     * @param root the folder that TensorBoard is to be given
     * @param tables whose numbers; metrics of the whole run come with them, at the last task
     */
    public void tensorBoard(RunRecord record, List<Table<?>> tables, Path root) {
        Path folder = root.resolve(record.info().id().relativePath());
        disk.createFolder(folder);
        double began = MlflowFolder.millis(record.info().startedAt()) / MILLIS;
        disk.deliver(folder.resolve("events.out.tfevents.palimpsest"), out -> {
            EventFile events = new EventFile(out, began);
            for (Scalar scalar : all(record, tables)) {
                events.add(scalar);
            }
        });
    }

    /**
     * Writes runs as an experiment of MLflow's file store.
     *
     * @param root the folder {@code mlruns}
     * @param name of the experiment
     * @return takes the runs, one after the other
     */
    public Experiment mlflow(Path root, String name, RunInfo first) {
        MlflowFolder folder = new MlflowFolder(disk, root.toAbsolutePath(), name, first.startedAt());
        return (record, tables) -> folder.add(record.info(), all(record, tables));
    }

    /** Takes the runs of an experiment. */
    @FunctionalInterface
    public interface Experiment {
        /** Adds a run with the numbers of some tables and its metrics. */
        void add(RunRecord record, List<Table<?>> tables);
    }

    /**
     * Rows as lines of JSON: an object each, without what is empty.
     *
     * @param columns their names
     * @param words those that hold words, whatever they look like
     * @param rows cells
     */
    public static String jsonLines(List<String> columns, Set<String> words, List<List<String>> rows) {
        StringBuilder lines = new StringBuilder();
        for (List<String> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i);
                if (!cell.isEmpty()) {
                    object.put(columns.get(i), !words.contains(columns.get(i)) && NUMBER.matcher(cell).matches() ? new BigDecimal(cell) : cell);
                }
            }
            try {
                lines.append(JSON.writeValueAsString(object)).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("words and numbers can always be written", e);
            }
        }
        return lines.toString();
    }

    private List<Scalar> all(RunRecord record, List<Table<?>> tables) {
        List<Scalar> scalars = new ArrayList<>(Scalar.of(record, tables));
        metrics.values(record).forEach((column, value) -> {
            if (Double.isFinite(value)) {
                scalars.add(new Scalar("metrics/" + column, record.info().tasksDone(), value));
            }
        });
        return scalars;
    }
}
