package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Results that were recorded once, by commit c5841ea, are read, shown, ranked, compared, extended and taken up for ever. They are
 * {@code golden/recorded}, with the definitions that they were made of:
 *
 * <pre>
 * palimpsest run split-suite.yaml --results results
 * palimpsest run few-suite.yaml --results results --gauges all
 * palimpsest run interrupted.yaml --methods er --set er.buffer=20 --seeds 7, --gauges weights.magnitude,rank.effective --results interrupted
 * </pre>
 *
 * of which the last one was killed while it wrote the record of its second task. These files are never written again, not even with
 * {@code -Dgolden.write}. What new runs reach depends on the processor and is compared among themselves alone.
 */
public class GoldenRecordsTest {
    private static final Path RECORDED = Golden.file("recorded");
    private static final List<String> SUITES = List.of("split-suite", "few-suite");
    private static final List<String> TABLES = List.of("accuracy", "probe", "confusion", "gauges", "training");
    private static final String ER = "recorded-split/er/0-65e01fb6d585";
    private static final String FSCIL = "recorded-few/fscil/1-3d936f48d64e";
    /** Parts of {@code run.json} that differ between runs, machines or versions. */
    private static final String VARYING =
            "base\\.(commit|digest)|environment\\..*|timings\\..*|cost\\.peak.*|startedAt|finishedAt|committed\\..*|digests\\..*|seal";

    private Palimpsest palimpsest;
    private Path extended;
    private final Map<String, Outcome> extending = new TreeMap<>();
    private final Map<List<String>, Outcome> readings = new HashMap<>();

