package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.compare.Comparison;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.PluginInfo;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.StopPoint;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.Timings;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class LeaderboardCsvTest {
    private static final String UGLY = "loss is NaN, \"twice\",\nat step 17\r\nüber; a=b";

    private Path folder;

    @BeforeMethod
    void makeFolder() {
        folder = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    @Test
    public void anyReaderOfRfc4180GetsTheValuesBack() throws IOException {
        List<CSVRecord> rows = parse(write(records()));
        CSVRecord er = rows.get(0);
        assertEquals(er.get("method"), "er");
        assertEquals(er.get("rank"), "1");
        assertEquals(er.get("n"), "2");
        assertEquals(er.get("diverged"), "1");
        assertEquals(er.get("seeds"), "1 2 3");
        assertEquals(er.get("class_il.accuracy.final"), "0.55");
        assertEquals(er.get("class_il.accuracy.final.sd"), "0.0707106781187");
        assertEquals(er.get("class_il.accuracy.final.low"), "-0.0853102368087");
        assertEquals(er.get("task_il.accuracy.final.high"), "1.18531023681");
        assertFalse(er.isMapped("class_il.anytime.min_acc"), "no row has it");
        assertEquals(er.get("train_seconds"), "4.5");
        assertEquals(er.get("data_sha256"), "fashion-mnist=" + "da".repeat(32));
        assertEquals(er.get("stream_digest").length(), 64, "one digest of the seeds' digests");
        assertEquals(er.get("protocol"), "p00012e456789");
    }

    @Test
    public void commasQuotesAndLineBreaksAreQuoted() throws IOException {
        write(records());
        CSVRecord diverged = parse(folder.resolve("quick.runs.csv")).stream()
                .filter(run -> run.get("status").equals("diverged"))
                .findFirst()
                .orElseThrow();
        assertEquals(diverged.get("message"), UGLY);
        assertEquals(diverged.get("options"), "buffer=200; note=\"a,\\\"b\\\"; c\"");
        assertEquals(diverged.get("seed"), "3");
        assertEquals(diverged.get("stop_task"), "2");
        assertEquals(diverged.get("stop_step"), "17");
        assertEquals(diverged.get("class_il.accuracy.final"), "");
    }

    @Test
    public void linesEndAsRfc4180Says() throws IOException {
        String text = Files.readString(write(List.of(run("er", 1, 5))));
        assertTrue(text.endsWith("\r\n"));
        assertEquals(text.split("\r\n").length, 2);
        assertFalse(text.replace("\r\n", "").contains("\n"));
    }

    @Test
    public void columnNamesAreNamesInR() throws IOException {
        write(records());
        for (String file : List.of("quick.csv", "quick.runs.csv")) {
            String line = Files.readString(folder.resolve(file)).lines().findFirst().orElseThrow();
            List<String> header = List.of(line.split(","));
            header.forEach(name -> assertTrue(name.matches("[a-z][a-z0-9._]*"), name));
            assertEquals(header.stream().distinct().toList(), header);
        }
    }

    @Test
    public void onlyTimeAndCostColumnsDifferBetweenRepetitions() throws IOException {
        List<RunRecord> again = new ArrayList<>();
        for (RunRecord record : records()) {
            RunInfo slower = record.info().withProgress(
                    record.info().tasksDone(), new Timings(9, 9, 9, 9, 9, 99), new Cost(300, 6000, 4_000, 8_000, 156800, 7, 9));
            again.add(0, new RunRecord(slower, record.rows()));
        }
        List<String> first = withoutCosts(write(records()));
        List<String> firstRuns = withoutCosts(folder.resolve("quick.runs.csv"));
        String whole = Files.readString(folder.resolve("quick.csv"));
        assertEquals(withoutCosts(write(again)), first);
        assertEquals(withoutCosts(folder.resolve("quick.runs.csv")), firstRuns);
        assertFalse(Files.readString(folder.resolve("quick.csv")).equals(whole), "the costs did change");
    }

    @Test
    public void provenanceThatDiffersIsSaidNotHidden() throws IOException {
        RunRecord one = run("er", 1, 5);
        RunInfo two = run("er", 2, 5).info();
        Environment other = new Environment(
                "0.1.0", "c1".repeat(20), true, "PyTorch 2.7.1", "mkl", 4, "cuda:0", "21", "Linux", "Xeon", Optional.empty()).withWorkers(OptionalInt.of(2));
        RunRecord elsewhere = new RunRecord(two.withEnvironment(other), one.rows());
        CSVRecord row = parse(write(List.of(elsewhere, one))).get(0);
        assertEquals(row.get("blas"), "mkl | openblas");
        assertEquals(row.get("threads"), "2 | 4");
        assertEquals(row.get("workers"), "1 | 2");
        assertEquals(row.get("dirty"), "TRUE");
        assertEquals(row.get("cpu"), "Xeon");
    }

    @Test
    public void onlyColumnsThatARowFillsAreThere() throws IOException {
        String names = "benchmark,protocol,scenario,method,options,training,bound,";
        String costs = "train_seconds,probe_seconds,evaluation_seconds,checkpoint_seconds,gauge_seconds,total_seconds,updates,examples,"
                + "forward_flops,backward_flops,memory_bytes,peak_resident_bytes,peak_device_bytes,";
        String provenance = "stream,stream_version,stream_digest,data_sha256,harness_version,commit,dirty,engine,blas,threads,device,java,os,cpu";
        double[] none = {};
        List<RunRecord> bounds = List.of(Examples.finished(Examples.info("joint", 1), new double[][] {none, none, {.9, .9, .9}}, none));
        assertEquals(header(write(bounds)), names + "rank,rank_last,runs,n,diverged,failed,unfinished,seeds,"
                + "class_il.accuracy.final,class_il.accuracy.cumulative,class_il.accuracy.past,"
                + "class_il.fscil.base,class_il.fscil.novel,class_il.fscil.harmonic,"
                + "task_il.accuracy.final,task_il.accuracy.cumulative,task_il.accuracy.past,"
                + "task_il.fscil.base,task_il.fscil.novel,task_il.fscil.harmonic,"
                + costs + provenance);
        assertEquals(header(folder.resolve("quick.runs.csv")), names + "seed,digest,status,message,stop_task,stop_step,tasks,tasks_done,"
                + "class_il.accuracy.final,class_il.accuracy.cumulative,class_il.accuracy.past,"
                + "class_il.fscil.base,class_il.fscil.novel,class_il.fscil.harmonic,"
                + "task_il.accuracy.final,task_il.accuracy.cumulative,task_il.accuracy.past,"
                + "task_il.fscil.base,task_il.fscil.novel,task_il.fscil.harmonic,"
                + costs + provenance + ",protocol_keys");
        String two = header(write(List.of(run("er", 1, 5), run("er", 2, 6))));
        assertTrue(two.contains(",class_il.accuracy.final,class_il.accuracy.final.sd,class_il.accuracy.final.low,class_il.accuracy.final.high,"), two);
        assertEquals(header(write(List.of())), names + "rank,rank_last,runs,n,diverged,failed,unfinished,seeds");
    }

    /** It is as long as a row. */
    @Test
    public void theProtocolIsToldOnceForEachRow() throws IOException {
        write(List.of(run("er", 1, 5), run("er", 2, 6), run("finetune", 1, 1)));
        List<String> last = Files.readString(folder.resolve("quick.runs.csv")).lines().map(line -> line.substring(line.lastIndexOf(',') + 1)).toList();
        assertEquals(last.stream().map(String::isEmpty).toList(), List.of(false, false, true, false));
        assertEquals(last.get(0), "protocol_keys");
    }

    private static String header(Path file) throws IOException {
        return Files.readString(file).lines().findFirst().orElseThrow();
    }

    @Test
    public void everyColumnSaysWhatItHolds() throws IOException {
        List<String> explained = Leaderboard.columns(Metrics.builtIn()).stream().map(Column::id).toList();
        assertEquals(explained.stream().distinct().toList(), explained);
        Leaderboard.columns(Metrics.builtIn()).forEach(column -> assertFalse(column.summary().isBlank(), column.id()));
        for (Path file : List.of(write(records()), folder.resolve("quick.runs.csv"))) {
            assertTrue(explained.containsAll(List.of(header(file).split(","))), header(file));
        }
    }

    @Test
    public void plugInsAreNamedWhereARunUsedSome() throws IOException {
        assertFalse(header(write(List.of(run("er", 1, 5)))).contains("plugins"));
        RunRecord own = run("er", 1, 5);
        PluginInfo smooth = new PluginInfo("er-smooth.jar", "ab".repeat(32));
        RunRecord plugged = new RunRecord(own.info().toBuilder().plugins(List.of(smooth)).build(), own.rows());
        List<CSVRecord> rows = parse(write(List.of(plugged, run("finetune", 1, 3))));
        assertEquals(rows.get(0).get("plugins"), "er-smooth.jar=" + "ab".repeat(32));
        assertEquals(rows.get(1).get("plugins"), "");
    }

    /** The leaderboards kept in git were written when every column was always there. */
    @Test
    public void filesWithAllColumnsAreReadAndComparedAsBefore() throws IOException {
        List<Path> references;
        try (var files = Files.list(Path.of("reference"))) {
            references = files.filter(file -> file.toString().endsWith(".runs.csv")).sorted().toList();
        }
        assertTrue(references.size() > 8, references.toString());
        for (Path file : references) {
            LeaderboardRuns runs = LeaderboardRuns.read(file, Metrics.builtIn());
            List<CSVRecord> lines = parse(file);
            assertEquals(runs.runs().size(), lines.size());
            for (int i = 0; i < lines.size(); i++) {
                CSVRecord line = lines.get(i);
                LeaderboardRuns.Run run = runs.runs().get(i);
                assertEquals(run.scenario(), line.get("scenario"));
                for (String column : Comparison.columns(Metrics.builtIn())) {
                    String cell = line.isMapped(column) ? line.get(column) : "";
                    assertEquals(run.value(column), cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell)), column);
                }
            }
            Comparison same = Comparison.of(runs, runs, List.of(), Metrics.builtIn());
            assertFalse(same.methods().isEmpty());
        }
    }

    /** Truth is no text and a count no word, in JSON; what runs differ in is named. */
    @Test
    public void provenanceInJsonHasTheTypesOfWhatItSays() {
        RunRecord clean = run("er", 1, 5);
        RunInfo info = clean.info();
        Environment was = info.environment();
        Environment dirty = new Environment(was.harnessVersion(), was.commit(), true, was.engine(), was.blas(), was.threads() + 1, was.device(),
                was.java(), was.os(), was.cpu(), was.gpu());
        RunInfo second = Examples.info("quickstart", Examples.PROTOCOL, "er", 2, info.methodOptions());
        RunRecord other = Examples.scored(second.toBuilder().environment(dirty).build(), 5);
        String alone = Leaderboard.of("quick", List.of(clean)).json();
        assertTrue(alone.contains("\"dirty\" : " + was.dirty()), alone);
        assertTrue(alone.contains("\"threads\" : " + was.threads()) && alone.contains("\"stream_version\" : 1"), alone);
        String both = Leaderboard.of("quick", List.of(clean, other)).json();
        assertTrue(both.contains("\"dirty\" : true") && both.contains("\"threads\" : \"" + was.threads() + " | " + (was.threads() + 1) + "\""), both);
    }

    @Test
    public void nothingHalfWrittenIsLeft() throws IOException {
        write(records());
        try (var files = Files.list(folder)) {
            assertEquals(
                    files.map(file -> file.getFileName().toString()).sorted().toList(),
                    List.of("quick.csv", "quick.runs.csv"));
        }
    }

    @Test
    public void runsAreReadBackFromEitherName() throws IOException {
        LeaderboardRuns runs = LeaderboardRuns.read(write(records()), Metrics.builtIn());
        assertEquals(LeaderboardRuns.read(folder.resolve("quick.runs.csv"), Metrics.builtIn()), runs);
        LeaderboardRuns.Run run = runs.runs().get(0);
        assertEquals(run.seed(), 1);
        assertEquals(run.values().get("class_il.accuracy.final"), .5);
        assertEquals(run.values().get("updates"), 300.0);
        assertFalse(run.values().containsKey("class_il.anytime.min_acc"));
    }

    static List<RunRecord> records() {
        Map<String, Object> options = Map.of("note", "a,\"b\"; c", "buffer", 200);
        RunInfo bad = Examples.info("quickstart", Examples.PROTOCOL, "er", 3, options);
        RunInfo diverged = bad.finished(RunStatus.DIVERGED, Optional.of(UGLY), Optional.of(new StopPoint(2, 17)));
        return List.of(
                Examples.scored(Examples.info("quickstart", Examples.PROTOCOL, "er", 1, options), 5),
                Examples.scored(Examples.info("quickstart", Examples.PROTOCOL, "er", 2, options), 6),
                new RunRecord(diverged, TableRows.NONE),
                run("finetune", 1, 3));
    }

    private Path write(List<RunRecord> records) {
        return Leaderboard.of("quick", records).write(folder);
    }

    private static RunRecord run(String method, long seed, int tenths) {
        return Examples.scored(Examples.info(method, seed), tenths);
    }

    /** Every cell but those of time and cost, as written. */
    private static List<String> withoutCosts(Path file) throws IOException {
        List<String> costs = Quantity.COSTS.stream().map(cost -> cost.quantity().id()).toList();
        List<String> cells = new ArrayList<>();
        for (CSVRecord row : parse(file)) {
            row.toMap().forEach((column, cell) -> {
                if (!costs.contains(column)) {
                    cells.add(column + "=" + cell);
                }
            });
        }
        return cells;
    }

    private static List<CSVRecord> parse(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser parser = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get()
                        .parse(reader)) {
            return parser.getRecords();
        }
    }
}
