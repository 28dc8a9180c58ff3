package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The leaderboards that the project has published: they follow from their runs, and the program reads and compares them as ever. */
public class GoldenReferenceTest {
    private static final String RUNS = ".runs.csv";
    private static final double PRECISION = 1e-9;
    /** Student's t at 97.5 % with 1, 2, 3 ... degrees of freedom. */
    private static final double[] T = {12.706204736174698, 4.302652729749464, 3.182446305284263, 2.7764451051977987, 2.570581835636314, 2.446911848791681,
        2.364624251592785, 2.306004135204166, 2.2621571627409915};
    /** Of the list of runs, what a row is one of. */
    private static final List<String> KEY = List.of("benchmark", "protocol", "method", "options", "training");
    /** Its columns that are neither metrics nor costs. */
    private static final Set<String> WORDS = Set.of("benchmark", "protocol", "scenario", "method", "options", "training", "bound", "seed", "digest", "status",
            "message", "stop_task", "stop_step", "tasks", "tasks_done", "stream", "stream_version", "stream_digest", "data_sha256", "harness_version",
            "commit", "dirty", "engine", "blas", "threads", "device", "java", "os", "cpu");

    private Palimpsest palimpsest;
    private final Map<List<String>, Outcome> outcomes = new HashMap<>();

    @BeforeClass
    @SuppressWarnings("unchecked")
    public void copyAndCompare() throws IOException {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        for (String board : boards()) {
            for (String end : List.of(".csv", RUNS)) {
                Files.copy(folder().resolve(board + end), palimpsest.home().resolve(board + end));
            }
        }
        List<List<String>> commands = new ArrayList<>(boards().stream().map(GoldenReferenceTest::withItself).toList());
        Stream.of(comparisons()).forEach(row -> commands.add((List<String>) row[2]));
        for (Outcome outcome : new CommandBatch(palimpsest.home()).run(commands)) {
            outcomes.put(outcome.command(), outcome);
        }
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    private static Path folder() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("results").resolve("reference");
    }

    private static List<String> boards() {
        return Folders.tree(folder()).stream().map(file -> file.getFileName().toString()).filter(name -> name.endsWith(RUNS))
                .map(name -> name.substring(0, name.length() - RUNS.length())).sorted().toList();
    }

    @DataProvider
    public Object[][] everyBoard() {
        return boards().stream().map(board -> new Object[] {board}).toArray(Object[][]::new);
    }

    private Map<List<String>, List<Map<String, String>>> rows(String board) {
        return Records.csv(palimpsest.home().resolve(board + RUNS)).stream()
                .collect(Collectors.groupingBy(run -> KEY.stream().map(run::get).toList(), LinkedHashMap::new, Collectors.toList()));
    }

    private static List<String> numbers(Map<String, String> run) {
        return run.keySet().stream().filter(column -> !WORDS.contains(column)).toList();
    }