    @BeforeClass
    @SuppressWarnings("unchecked")
    public void copyReadAndExtend() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        copy("read");
        for (String suite : SUITES) {
            for (String end : List.of(".csv", ".runs.csv")) {
                Path board = golden(suite, end);
                Folders.write(palimpsest.home().resolve("boards").resolve(board.getFileName()), Records.text(board));
            }
        }
        List<List<String>> commands = new ArrayList<>();
        Stream.of(prints()).forEach(row -> {
            commands.add(leaderboard((String) row[0], (String) row[1], false));
            commands.add(leaderboard((String) row[0], (String) row[1], true));
        });
        Stream.of(readings()).forEach(row -> commands.add((List<String>) row[1]));
        SUITES.forEach(suite -> commands.add(planOf(suite)));
        List<Outcome> outcomes = new CommandBatch(palimpsest.home()).run(commands);
        for (int i = 0; i < commands.size(); i++) {
            readings.put(commands.get(i), outcomes.get(i));
        }
        extended = copy("extended");
        for (String suite : SUITES) {
            extending.put(suite, palimpsest.run("run", "extended/" + suite + ".yaml", "--results", "extended/results", "--seeds", "3", "--gauges", "all",
                    "--device", "cpu"));
        }
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    /** All that was recorded, without the leaderboards, which are to be made again. */
    private Path copy(String name) {
        Path target = palimpsest.home().resolve(name);
        for (Path file : Folders.tree(RECORDED)) {
            Path relative = RECORDED.relativize(file);
            if (Files.isRegularFile(file) && !relative.startsWith("results/leaderboards")) {
                try {
                    Path copied = target.resolve(relative.toString());
                    Files.createDirectories(copied.getParent());
                    Files.copy(file, copied);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return target;
    }

    /** Header and rows. */
    private record Board(List<String> header, List<Map<String, String>> rows) {
        static Board read(Path file) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                    CSVParser parser = CSVFormat.RFC4180.builder().setHeader().get().parse(reader)) {
                List<Map<String, String>> rows = new ArrayList<>();
                parser.forEach(row -> rows.add(row.toMap()));
                return new Board(parser.getHeaderNames(), rows);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean fills(String column) {
            return rows.stream().anyMatch(row -> !row.get(column).isEmpty());
        }

        Board only(List<Map<String, String>> chosen) {
            return new Board(header, chosen);
        }
    }

    private static Path golden(String suite, String end) {
        return RECORDED.resolve("results/leaderboards/recorded-" + suite + end);
    }

    /**
     * Every cell of one is the same in the other, columns in the same order. A column without a cell may be missing, and there may be more
     * columns than there were.
     */
    private static void assertSameCells(String what, Board expected, Board actual) {
        List<String> missing = expected.header().stream().filter(column -> expected.fills(column) && !actual.header().contains(column)).toList();
        assertEquals(missing, List.of(), what + ": columns are missing");
        List<String> shared = new ArrayList<>(expected.header());
        shared.retainAll(actual.header());
        List<String> order = new ArrayList<>(actual.header());
        order.retainAll(expected.header());
        assertEquals(order, shared, what + ": columns come in another order");
        assertEquals(actual.rows().size(), expected.rows().size(), what + ": rows");
        List<String> different = new ArrayList<>();
        for (int i = 0; i < expected.rows().size(); i++) {
            Map<String, String> row = expected.rows().get(i);
            for (String column : shared) {
                if (!row.get(column).equals(actual.rows().get(i).get(column))) {
                    different.add("row " + (i + 1) + " (" + row.get("method") + "), " + column + ": " + actual.rows().get(i).get(column) + " instead of "
                            + row.get(column));
                }
            }
        }
        assertTrue(different.isEmpty(), what + ": " + different.size() + " cells differ\n"
                + String.join("\n", different.subList(0, Math.min(20, different.size()))));
    }

    /** A suite, and what it is printed as. */
    @DataProvider
    public Object[][] prints() {
        return SUITES.stream().flatMap(suite -> Stream.of("", "avalanche", "mammoth", "pycil", "continuum").map(library -> new Object[] {suite, library}))
                .toArray(Object[][]::new);
    }

    private static List<String> leaderboard(String suite, String library, boolean json) {
        return Stream.of(List.of("leaderboard", "read/" + suite + ".yaml", "--results", "read/results"), library.isEmpty() ? List.<String>of()
                : List.of("--as", library), json ? List.of("--json") : List.<String>of()).flatMap(List::stream).toList();
    }

    private static List<String> planOf(String suite) {
        return List.of("run", "read/" + suite + ".yaml", "--dry-run", "--results", "read/results");
    }

    @Test(dataProvider = "prints")
    public void leaderboardsArePrintedTheSame(String suite, String library) {
        List<String> said = new ArrayList<>(readings.get(leaderboard(suite, library, false)).exits(0).out().lines().toList());
        Flat.of(readings.get(leaderboard(suite, library, true)).exits(0).json()).forEach((path, value) -> said.add(path + " = " + rounded(value)));
        Golden.assertSame("said/" + suite + (library.isEmpty() ? "" : "-as-" + library) + ".txt", said);
    }

    @Test(dataProvider = "suites")
    public void leaderboardsHaveTheSameCells(String suite) {
        for (String end : List.of(".csv", ".runs.csv")) {
            assertSameCells(suite + end, Board.read(golden(suite, end)),
                    Board.read(palimpsest.home().resolve("read/results/leaderboards/recorded-" + suite + end)));
        }
    }

    /** Twelve digits, as in the CSV files: sums may be taken in another order. */
    private static String rounded(JsonNode value) {
        return value.isFloatingPointNumber() ? new BigDecimal(value.asText()).round(new MathContext(12)).stripTrailingZeros().toPlainString()
                : value.toString();
    }

    /** Commands over the records, and the file that says what they print. */
    @DataProvider
    public Object[][] readings() {
        String results = "read/results";
        return new Object[][] {
            {"show-er", List.of("show", ER, "--results", results)}, {"show-er-2", List.of("show", ER, "--task", "2", "--results", results)},
            {"show-er-json", List.of("show", ER, "--json", "--results", results)}, {"show-fscil", List.of("show", FSCIL, "--results", results)},
            {"compare-split", List.of("compare", "boards/recorded-split-suite.csv", "--a", "er", "--b", "er+layernorm")},
            {"compare-few", List.of("compare", "boards/recorded-few-suite.csv", "--a", "finetune", "--b", "fscil", "--metrics",
                    "class_il.fscil.base,class_il.fscil.novel,class_il.fscil.harmonic,class_il.fscil.drop,task_il.accuracy.final")},
            {"compare-variants", List.of("compare", "boards/recorded-split-suite.csv", "--a", "finetune:lr=0.05", "--b", "er:buffer=20")},
            {"compare-gate", List.of("compare", "boards/recorded-split-suite.csv", "--a", "er", "--b", "finetune:lr=0.05", "--margin", "1%",
                    "--fail-on", "worse")},
        };
    }

    @Test(dataProvider = "readings")
    public void recordsAreShownTheSame(String name, List<String> command) {
        Golden.assertSame("said/" + name + ".txt", readings.get(command).exits(0).out());
    }

    @Test(dataProvider = "suites")
    public void plansKnowWhatIsRecorded(String suite) {
        Golden.assertSame("said/plan-of-" + suite + ".txt", readings.get(planOf(suite)).exits(0).out());
    }

    /** The command that recorded them has nothing left to do. */
    @Test
    public void whatIsRecordedIsNotMadeAgain() {
        Outcome again = palimpsest.run("run", copy("again").getFileName() + "/split-suite.yaml", "--results", "again/results").exits(1);
        List<String> progress = again.err().lines().filter(line -> line.startsWith("[")).toList();
        assertEquals(progress.size(), 10, again.toString());
        assertEquals(progress.stream().filter(line -> line.endsWith("already finished")).count(), 8, again.toString());
        assertEquals(progress.stream().filter(line -> line.endsWith("already diverged")).count(), 2, again.toString());
        again.complainsOf("recorded-split/finetune/1-f722b6a6b54e: diverged in task 1, step 1: score of a test example is NaN");
    }

    @DataProvider
    public Object[][] suites() {
        return SUITES.stream().map(suite -> new Object[] {suite}).toArray(Object[][]::new);
    }

    /** New runs stand in the old rows, under the same protocol, and leave the lines of the old runs as they were. */
    @Test(dataProvider = "suites")
    public void anotherSeedRanksBesideTheOldOnes(String suite) {
        Outcome outcome = extending.get(suite);
        int old = Board.read(golden(suite, ".runs.csv")).rows().size();
        outcome.exits(suite.equals("split-suite") ? 1 : 0);
        assertEquals(outcome.err().lines().filter(line -> line.matches("\\[.*already (finished|diverged)")).count(), old, outcome.toString());
        Board runs = Board.read(extended.resolve("results/leaderboards/recorded-" + suite + ".runs.csv"));
        assertEquals(runs.rows().size(), old + old / 2);
        assertSameCells(suite + ", old runs", sorted(Board.read(golden(suite, ".runs.csv"))),
                sorted(runs.only(runs.rows().stream().filter(row -> !row.get("seed").equals("2")).toList())));
        List<Map<String, String>> rows = Board.read(extended.resolve("results/leaderboards/recorded-" + suite + ".csv")).rows();
        assertEquals(rows.size(), old / 2, "a row a method");
        String protocol = Board.read(golden(suite, ".csv")).rows().get(0).get("protocol");
        rows.forEach(row -> {
            assertEquals(row.get("protocol"), protocol);
            assertEquals(row.get("seeds"), "0 1 2");
            assertEquals(row.get("runs"), "3");
            assertEquals(Integer.parseInt(row.get("n")) + Integer.parseInt(row.get("diverged")), 3, row.toString());
        });
    }

    /** Ranks may change with another seed, and the order of the rows with them. */
    private static Board sorted(Board board) {
        return board.only(board.rows().stream().sorted((a, b) -> key(a).compareTo(key(b))).toList());
    }

    private static String key(Map<String, String> run) {
        return String.join("\n", run.get("method"), run.get("options"), run.get("training"), run.get("seed"));
    }

    /** The tables of a new run have the columns of the old ones, and its leaderboards the first columns. */
    @Test
    public void headersAreTheSame() {
        Path run = fresh("er");
        List<String> headers = new ArrayList<>();
        for (String table : TABLES) {
            headers.add(table + ".csv: " + Records.text(run.resolve(table + ".csv")).lines().findFirst().orElseThrow());
            assertTrue(Records.text(run.resolve(table + ".csv")).contains("\r\n"), table + ".csv ends its lines as RFC 4180 has it");
        }
        // in this leaderboard every one of them is filled by some row
        for (String end : List.of(".csv", ".runs.csv")) {
            List<String> columns = Board.read(extended.resolve("results/leaderboards/recorded-split-suite" + end)).header();
            headers.add("leaderboard" + end + ", first columns: " + String.join(",", columns.subList(0, columns.indexOf("class_il.accuracy.final"))));
            headers.add("leaderboard" + end + ", last columns: " + String.join(",", columns.subList(columns.indexOf("train_seconds"), columns.size()).stream()
                    .filter(column -> !Set.of("gauge_seconds", "peak_device_bytes").contains(column)).toList()));
        }
        Golden.assertSame("headers.txt", headers);
    }

    private Path fresh(String method) {
        return Folders.tree(extended.resolve("results/runs")).stream().filter(file -> file.endsWith("run.json") && file.getParent().getParent()
                .endsWith(method))
                .map(Path::getParent).filter(folder -> folder.getFileName().toString().startsWith("2-")).findFirst().orElseThrow();
    }

    @DataProvider
    public Object[][] methods() {
        return new Object[][] {{"er"}, {"joint"}, {"ncm"}, {"fscil"}};
    }

    /** Every key of {@code run.json} with its type; and its value, where that is the same on every machine. */
    @Test(dataProvider = "methods")
    public void runJsonIsTheSame(String method) {
        List<String> lines = new ArrayList<>();
        Flat.of(Records.json(fresh(method).resolve("run.json"))).forEach((path, value) ->
                lines.add(path + (path.matches(VARYING) ? ": " + value.getNodeType().name().toLowerCase(Locale.ROOT) : " = " + value)));
        Golden.assertSame("run-json/" + method + ".txt", lines);
    }

    /** The old records have the same keys but for digests, of files and of code, so that whoever reads the new ones reads these. */
    @Test
    public void oldAndNewRecordsHaveTheSameKeys() {
        Path old = RECORDED.resolve("results/runs").resolve(ER);
        Path now = fresh("er");
        // the order of the keys of a JSON object says nothing
        List<String> expected = Flat.of(Records.json(old.resolve("run.json"))).keySet().stream().sorted().toList();
        List<String> actual = Flat.of(Records.json(now.resolve("run.json"))).keySet().stream()
                .filter(key -> !key.startsWith("digests.") && !key.startsWith("environment.code.") && !key.equals("seal"))
                .map(key -> key.startsWith("gauges.") ? "gauges" : key).distinct().sorted().toList();
        Golden.assertSame("run.json", expected, actual);
    }

    /**
     * The run that was killed does not go on with the code of another version. What it has left is still understood: were it of this one, it would go on at its
     * last committed task, with its own gauges, and end as one that nobody disturbed.
     */
    @Test
    public void anInterruptedRunIsTakenUp() {
        Path here = copy("taken-up");
        String[] command = {"run", "taken-up/interrupted.yaml", "--methods", "er", "--set", "er.buffer=20", "--seeds", "7,", "--device", "cpu", "--results"};
        String plan = palimpsest.run(with(command, "taken-up/interrupted", "--dry-run")).exits(0).out();
        assertTrue(plan.strip().endsWith("running 1/5"), plan);
        palimpsest.run(with(command, "undisturbed", "--gauges", "weights.magnitude,rank.effective")).exits(0);
        Path resumed = Records.run(here.resolve("interrupted"), "recorded-interrupted", "er");
        Path undisturbed = Records.run(palimpsest.home().resolve("undisturbed"), "recorded-interrupted", "er");
        palimpsest.run(with(command, "taken-up/interrupted")).exits(3).complainsOf("cannot be resumed, the run was begun with other code than there is now",
                "recorded is 0.1.0, commit c5841ea4442a0d72ea50ae6ec969915326bda46c; here is ", "delete the run's folder to begin it again");
        Records.pretendCode(resumed, undisturbed);
        palimpsest.run(with(command, "taken-up/interrupted")).exits(0);

        assertEquals(resumed.getFileName(), undisturbed.getFileName());
        JsonNode info = Records.json(resumed.resolve("run.json"));
        assertEquals(info.get("status").asText(), "finished");
        assertEquals(info.get("resumed").asInt(), 1);
        for (String table : List.of("accuracy", "confusion")) {
            Golden.assertSame("taken up, " + table + ".csv", Records.text(undisturbed.resolve(table + ".csv")).lines().toList(),
                    Records.text(resumed.resolve(table + ".csv")).lines().toList());
        }
        assertEquals(gauged(resumed), gauged(undisturbed), "the gauges go on");
        assertTrue(Folders.tree(resumed).stream().noneMatch(file -> file.toString().matches(".*\\.(bin|tmp)")), Folders.tree(resumed).toString());
    }

    /** What was read and when. */
    private static List<List<String>> gauged(Path run) {
        return Records.csv(run.resolve("gauges.csv")).stream().map(row -> List.of(row.get("task"), row.get("step"), row.get("gauge"),
                row.get("layer"))).toList();
    }

    private static String[] with(String[] command, String... more) {
        return Stream.concat(Stream.of(command), Stream.of(more)).toArray(String[]::new);
    }
}
