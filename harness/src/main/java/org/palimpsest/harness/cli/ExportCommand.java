package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.export.Export;
import org.palimpsest.results.board.LongTable;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.Tables;
import org.palimpsest.results.replay.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: tables of many records as one. */
@Command(name = "export", mixinStandardHelpOptions = true, description = {
    "Writes tables of the run records as one CSV in long format: a line for each of their rows, with benchmark, method, options, seed and status in front.",
    "Other formats are lines of JSON, event files of TensorBoard and the file store of MLflow; these two are folders.",
    "The name is that of 'leaderboard': a suite, for those of its runs that are recorded, or a benchmark, for every run of it."})
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Mixin
    private RecordedRuns runs;

    @Spec
    private CommandSpec spec;

    /** What can be written. */
    private enum Format {
        CSV,
        JSONL,
        TENSORBOARD,
        MLFLOW;

        boolean isFolder() {
            return this == TENSORBOARD || this == MLFLOW;
        }
    }

    @Option(names = "--what", paramLabel = "tables",
            description = "tables of the record: accuracy, probe, training, confusion, gauges, and those of plug-ins (tensorboard, mlflow: all by default)")
    private List<String> what = List.of();

    @Option(names = "--as", paramLabel = "csv|jsonl|tensorboard|mlflow", defaultValue = "csv", description = "format (default: ${DEFAULT-VALUE})")
    private Format format;

    @Option(names = "--out", paramLabel = "FILE|DIR", description = "file to write (default: printed), or folder")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Injector injector = common.injector();
        List<Table<?>> tables = tables(injector.getInstance(Tables.class));
        RunStore store = results.store(injector);
        RecordedRuns.Choice choice = runs.choose(injector, store, results.folder());
        BadRecords bad = new BadRecords();
        if (format.isFolder()) {
            folder(tables, choice, store, bad, new Export(injector.getInstance(Metrics.class)));
        } else if (out == null) {
            write(tables, choice.ids(), store, bad, spec.commandLine().getOut());
        } else {
            new Disk().deliver(out, stream -> write(tables, choice.ids(), store, bad, new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
        }
        return bad.report(spec.commandLine().getErr(), Exit.OK);
    }

    private void folder(List<Table<?>> tables, RecordedRuns.Choice choice, RunStore store, BadRecords bad, Export export) {
        Optional<Export.Experiment> experiment = Optional.empty();
        for (RunId id : choice.ids()) {
            try {
                RunRecord record = store.read(id);
                if (format == Format.TENSORBOARD) {
                    export.tensorBoard(record, tables, out);
                } else {
                    experiment = experiment.or(() -> Optional.of(export.mlflow(out, choice.title(), record.info())));
                    experiment.orElseThrow().add(record, tables);
                }
            } catch (BadRecordException e) {
                bad.accept(e);
            }
        }
        if (!common.quiet()) {
            String viewer = format == Format.TENSORBOARD ? "tensorboard --logdir " : "MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri ";
            spec.commandLine().getOut().println("written to " + out + "; " + viewer + Shell.line(List.of(out.toString())) + "  # shows it");
            spec.commandLine().getOut().flush();
        }
    }

    private List<Table<?>> tables(Tables known) {
        Problems problems = new Problems().at("export");
        Set<Table<?>> tables = new LinkedHashSet<>();
        List<String> names = known.all().stream().map(Table::name).toList();
        for (String name : Arguments.entries("--what", what, problems)) {
            known.find(name).ifPresentOrElse(tables::add, () -> problems.add("--what", name, "there is no such table" + Names.suggestion(name, names)));
        }
        if (what.isEmpty() && !format.isFolder()) {
            problems.add("--what", "", "must name tables: " + String.join(", ", names));
        }
        if (out != null && !format.isFolder()) {
            Arguments.checkOut(out, problems);
        } else if (format.isFolder() && (out == null || Files.isRegularFile(out))) {
            problems.add("--out", out == null ? "" : out, "must be a folder, which is made if it is not there");
        }
        problems.throwIfAny();
        return what.isEmpty() ? known.all() : List.copyOf(tables);
    }

    /** One record at a time, however many there are. */
    private void write(List<Table<?>> tables, Set<RunId> ids, RunStore store, BadRecords bad, Writer text) throws IOException {
        LongTable table = new LongTable(tables);
        Set<Table<?>> empty = new HashSet<>(tables);
        if (format == Format.CSV) {
            text.write(table.header());
        }
        for (RunId id : ids) {
            try {
                RunRecord record = store.read(id);
                empty.removeIf(filled -> !record.rows(filled).isEmpty());
                text.write(format == Format.CSV ? table.lines(record) : Export.jsonLines(table.columns(), table.words(), table.cells(record)));
            } catch (BadRecordException e) {
                bad.accept(e);
            }
        }
        text.flush();
        empty.forEach(none -> common.warn("no recorded run has rows of " + none.name()));
    }
}