    private static double[] values(List<Map<String, String>> runs, String column) {
        return runs.stream().map(run -> run.get(column)).filter(cell -> !cell.isEmpty()).mapToDouble(Double::parseDouble).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (values.length - 1));
    }

    /** Mean, deviation and interval of every metric and the mean of every cost, of the finished runs; only what all of these define. */
    @Test(dataProvider = "everyBoard")
    public void rowsFollowFromTheirRuns(String board) {
        Map<List<String>, List<Map<String, String>>> runs = rows(board);
        List<Map<String, String>> rows = Records.csv(palimpsest.home().resolve(board + ".csv"));
        assertEquals(rows.stream().map(row -> KEY.stream().map(row::get).toList()).toList(), List.copyOf(runs.keySet()), "the same rows in the same order");
        int compared = 0;
        for (Map<String, String> row : rows) {
            List<Map<String, String>> all = runs.get(KEY.stream().map(row::get).toList());
            List<Map<String, String>> finished = all.stream().filter(run -> run.get("status").equals("finished")).toList();
            assertEquals(row.get("runs"), Integer.toString(all.size()));
            assertEquals(row.get("n"), Integer.toString(finished.size()));
            assertEquals(row.get("seeds"), all.stream().map(run -> Long.parseLong(run.get("seed"))).sorted().map(String::valueOf)
                    .collect(Collectors.joining(" ")));
            for (String status : List.of("diverged", "failed")) {
                assertEquals(row.get(status), Long.toString(all.stream().filter(run -> run.get("status").equals(status)).count()));
            }
            for (String column : numbers(all.get(0))) {
                if (column.matches(".*\\.iqm(\\.fractional)?")) {
                    continue; // of all tasks and runs together, and no mean of what the runs have
                }
                double[] values = values(finished, column);
                String where = board + ", " + row.get("method") + " (" + row.get("options") + "), " + column;
                if (values.length < finished.size() || values.length == 0) {
                    assertTrue(row.getOrDefault(column, "").isEmpty(), where + " is not defined by every run, but is " + row.get(column));
                    continue;
                }
                double mean = mean(values);
                assertClose(row.get(column), mean, Math.abs(mean), where);
                compared++;
                if (!column.contains("_il.")) {
                    continue;
                }
                if (values.length == 1) {
                    assertTrue(row.getOrDefault(column + ".sd", "").isEmpty(), where + ".sd of one run");
                    continue;
                }
                double sd = deviation(values);
                double half = T[values.length - 2] * sd / Math.sqrt(values.length);
                assertClose(row.get(column + ".sd"), sd, Math.abs(mean) + sd, where + ".sd");
                assertClose(row.get(column + ".low"), mean - half, Math.abs(mean) + half, where + ".low");
                assertClose(row.get(column + ".high"), mean + half, Math.abs(mean) + half, where + ".high");
            }
        }
        assertTrue(compared >= 20 * rows.size(), board + ": only " + compared + " means in " + rows.size() + " rows");
    }

    private static void assertClose(String cell, double expected, double scale, String where) {
        assertTrue(cell != null && !cell.isEmpty(), where + " is missing; should be " + expected);
        assertTrue(Math.abs(Double.parseDouble(cell) - expected) <= PRECISION * scale, where + " is " + cell + ", should be " + expected);
    }

    /** Best first; a row has the places that rows ahead of it leave, by the t interval of the difference seed by seed; bounds have none. */
    @Test(dataProvider = "everyBoard")
    public void rowsAreRanked(String board) {
        List<Map<String, String>> rows = Records.csv(palimpsest.home().resolve(board + ".csv"));
        Map<List<String>, List<Map<String, String>>> runs = rows(board);
        Map<String, List<Map<String, String>>> tables = rows.stream().collect(Collectors.groupingBy(row -> row.get("benchmark") + row.get("protocol"),
                LinkedHashMap::new, Collectors.toList()));
        for (List<Map<String, String>> table : tables.values()) {
            List<Map<String, String>> ranked = table.stream().filter(row -> !row.get("rank").isEmpty()).toList();
            assertEquals(ranked, table.subList(0, ranked.size()), board + ": ranked rows come first");
            assertTrue(ranked.stream().noneMatch(row -> row.get("bound").equals("TRUE")), board + ": a bound is ranked");
            double last = Double.POSITIVE_INFINITY;
            for (Map<String, String> row : ranked) {
                double score = Double.parseDouble(row.get(rankedBy(row)));
                assertTrue(score <= last, board + ": " + row.get("method") + " comes after a worse one");
                last = score;
                List<Integer> signs = ranked.stream().filter(other -> other != row).map(other -> sign(runs, other, row)).toList();
                String where = board + ": " + row.get("method") + " " + row.get("options");
                assertEquals(row.get("rank"), Long.toString(1 + signs.stream().filter(sign -> sign > 0).count()), where);
                assertEquals(row.get("rank_last"), Long.toString(ranked.size() - signs.stream().filter(sign -> sign < 0).count()), where);
            }
        }
    }

    private static String rankedBy(Map<String, String> row) {
        String view = row.get("scenario").equals("task-incremental") ? "task_il" : "class_il";
        return Stream.of(view + ".accuracy.final", "class_il.training.accuracy", "score.final")
                .filter(column -> !row.getOrDefault(column, "").isEmpty()).findFirst().orElseThrow();
    }

    /** 1 if a is ahead of b; three runs or more of each, by seed. */
    private static int sign(Map<List<String>, List<Map<String, String>>> runs, Map<String, String> a, Map<String, String> b) {
        Map<String, Double> ofA = scores(runs, a);
        Map<String, Double> ofB = scores(runs, b);
        double[] differences = ofA.keySet().stream().filter(ofB::containsKey).mapToDouble(seed -> ofA.get(seed) - ofB.get(seed)).toArray();
        assertTrue(differences.length > 2, "too few seeds in common");
        double mean = mean(differences);
        double half = T[differences.length - 2] * deviation(differences) / Math.sqrt(differences.length);
        boolean equal = deviation(differences) < 1e-9 * Math.abs(mean) && differences.length < 6;
        return equal || Math.abs(mean) <= half ? 0 : (int) Math.signum(mean);
    }

    private static Map<String, Double> scores(Map<List<String>, List<Map<String, String>>> runs, Map<String, String> row) {
        return runs.get(KEY.stream().map(row::get).toList()).stream().filter(run -> run.get("status").equals("finished"))
                .collect(Collectors.toMap(run -> run.get("seed"), run -> Double.parseDouble(run.get(rankedBy(row)))));
    }

    /** Against itself nothing differs, and the means are those of the runs. */
    @Test(dataProvider = "everyBoard")
    public void aBoardCanBeComparedWithItself(String board) {
        Outcome outcome = outcomes.get(withItself(board));
        JsonNode comparison = outcome.exits(0).json();
        Map<List<String>, List<Map<String, String>>> runs = rows(board);
        assertEquals(comparison.get("methods").size(), runs.size(), board);
        assertTrue(comparison.get("refused").isEmpty() && comparison.get("unpaired").isEmpty(), outcome.toString());
        for (JsonNode pair : comparison.get("methods")) {
            assertEquals(pair.get("a"), pair.get("b"), board);
            List<Map<String, String>> paired = runs.get(List.of(pair.get("benchmark").asText(), pair.get("protocol").asText(),
                    pair.get("a").get("method").asText(), pair.get("a").get("options").asText(), pair.get("a").get("training").asText()));
            List<String> there = new ArrayList<>();
            for (JsonNode difference : pair.get("differences")) {
                String column = difference.get("column").asText();
                if (difference.get("n").asInt() == 0) {
                    continue;
                }
                there.add(column);
                double[] values = values(paired, column);
                String where = board + ", " + pair.get("a") + ", " + column;
                assertEquals(difference.get("n").asInt(), values.length, where);
                assertEquals(difference.get("meanA").asDouble(), mean(values), PRECISION * Math.abs(mean(values)), where);
                assertEquals(difference.get("difference").asDouble(), 0.0, where);
                assertEquals(difference.get("verdict").asText(), "no difference shown", where);
            }
            List<String> filled = numbers(paired.get(0)).stream().filter(column -> values(paired, column).length > 0).toList();
            assertFalse(filled.isEmpty());
            assertEquals(there, filled, board + ": every column that is filled is compared, in its order");
        }
    }

    private static List<String> withItself(String board) {
        return List.of("compare", board + ".csv", board + ".csv", "--metrics", "all", "--json");
    }

    /** Calls whose text is pinned, and their exit codes. */
    @DataProvider
    public Object[][] comparisons() {
        return new Object[][] {
            {"methods", 0, List.of("compare", "fetril-cifar100-b50-5-small.csv", "--a", "fetril", "--b", "ncm")},
            {"normalisers", 0, List.of("compare", "adab2n-split-cifar100-small.csv", "--a", "er-ace", "--b", "er-ace+cn", "--metrics",
                    "class_il.accuracy.final,class_il.accuracy.cumulative,task_il.forgetting.max,updates,train_seconds")},
            {"columns", 0, List.of("compare", "fetril-cifar100-b50-5-small.csv", "--a", "fetril", "--b", "ncm", "--metrics", "all", "--csv")},
            {"baselines", 0, List.of("compare", "baselines-split-mnist.csv", "baselines-split-mnist.csv")},
            {"gate", 1, List.of("compare", "fetril-cifar100-b50-5-small.csv", "--a", "slda", "--b", "fetril", "--metrics",
                    "class_il.accuracy.final,class_il.accuracy.learning,task_il.accuracy.final,updates", "--margin", "2%", "--fail-on", "worse")},
            {"unlike", 2, List.of("compare", "fetril-cifar100-b50-5-small.csv", "fetril-cifar100-b50-10-small.runs.csv")},
            {"widths", 2, List.of("compare", "adab2n-split-cifar100-narrow-width20.csv", "adab2n-ablation-narrow.csv")},
        };
    }

    /** What is in no run of both has a line all the same, which is not looked at: it may go, and others may come. */
    @Test(dataProvider = "comparisons")
    public void comparisonsAreTheSame(String name, int code, List<String> command) {
        Golden.assertSame("compare/" + name + ".txt", outcomes.get(command).exits(code).out().lines().filter(line -> !line.contains(",0,,,,,,")).toList());
    }
}
