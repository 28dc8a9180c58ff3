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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** Streams of instructions, by models that choose and that write: that a killed run ends with the same bytes, what is recorded, and what is refused. */
public class InstructionsTest {
    private static final String SMALL = "{name: decoder, layers: 1, width: 16, heads: 2, mlp: 24, context: 48}";

    private static final int TRIES = 5;
    private static final int KILLED = 137;

    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void writeTheFiles() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        for (String set : List.of("colours", "sizes")) {
            List<String> answers = set.equals("colours") ? List.of("red", "green", "blue") : List.of("small", "large");
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String answer = answers.get(i % answers.size());
                lines.add("{\"instruction\": \"Say which of the " + set + ".\", \"input\": \"Thing " + i % 7 + " is " + answer + " today.\", \"output\": \""
                        + answer + "\"}");
            }
            Folders.write(home.resolve("data/words/" + set + ".jsonl"), String.join("\n", lines) + "\n");
        }
        Folders.write(home.resolve("data/free.jsonl"), IntStream.range(0, 40).mapToObj(i -> "{\"prompt\": \"Say " + i + "\", \"answer\": \"It is " + i
                + ".\"}").collect(Collectors.joining("\n")));
        write("written", "backbone: " + SMALL + "\nanswerTokens: 4");
        write("chosen", "backbone: {name: minilm, context: 32}");
        write("free", "backbone: " + SMALL + "\nanswerTokens: 4", "instruction-file:free.jsonl', 'instruction-file:words");
    }

    private void write(String name, String lines) {
        write(name, lines, "instruction-file:words");
    }

    private void write(String name, String lines, String sets) {
        Folders.write(home.resolve(name + "-stream.yaml"), "id: " + name + "\nversion: 1\nscenario: instruction\nsets: ['" + sets + "']\n");
        Folders.write(home.resolve(name + ".yaml"), "id: " + name + "\nversion: 1\ntitle: Words\nstream: " + name + "-stream.yaml\n"
                + "budget: {epochs: 1, batch: 8}\noptimiser: {name: adam, lr: 0.01}\nprobe: {perTask: 3}\nthreads: 1\n" + lines + "\n");
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private Palimpsest.Running start(String... more) {
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(more));
        command.addAll(List.of("--data", home.resolve("data").toString(), "--commit-every", "0"));
        return palimpsest.start(command.toArray(String[]::new));
    }

    private Outcome run(String... more) {
        return Palimpsest.plain(start(more).end());
    }

    /** What methods have changed in the network, sets of adapters and averages of them, is part of what a run goes on from. */
    @Test
    public void aKilledRunEndsWithTheSameBytes() {
        List<String> methods = List.of("er+lora+ema", "lwf+lora", "ewc+lora", "lcia", "o-lora", "moe-lora", "lora-per-task");
        String suite = Folders.write(home.resolve("kill.yaml"), "id: kill\nbenchmarks: [written.yaml]\nmethods: [" + String.join(", ", methods)
                + "]\nseeds: [3]\n").toString();
        Path undisturbed = home.resolve("undisturbed");
        run(suite, "--results", "undisturbed").exits(0);
        run("chosen.yaml", "--methods", "lcia", "--seeds", "1", "--results", "undisturbed").exits(0);
        List<String> onTop = List.of("chosen.yaml", "--methods", "lora", "--seeds", "1", "--set", "lora.targets=[layer5.attention.query]");
        run(with(onTop, "--results", "undisturbed")).exits(0);
        Map<String, String> expected = Records.reproducible(undisturbed);
        Map<String, String> bounds = Records.byMethod(undisturbed.resolve("leaderboards/kill.csv")).values().stream()
                .collect(Collectors.toMap(row -> row.get("method"), row -> row.get("bound")));
        assertEquals(bounds, methods.stream().collect(Collectors.toMap(method -> method, method -> method.equals("lora-per-task") ? "TRUE" : "FALSE")));

        Path results = home.resolve("killed");
        for (String method : methods) {
            killed("written", method, suite, "--methods", method);
        }
        killed("chosen", "lcia", "chosen.yaml", "--methods", "lcia", "--seeds", "1");
        killed("chosen", "lora", onTop.toArray(String[]::new));
        run(suite, "--results", "killed").exits(0);
        run("chosen.yaml", "--methods", "lcia", "--seeds", "1", "--results", "killed").exits(0);
        run(with(onTop, "--results", "killed")).exits(0);
        Records.assertSame(Records.reproducible(results), expected);
    }

    private static String[] with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** Kills a run after its first task; one that was over before anybody looked is made anew. */
    private void killed(String benchmark, String method, String... command) {
        Path undisturbed = home.resolve("undisturbed");
        Path folder = home.resolve("killed").resolve(undisturbed.relativize(Records.run(undisturbed, benchmark, method)));
        for (int i = 0; i < TRIES; i++) {
            Palimpsest.Running running = start(with(List.of(command), "--results", "killed"));
            running.await("a task of " + method + " on " + benchmark, () -> Files.exists(folder.resolve("checkpoint-1.bin")) || !running.process().isAlive());
            if (running.process().isAlive()) {
                running.process().destroyForcibly();
            }
            Outcome outcome = running.end();
            if (outcome.code() != 0) {
                assertEquals(outcome.code(), KILLED, outcome.toString());
                return;
            }
            Folders.delete(folder);
            Folders.delete(home.resolve("killed/leaderboards")); // that of the selection, too
        }
        throw new AssertionError(method + " on " + benchmark + " was over " + TRIES + " times before anybody saw its first task");
    }

    /** What the average tells of itself stands among the gauges. */
    @Test
    public void gaugesAndAnswersAreRecorded() {
        run("written.yaml", "--methods", "lora+ema", "--seeds", "1", "--gauges", "all", "--results", "gauged").exits(0);
        Path run = Records.run(home.resolve("gauged"), "written", "lora+ema");
        Set<String> gauges = Records.csv(run.resolve("gauges.csv")).stream().map(row -> row.get("gauge")).collect(Collectors.toSet());
        assertTrue(gauges.containsAll(Set.of("ema.fallbacks", "ema.beta-0.4", "gradient.norm", "weights.norm")), gauges.toString());
        List<Map<String, String>> responses = Records.csv(run.resolve("responses.csv"));
        assertEquals(responses.stream().map(row -> row.get("trained_task") + row.get("task")).toList(), List.of("01", "02", "11", "12", "21", "22"));
        for (Map<String, String> row : responses) {
            assertEquals(row.get("n"), "12");
            assertTrue(Integer.parseInt(row.get("exact")) <= Integer.parseInt(row.get("options")), row.toString());
        }
        JsonNode protocol = Records.json(run.resolve("run.json")).get("protocol");
        assertEquals(protocol.get("tokenizer").asText().length(), 64);
    }

    /** A set without answers to choose from has no option match, and no row of accuracies. */
    @Test
    public void freeAnswersAreScoredByTheirWords() {
        run("free.yaml", "--methods", "lora", "--seeds", "1", "--results", "free").exits(0);
        Path run = Records.run(home.resolve("free"), "free", "lora");
        List<Map<String, String>> responses = Records.csv(run.resolve("responses.csv"));
        assertEquals(responses.stream().map(row -> row.get("task") + row.get("options").isEmpty()).distinct().toList(), List.of("1true", "2false", "3false"));
        assertTrue(responses.stream().filter(row -> row.get("trained_task").equals("3")).allMatch(row -> row.get("n").equals(row.get("task").equals("1")
                ? "8" : "12")), responses.toString());
        assertEquals(Records.csv(run.resolve("accuracy.csv")).stream().map(row -> row.get("task")).distinct().toList(), List.of("2", "3"));
    }

    @Test
    public void allThatIsWrongIsToldAtOnce() {
        write("wrong", "backbone: " + SMALL + "\nanswerTokens: 1\nlength: 4000\nprompt: answer this");
        run("wrong.yaml", "--methods", "lora", "--results", "bad").exits(2).complainsOf("wrong.yaml: answerTokens: value '1': must be at least 2",
                "wrong.yaml: length: value '4000': decoder can take 48 tokens at the most", "prompt: value 'answer this': must have {instruction} or {input}");
        run("written.yaml", "--methods", "icarl,der,der++,freeze,lwf-mc", "--results", "bad").exits(2).complainsOf("der++", "freeze", "icarl", "lwf-mc",
                "learns classes, which the outputs of this benchmark are not", "leaves nothing to be trained after the first task");
        run("written.yaml", "--methods", "lora", "--set", "lora.targets=[q_proj]", "--set", "lora.rank=0", "--results", "bad").exits(2).complainsOf("rank");
        run("split-digits-online", "--methods", "lcia,lora-per-task", "--results", "bad").exits(2)
                .complainsOf("lora-per-task", "lcia", "goes by instructions, and split-digits-online has none");
        write("image", "backbone: mlp");
        run("image.yaml", "--methods", "lora", "--results", "bad").exits(2).complainsOf("image.yaml: backbone: value 'mlp': does not read text");
        write("absent", "backbone: {name: causal-lm, folder: nowhere}");
        run("absent.yaml", "--methods", "lora", "--results", "bad").exits(2).complainsOf("nowhere");
        Folders.write(home.resolve("data/blank/set.jsonl"), "{\"prompt\": \"\", \"answer\": \"\"}\n{\"prompt\": \"a\"}\nnone\n");
        Folders.write(home.resolve("blank-stream.yaml"), "id: blank\nversion: 1\nscenario: instruction\nsets: ['instruction-file:blank']\n");
        Folders.write(home.resolve("blank.yaml"), Records.text(home.resolve("written.yaml")).replace("written", "blank"));
        run("blank.yaml", "--methods", "lora", "--results", "bad").exits(2).complainsOf("set.jsonl", "line 1", "line 2", "line 3");
        assertFalse(home.resolve("bad").toFile().exists());
    }
}
