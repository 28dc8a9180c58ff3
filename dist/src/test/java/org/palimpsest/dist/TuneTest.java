package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Searches for options: the sensible ones are found, whoever makes the runs and however often it is killed, without a look at test data. */
public class TuneTest {
    private static final String[] SEARCH = {"tune", "small.yaml", "--methods", "er,finetune", "--vary", "lr=0.00001,0.05,1e30", "--vary", "er.buffer=20,100",
        "--seeds", "1000,1001", "--commit-every", "0"};
    /** Of three rates, with and without two buffers, and two seeds. */
    private static final int RUNS = 3 * 2 * 2 + 3 * 2;

    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void searchOnce() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("small").in(home);
        tune("once").exits(0).shows("next: ", "er on small: 6 settings, 12 runs");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private static String[] with(String results, String... more) {
        List<String> words = new ArrayList<>(List.of(SEARCH));
        words.addAll(List.of("--results", results));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Outcome tune(String results, String... more) {
        return palimpsest.run(with(results, more));
    }

    /** The file of a search of some results, of which there is one. */
    private Path file(String results, String name) {
        List<Path> found = Folders.tree(home.resolve(results).resolve("tuning/searches")).stream()
                .filter(path -> path.getFileName().toString().equals(name)).toList();
        assertEquals(found.size(), 1, found.toString());
        return found.get(0);
    }

    /** Without what differs from run to run. */
    private List<Map<String, String>> trials(String results) {
        return Records.csv(file(results, "trials.csv")).stream().map(row -> {
            Map<String, String> kept = new LinkedHashMap<>(row);
            assertTrue(kept.remove("train_seconds") != null);
            return kept;
        }).toList();
    }

    private static Map<String, String> chosen(List<Map<String, String>> trials, String method) {
        List<Map<String, String>> chosen = trials.stream().filter(row -> row.get("method").equals(method) && row.get("chosen").equals("TRUE")).toList();
        assertEquals(chosen.size(), 1, chosen.toString());
        return chosen.get(0);
    }

    @Test
    public void theSensibleRateIsChosenAndAbsurdOnesComeLast() {
        List<Map<String, String>> trials = trials("once");
        assertEquals(trials.size(), 9);
        assertEquals(chosen(trials, "er").get("lr"), "0.05");
        assertEquals(chosen(trials, "finetune").get("lr"), "0.05");
        assertEquals(chosen(trials, "finetune").get("er.buffer"), "", "which it does not have");
        List<Map<String, String>> er = trials.stream().filter(row -> row.get("method").equals("er")).toList();
        assertEquals(er.stream().map(row -> row.get("rank")).toList(), List.of("1", "2", "3", "4", "5", "6"));
        assertTrue(er.subList(4, 6).stream().allMatch(row -> row.get("lr").equals("1e30") && !row.get("diverged").equals("0")), er.toString());
        Map<String, String> best = chosen(trials, "er");
        List<JsonNode> runs = Records.runs(home.resolve("once/tuning")).values().stream().filter(run -> run.get("id").get("method").asText().equals("er")
                && run.get("training").get("lr").asDouble() == 0.05 && run.get("methodOptions").get("buffer").asText().equals(best.get("er.buffer"))).toList();
        assertEquals(runs.size(), 2);
        assertEquals(best.get("updates"), Long.toString(runs.stream().mapToLong(run -> run.get("cost").get("updates").asLong()).sum()));
        assertEquals(best.get("seeds"), "1000 1001");
    }

    @Test
    public void trialsAreKeptApartAndNeverExamineTestData() {
        assertFalse(Files.exists(home.resolve("once/runs/small/er")) && Records.exists(home.resolve("once"), "1000"));
        Map<String, JsonNode> runs = Records.runs(home.resolve("once/tuning"));
        assertEquals(runs.size(), RUNS);
        assertTrue(runs.values().stream().allMatch(run -> run.get("protocol").get("evaluation").get("validation").asDouble() == 0.1));
    }

    @Test
    public void aSecondCommandMakesNothingAgain() throws IOException {
        Map<Path, Long> before = modified();
        String csv = Records.text(file("once", "trials.csv"));
        assertTrue(tune("once").exits(0).err().isEmpty(), "no run is made");
        assertEquals(modified(), before);
        assertEquals(Records.text(file("once", "trials.csv")), csv);
    }

    private Map<Path, Long> modified() throws IOException {
        Map<Path, Long> times = new LinkedHashMap<>();
        for (Path file : Folders.tree(home.resolve("once/tuning/runs"))) {
            times.put(file, Files.getLastModifiedTime(file).toMillis());
        }
        return times;
    }

    @Test
    public void whatIsKilledGoesOnToTheSameEnd() {
        Palimpsest.Running running = palimpsest.start(with("killed"));
        running.await("the fourth run", () -> Records.files(home.resolve("killed/tuning")).filter(path -> path.endsWith("run.json")).count() >= 4);
        running.kill("the fourth run");
        tune("killed").exits(0);
        assertEquals(trials("killed"), trials("once"));
        assertEquals(Records.text(file("killed", "small.yaml")), Records.text(file("once", "small.yaml")));
    }

    @Test
    public void severalProcessesFindTheSame() {
        tune("pool", "--workers", "2").exits(0);
        assertEquals(trials("pool"), trials("once"));
        Records.assertSame(Records.reproducible(home.resolve("pool/tuning")), Records.reproducible(home.resolve("once/tuning")));
    }

    /** The suite that is written runs, and its leaderboard says what the search took; a row that nobody searched for has no such number. */
    @Test
    public void theLeaderboardOfWhatWasChosenShowsTheCost() {
        palimpsest.run("run", file("once", "small.yaml").toString(), "--results", "once").exits(0).shows("tuning runs");
        palimpsest.run("run", "small.yaml", "--methods", "er,ncm", "--seeds", "1", "--results", "once").exits(0);
        Map<String, Map<String, String>> tuned = Records.byMethod(home.resolve("once/leaderboards/small--tuned.csv"));
        assertEquals(tuned.get("er").get("tuning_runs"), "12");
        assertEquals(tuned.get("finetune").get("tuning_runs"), "6");
        assertEquals(tuned.get("er").get("seeds"), "0 1 2");
        assertTrue(tuned.get("er").get("training").contains("lr=0.05"), tuned.toString());
        long updates = Records.runs(home.resolve("once/tuning")).values().stream().filter(run -> run.get("id").get("method").asText().equals("er"))
                .mapToLong(run -> run.get("cost").get("updates").asLong()).sum();
        assertEquals(tuned.get("er").get("tuning_updates"), Long.toString(updates));
        assertTrue(Double.parseDouble(tuned.get("er").get("tuning_train_seconds")) > 0);
        palimpsest.run("leaderboard", "small", "--results", "once").exits(0);
        List<Map<String, String>> all = Records.csv(home.resolve("once/leaderboards/small.csv"));
        assertEquals(all.stream().filter(row -> row.get("method").equals("ncm")).map(row -> row.get("tuning_runs")).toList(), List.of(""));
        palimpsest.run("compare", "once/leaderboards/small--tuned.csv", "--a", "finetune", "--b", "er").exits(0);
    }

    /** Other test pictures and labels change what is measured in the end, and nothing of what is chosen, or by which scores. */
    @Test
    public void testDataChangeNothing() throws IOException {
        Path data = Features.write(home.resolve("points"), new int[] {60, 60, 60, 60}, new int[] {20, 20, 20, 20});
        Folders.write(home.resolve("points-stream.yaml"), "id: points\nversion: 1\nscenario: class-incremental\ndataset: features:" + data
                + "\nsplit: classes\ntasks: 2\nclassOrder: seed\n");
        Benchmark.named("points").with("stream", "points-stream.yaml").in(home);
        String before = searchAndRun("before");
        byte[] x = Files.readAllBytes(data.resolve("X_test.npy"));
        ByteBuffer y = ByteBuffer.wrap(Files.readAllBytes(data.resolve("y_test.npy"))).order(ByteOrder.LITTLE_ENDIAN);
        int header = x.length - 80 * 4 * Float.BYTES;
        for (int i = header + 3; i < x.length; i += Float.BYTES) {
            x[i] ^= (byte) 0x80; // the sign
        }
        for (int i = y.capacity() - 80 * Long.BYTES; i < y.capacity(); i += Long.BYTES) {
            y.putLong(i, (y.getLong(i) + 1) % 4);
        }
        Files.write(data.resolve("X_test.npy"), x);
        Files.write(data.resolve("y_test.npy"), y.array());
        assertNotEquals(searchAndRun("after"), before, "the test data do matter where they are examined");
        assertEquals(trials("after"), trials("before"));
        assertEquals(Records.text(file("after", "points.yaml")), Records.text(file("before", "points.yaml")));
    }

    /** Searches, runs what was chosen, and returns its accuracies on the test data. */
    private String searchAndRun(String results) {
        palimpsest.run("tune", "points.yaml", "--methods", "er", "--vary", "er.lr=0.0001..0.5:log", "--search", "random", "--trials", "6", "--tasks", "2",
                "--seeds", "5,6", "--results", results).exits(0);
        palimpsest.run("run", file(results, "points.yaml").toString(), "--results", results).exits(0);
        return Records.csv(home.resolve(results + "/leaderboards/points--tuned.csv")).stream().map(row -> row.get("class_il.accuracy.final"))
                .collect(Collectors.joining(" "));
    }

    /** Over the first two of five tasks, one setting of four with all seeds. */
    @Test
    public void halvingGivesUpWhatIsWorse() {
        palimpsest.run("tune", "small.yaml", "--methods", "er", "--vary", "er.lr=0.00001,0.0001,0.05,0.0002", "--search", "halving", "--trials", "4", "--eta",
                "2", "--seeds", "4", "--tasks", "2", "--validation", "0.2", "--results", "halved").exits(0)
                .shows("4 with 1, then 2 with 2 seeds", "first 2 tasks");
        List<Map<String, String>> trials = trials("halved");
        assertEquals(chosen(trials, "er").get("er.lr"), "0.05");
        assertEquals(trials.stream().map(row -> row.get("rung") + " " + row.get("n")).toList(), List.of("2 2", "2 2", "1 1", "1 1"));
        assertEquals(Records.runs(home.resolve("halved/tuning")).size(), 6);
        assertTrue(Records.runs(home.resolve("halved/tuning")).values().stream().allMatch(run -> run.get("tasks").asInt() == 2));
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {"--methods er", List.of("--vary: must say what is varied, at least once: er.lr=0.01,0.03,0.1 for example")},
            {"--methods er,ncm --vary er.lrr=1,2 --vary buffer=10..5 --vary x --trials 0 --budget 0 --tasks 0 --validation 0 --metric foo "
                + "--set evaluation.validation=0.2 --seeds x", List.of("'evaluation.validation': is what --validation", "--metric: value 'foo'", "--trials",
                    "--budget", "--tasks: value '0'", "--validation: value '0'", "--seeds: value 'x'", "buffer: value '10..5'", "x: must look like",
                    "er.lrr: is no option of a method here", "did you mean 'er.lr'")},
            {"--methods er,finetune --vary er.buffer=10,20", List.of("varies nothing of finetune")},
            {"--methods er --vary er.lr=0.1..1", List.of("er.lr: a grid has to know how many values")},
            {"--methods er --vary er.lr=0.1,-1 --tasks 9", List.of("--tasks: value '9': is more than the 5 tasks of small", "lr: value '-1': must be > 0")},
            {"--methods er --vary er.lr=0.1,0.2 --set er.lr=1 --vary epochs=1,2", List.of("er.lr: is set by --set, too", "epochs: is no option of a method")},
            {"--methods er --vary er.lr=0.1,0.2 --seeds 3 --budget 5", List.of("--budget: value '5': is less than the 6 runs that the grid of er takes")},
        };
    }

