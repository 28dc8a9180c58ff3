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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.record.Cost;
import org.palimpsest.results.record.Environment;
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
        assertEquals(er.get("class_il.anytime.min_acc"), "", "missing, not zero");
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
                "0.1.0", "c1".repeat(20), true, "PyTorch 2.7.1", "mkl", 4, "cuda:0", "21", "Linux", "Xeon");
        RunRecord elsewhere = new RunRecord(two.withEnvironment(other), one.rows());
        CSVRecord row = parse(write(List.of(elsewhere, one))).get(0);
        assertEquals(row.get("blas"), "mkl | openblas");
        assertEquals(row.get("threads"), "2 | 4");
        assertEquals(row.get("dirty"), "TRUE");
        assertEquals(row.get("cpu"), "Xeon");
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
        LeaderboardRuns runs = LeaderboardRuns.read(write(records()));
        assertEquals(LeaderboardRuns.read(folder.resolve("quick.runs.csv")), runs);
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
        List<String> costs = CostColumn.ALL.stream().map(CostColumn::id).toList();
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
