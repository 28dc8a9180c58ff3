package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Runs that are committed inside their tasks, and killed there, end with the bytes of those that are neither. */
public class InsideTasksTest {
    private static final String OFTEN = "0.0000001";
    private static final int TRIES = 4;
    private static final int KILLED = 137;
    private static final long KILL_SEED = 20261130;
    private static final List<String> TIMES = List.of("trainSeconds", "probeSeconds", "seal");

    private final Random random = new Random(KILL_SEED);
    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void writeTheFiles() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("passes").with("augment", "[{name: random-crop, padding: 1}, flip]").with("head", "growing")
                .with("budget", "{epochs: 6, batch: 10}")
                .with("optimiser", "{name: sgd, lr: 0.02, momentum: 0.9, weightDecay: 0.0001, schedule: {name: cosine}}").in(home);
        Benchmark.named("base").with("augment", "[{name: random-crop, padding: 1}]").with("backbone", "{name: slim-resnet18, width: 2}")
                .with("budget", "{epochs: 40, batch: 16}").with("optimiser", "{name: adam, lr: 0.001}").in(home);
        Benchmark.named("diverging").with("budget", "{epochs: 40, batch: 10}").in(home);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private Palimpsest.Running start(Path results, String minutes, String... command) {
        return start(palimpsest, results, minutes, command);
    }

    private static Palimpsest.Running start(Palimpsest palimpsest, Path results, String minutes, String... command) {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(List.of(command));
        words.addAll(List.of("--results", results.toString(), "--commit-every", "0", "--checkpoint-every", minutes));
        return palimpsest.start(words.toArray(String[]::new));
    }

    private Outcome run(Path results, String minutes, String... command) {
        return Palimpsest.plain(start(results, minutes, command).end());
    }

    private static JsonNode info(Path folder) {
        return Records.json(folder.resolve("run.json"));
    }

    /** Whether the run's last commit is inside a task. */
    private static boolean isInside(Path folder) {
        Path file = folder.resolve("run.json");
        return Files.exists(file) && Records.json(file).has("partsDone");
    }