    @Test(dataProvider = "refused")
    public void whatIsWrongIsToldBeforeAnythingRuns(String options, List<String> complaints) {
        palimpsest.run(("tune small.yaml " + options + " --results refused").split(" ")).exits(2).complainsOf(complaints.toArray(String[]::new));
        assertFalse(Files.exists(home.resolve("refused")));
    }

    /** Games have no test data; there the seeds of the suite are kept for the end. */
    @Test
    public void gamesAreSearchedWithOtherSeeds() {
        GameFiles.write(home, "played", "games: [breakout, space-invaders]\nvisits: 2", "steps: 200\nepisodes: 2");
        String[] command = "tune played.yaml --methods dqn --vary dqn.lr=0.001,0.0001 --tasks 1 --results games --seeds".split(" ");
        palimpsest.run(append(command, "2,")).exits(2).complainsOf("--seeds: value '2': must be others than those of the suite");
        palimpsest.run(append(command, "100,")).exits(0).shows("nothing held out, first 1 tasks", "next: ");
        assertEquals(Records.runs(home.resolve("games/tuning")).size(), 2);
    }

    /** Of the questions that are to be learned from. */
    @Test
    public void instructionsAreHeldOutToo() {
        String lines = IntStream.range(0, 40).mapToObj(i -> "{\"instruction\": \"Say which.\", \"input\": \"Thing " + i % 7 + "\", \"output\": \""
                + (i % 2 == 0 ? "small" : "large") + "\"}").collect(Collectors.joining("\n"));
        Folders.write(home.resolve("data/words/sizes.jsonl"), lines);
        Folders.write(home.resolve("spoken-stream.yaml"), "id: spoken\nversion: 1\nscenario: instruction\nsets: ['instruction-file:words']\n");
        Folders.write(home.resolve("spoken.yaml"), "id: spoken\nversion: 1\ntitle: Words\nstream: spoken-stream.yaml\nbackbone: {name: decoder, layers: 1, "
                + "width: 16, heads: 2, mlp: 24, context: 48}\nanswerTokens: 4\nbudget: {epochs: 4, batch: 4}\noptimiser: {name: adam, lr: 0.01}\n"
                + "probe: {perTask: 3}\nthreads: 1\n");
        palimpsest.run("tune", "spoken.yaml", "--methods", "finetune", "--vary", "lr=0.0000001,0.02", "--seeds", "7,",
                "--data", home.resolve("data").toString(),
                "--results", "words").exits(0).shows("share 0.1 of the training data held out", "exact_match.accuracy.final");
        List<Map<String, String>> trials = trials("words");
        assertEquals(chosen(trials, "finetune").get("lr"), "0.02");
        Path run = Records.run(home.resolve("words/tuning"), "spoken", "finetune", 7);
        assertEquals(Records.csv(run.resolve("responses.csv")).stream().map(row -> row.get("n")).distinct().toList(), List.of("3"),
                "a tenth of the four fifths that are to be learned from");
        assertEquals(trials.get(0).get("updates"), Integer.toString(4 * 8), "the other 29, in batches of four, four times");
    }

    private static String[] append(String[] words, String word) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(word);
        return all.toArray(String[]::new);
    }
}
