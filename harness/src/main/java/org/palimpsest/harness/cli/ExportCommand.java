package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.results.board.LongTable;
import org.palimpsest.results.record.BadRecordException;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export}: tables of many records as one. */
@Command(name = "export", mixinStandardHelpOptions = true, description = {
    "Writes tables of the run records as one CSV in long format: a line for each of their rows, with benchmark, method, options, seed and status in front.",
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

    @Option(names = "--what", required = true, paramLabel = "tables",
            description = "tables of the record: accuracy, probe, training, confusion, gauges, and those of plug-ins")
    private List<String> what;

    @Option(names = "--out", paramLabel = "FILE", description = "file to write (default: printed)")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Injector injector = common.injector();
        List<Table<?>> tables = tables(injector.getInstance(Tables.class));
        RunStore store = results.store(injector);
        Set<RunId> ids = runs.choose(injector, store, results.folder()).ids();
        BadRecords bad = new BadRecords();
        if (out == null) {
            write(tables, ids, store, bad, spec.commandLine().getOut());
        } else {
            new Disk().deliver(out, stream -> write(tables, ids, store, bad, new OutputStreamWriter(stream, StandardCharsets.UTF_8)));
        }
        return bad.report(spec.commandLine().getErr(), Exit.OK);
    }

    private List<Table<?>> tables(Tables known) {
        Problems problems = new Problems().at("export");
        Set<Table<?>> tables = new LinkedHashSet<>();
        List<String> names = known.all().stream().map(Table::name).toList();
        for (String name : Arguments.entries("--what", what, problems)) {
            known.find(name).ifPresentOrElse(tables::add, () -> problems.add("--what", name, "there is no such table" + Names.suggestion(name, names)));
        }
        if (out != null) {
            Arguments.checkOut(out, problems);
        }
        problems.throwIfAny();
        return List.copyOf(tables);
    }

    /** One record at a time, however many there are. */
    private void write(List<Table<?>> tables, Set<RunId> ids, RunStore store, BadRecords bad, Writer text) throws IOException {
        LongTable format = new LongTable(tables);
        Set<Table<?>> empty = new HashSet<>(tables);
        text.write(format.header());
        for (RunId id : ids) {
            try {
                RunRecord record = store.read(id);
                empty.removeIf(table -> !record.rows(table).isEmpty());
                text.write(format.lines(record));
            } catch (BadRecordException e) {
                bad.accept(e);
            }
        }
        text.flush();
        empty.forEach(table -> common.warn("no recorded run has rows of " + table.name()));
    }
}