    /** Kills a run inside a task, some time after it was first committed inside one; what was over before anybody looked is made anew. */
    private void kill(Path folder, Path results, String... command) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            Palimpsest.Running running = start(results, OFTEN, command);
            running.await("inside a task of " + folder, () -> isInside(folder) || !running.process().isAlive());
            Thread.sleep(random.nextInt(30));
            running.process().destroyForcibly();
            Outcome outcome = running.end();
            assertTrue(Set.of(0, KILLED).contains(outcome.code()), outcome.toString());
            if (isInside(folder)) {
                return;
            }
            Folders.delete(folder);
        }
    }

    /** Kills the run of each method inside a task, and lets all come to their end; the same without a kill, and without commits inside tasks. */
    private void endsWithTheSameBytes(String name, String benchmark, List<String> methods, int least, String... more) throws InterruptedException {
        String suite = Folders.write(home.resolve(name + ".yaml"), "id: " + name + "\nbenchmarks: [" + benchmark + ".yaml]\nmethods: ["
                + String.join(", ", methods) + "]\nseeds: [7]\n").toString();
        Path reference = home.resolve(name + "-reference");
        Path often = home.resolve(name + "-often");
        Path killed = home.resolve(name + "-killed");
        String[] command = Stream.concat(Stream.of(suite), Stream.of(more)).toArray(String[]::new);
        run(reference, "0", command).exits(0);
        Palimpsest late = palimpsest.with("-Dpalimpsest.late-readings=true"); // as on a GPU
        Palimpsest.plain(start(late, often, OFTEN, command).end()).exits(0);
        Records.assertSame(Records.reproducible(often), Records.reproducible(reference));
        int inside = 0;
        for (String method : methods) {
            Path folder = killed.resolve(reference.relativize(Records.run(reference, benchmark, method)));
            kill(folder, killed, Stream.concat(Stream.of(command), Stream.of("--methods", method)).toArray(String[]::new));
            inside += isInside(folder) ? 1 : 0;
        }
        assertTrue(inside >= least, "of " + methods + " only " + inside + " were killed inside a task");
        run(killed, OFTEN, command).exits(0);
        Map<String, String> actual = Records.reproducible(killed);
        actual.keySet().removeIf(file -> file.startsWith("leaderboards/" + name + "--")); // of a single method that was over before anybody looked
        Records.assertSame(actual, Records.reproducible(reference));
        Records.runs(killed).forEach((id, info) -> assertEquals(costs(info), costs(Records.runs(reference).get(id)), id));
        assertFalse(Records.exists(killed, ".bin"), "left behind: " + Folders.tree(killed));
    }

    private static Map<String, Long> costs(JsonNode info) {
        Map<String, Long> costs = new TreeMap<>();
        for (String what : List.of("updates", "examples", "forwardFlops", "backwardFlops", "memoryBytes")) {
            costs.put(what, info.get("cost").get(what).asLong());
        }
        return costs;
    }

    /** With probes and gauges on the way, and random numbers of augmentation that go on. */
    @Test
    public void methodsOfPictures() throws InterruptedException {
        endsWithTheSameBytes("pictures", "passes", List.of("mir", "der++", "si", "lwf", "icarl", "joint", "finetune+ema", "er+nap+cbp"), 6,
                "--gauges", "all");
    }

    @Test
    public void methodsOfInstructions() throws InterruptedException {
        for (String set : List.of("colours", "sizes")) {
            List<String> answers = set.equals("colours") ? List.of("red", "green", "blue") : List.of("small", "large");
            Folders.write(home.resolve("data/words/" + set + ".jsonl"), IntStream.range(0, 60).mapToObj(i -> "{\"instruction\": \"Say which of the " + set
                    + ".\", \"input\": \"Thing " + i % 7 + " is so.\", \"output\": \"" + answers.get(i % answers.size()) + "\"}\n")
                    .collect(Collectors.joining()));
        }
        Folders.write(home.resolve("words-stream.yaml"), "id: words\nversion: 1\nscenario: instruction\nsets: ['instruction-file:words']\n");
        Folders.write(home.resolve("words.yaml"), """
                id: words
                version: 1
                title: Words
                stream: words-stream.yaml
                budget: {epochs: 4, batch: 8}
                optimiser: {name: adam, lr: 0.01}
                probe: {perTask: 3}
                threads: 1
                backbone: {name: decoder, layers: 1, width: 16, heads: 2, mlp: 24, context: 48}
                answerTokens: 4
                """);
        endsWithTheSameBytes("instructions", "words", List.of("er+lora+ema", "lcia", "o-lora", "lora-per-task"), 3,
                "--data", home.resolve("data").toString());
    }

    private static Map<String, Object> base(Path results) {
        Path file = Folders.tree(results.resolve("bases")).stream().filter(path -> path.endsWith("base.json")).findFirst().orElseThrow();
        Map<String, Object> content = new TreeMap<>();
        Records.json(file).fields().forEachRemaining(field -> content.put(field.getKey(), field.getValue()));
        TIMES.forEach(content::remove);
        return content;
    }

    /** Whoever trained it is killed inside its training, and goes on, or takes up what another run has trained in the meantime. */
    @Test
    public void aNetworkThatRunsShare() throws InterruptedException {
        String[] command = {"base.yaml", "--methods", "ncm,slda", "--seeds", "5,"};
        Path reference = home.resolve("base-reference");
        run(reference, "0", command).exits(0);
        Path ncm = reference.relativize(Records.run(reference, "base", "ncm"));

        Path killed = home.resolve("base-killed");
        kill(killed.resolve(ncm), killed, command);
        assertTrue(isInside(killed.resolve(ncm)), "killed too late");
        run(killed, OFTEN, command).exits(0);
        Records.assertSame(Records.reproducible(killed), Records.reproducible(reference));
        assertEquals(base(killed), base(reference));

        Path overtaken = home.resolve("base-overtaken");
        kill(overtaken.resolve(ncm), overtaken, command);
        assertTrue(isInside(overtaken.resolve(ncm)), "killed too late");
        run(overtaken, OFTEN, "base.yaml", "--methods", "slda", "--seeds", "5,").exits(0);
        run(overtaken, OFTEN, command).exits(0);
        assertTrue(info(overtaken.resolve(ncm)).get("base").get("shared").asBoolean());
        Map<String, String> expected = Records.reproducible(reference);
        Map<String, String> actual = Records.reproducible(overtaken);
        actual.keySet().removeIf(name -> name.startsWith("leaderboards"));
        expected.keySet().removeIf(name -> name.startsWith("leaderboards"));
        Records.assertSame(actual, expected);
        for (Path results : List.of(killed, overtaken)) {
            Records.runs(results).forEach((id, info) -> assertEquals(costs(info), costs(Records.runs(reference).get(id)), id));
        }
    }

    /** What was probed in a task that comes to no end is not recorded, as without commits inside it. */
    @Test
    public void aTaskInWhichARunDiverges() {
        String[] command = {"diverging.yaml", "--methods", "finetune+l2", "--set", "l2.strength=25", "--seeds", "1,"};
        Path reference = home.resolve("diverging-reference");
        Path often = home.resolve("diverging-often");
        run(reference, "0", command);
        run(often, OFTEN, command);
        JsonNode expected = Records.runs(reference).values().iterator().next();
        JsonNode actual = Records.runs(often).values().iterator().next();
        assertEquals(expected.get("status").asText(), "diverged");
        assertTrue(expected.get("stopPoint").get("step").asInt() > 60, "before it could have been committed twice: " + expected.get("stopPoint"));
        assertEquals(actual.get("stopPoint"), expected.get("stopPoint"));
        assertEquals(costs(actual), costs(expected));
        for (String table : List.of("accuracy.csv", "probe.csv", "training.csv")) {
            assertEquals(text(often, table), text(reference, table));
        }
    }

    /** A table of the only run; the boards have no columns of cost, as no run has finished. */
    private static String text(Path results, String table) {
        return Folders.tree(results).stream().filter(file -> file.endsWith(table)).map(Records::text).collect(Collectors.joining());
    }

    @Test
    public void aCheckpointThatIsDamagedIsNamed() throws Exception {
        Path results = home.resolve("damaged");
        String[] command = {"passes.yaml", "--methods", "joint", "--seeds", "7,", "--set", "budget.epochs=60"};
        Palimpsest.Running running = start(results, OFTEN, command);
        running.await("a second commit inside", () ->
                Records.files(results).anyMatch(file -> file.toString().matches(".*checkpoint-0-([2-9]|[1-4]\\d)\\.bin")));
        running.kill("the end");
        Path folder = Records.run(results, "passes", "joint");
        JsonNode info = info(folder);
        assertTrue(info.get("committed").has("checkpoint-start"), info.toString());
        Path start = folder.resolve("checkpoint-0.bin");
        byte[] bytes = Files.readAllBytes(start);
        bytes[bytes.length / 2] ^= 1;
        Files.write(start, bytes);
        run(results, OFTEN, command).exits(3).complainsOf(start.toString(), "damaged, its SHA-256 is");
    }
}
