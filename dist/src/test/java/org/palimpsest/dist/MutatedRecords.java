package org.palimpsest.dist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Records of runs: finished ones, and one that was stopped and can go on. */
final class MutatedRecords extends MutatedInput {
    private static final String RESULTS = SCRATCH + "/results";
    private static final List<String> LEADERBOARD = List.of("leaderboard", SCRATCH + "/suite.yaml", "--results", RESULTS, "--json");
    private static final List<String> RUN = List.of("run", SCRATCH + "/suite.yaml", "--results", RESULTS, "--json", "--quiet");
    private static final List<String> RESUME = List.of("run", SCRATCH + "/slow.yaml", "--methods", "er", "--seeds", "7,", "--results", RESULTS, "--quiet");
    /** The run is stopped when this many are; far from its end. */
    private static final int TASKS_DONE = 2;
    private static final String SLOW = "results/runs/slow";

    private Map<String, String> undisturbed = Map.of();
    private Map<String, String> damaged = Map.of();
    private Path wanted;

    @Override
    String name() {
        return "records";
    }

    @Override
    boolean mayWrite(Path relative) {
        return relative.startsWith("results");
    }

    @Override
    void prepare() throws IOException {
        Benchmark.named("bench").with("budget", "{epochs: 1, batch: 64}").with("backbone", "{name: mlp, widths: [8]}").in(scratch());
        Benchmark.named("slow").with("budget", "{epochs: 20, batch: 10}").with("backbone", "{name: mlp, widths: [8]}")
                .with("probe", "{perTask: 4, growth: 10}").in(scratch());
        Folders.write(scratch().resolve("suite.yaml"), "id: tiny\nbenchmarks: [bench.yaml]\nmethods:\n  - finetune\n  - er: {buffer: 20}\nseeds: [0, 3]\n");
        sound(RUN.toArray(String[]::new));
        sound(RESUME.toArray(String[]::new));
        undisturbed = tables();
        MutationFolder.remove(scratch().resolve(SLOW));
        stopped();
        MutationFolder.remove(scratch().resolve("results/leaderboards"));
        Files.deleteIfExists(scratch().resolve("results/.lock"));
    }

    /** Kills the process when two tasks are committed. */
    private void stopped() throws IOException {
        Process process = CommandServer.surroundings(new ProcessBuilder(java(RESUME)), home(), scratch())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try {
            while (tasksDone() < TASKS_DONE) {
                if (!process.isAlive()) {
                    throw new AssertionError("the run ended before it could be stopped");
                }
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Files.deleteIfExists(scratch().resolve("results/.lock"));
    }

    private int tasksDone() {
        return Optional.ofNullable(slow()).map(folder -> folder.resolve("run.json")).filter(Files::exists).map(Records::json)
                .map(info -> info.get("tasksDone").asInt()).orElse(0);
    }

    private Path slow() {
        Path[] found = new Path[1];
        Path folder = scratch().resolve(SLOW).resolve("er");
        if (Files.isDirectory(folder)) {
            for (String name : folder.toFile().list()) {
                found[0] = folder.resolve(name);
            }
        }
        return found[0];
    }

    private Map<String, String> tables() {
        Map<String, String> tables = new TreeMap<>();
        for (String table : List.of("accuracy", "probe", "confusion", "training")) {
            tables.put(table, Records.text(slow().resolve(table + ".csv")));
        }
        return tables;
    }

    @Override
    Mutant mutant(Mutator mutator) throws IOException {
        boolean resume = mutator.chance(0.35);
        Path runs = scratch().resolve(resume ? SLOW : "results/runs/bench");
        List<Path> files = Folders.tree(runs).stream().filter(Files::isRegularFile).sorted().toList();
        Path file = mutator.pick(files);
        String name = scratch().resolve("results/runs").relativize(file).toString();
        List<String> command = resume ? RESUME : mutator.chance(0.7) ? LEADERBOARD : RUN;
        byte[] original = Files.readAllBytes(file);
        wanted = file;
        if (mutator.chance(0.06)) {
            String what = MutationFolder.otherNode(file, mutator);
            damaged = runs();
            boolean remade = what.endsWith("what it was") || name.endsWith("run.json") && what.matches(".*(deleted|to nothing|to itself)")
                    || leftover(file);
            return new Mutant(name + ": " + what + " | " + command.get(0), List.of(command), List.of(command),
                    outcomes -> remade && (!resume || tables().equals(undisturbed)) ? Verdict.NEUTRAL : Verdict.fault("unnoticed: " + what));
        }
        byte[] changed = file.toString().endsWith(".bin") ? mutator.bytes(original)
                : mutator.chance(0.5) ? mutator.bytes(original)
                : name.endsWith(".csv") ? mutator.csv(new String(original, StandardCharsets.UTF_8))
                : json(new String(original, StandardCharsets.UTF_8), mutator);
        Files.write(file, changed);
        damaged = runs();
        int committed = resume ? committed(file, original) : original.length;
        return new Mutant(name + ": " + mutator.said() + " | " + command.get(0), List.of(command), List.of(command),
                outcomes -> verdict(file, original, changed, committed, outcomes));
    }

    private static byte[] json(String text, Mutator mutator) {
        String changed = mutator.chance(0.3) ? mutator.lines(text) : mutator.chance(0.3) ? mutator.swap(text)
                : mutator.place(text, java.util.regex.Pattern.compile("(?<= : )\"?[^\\s,\"\\[\\]{}]+\"?|[a-zA-Z]+(?=\" : )"));
        return changed.getBytes(StandardCharsets.UTF_8);
    }

    private Verdict verdict(Path file, byte[] original, byte[] changed, int committed, List<Outcome> outcomes) {
        boolean resume = outcomes.get(0).command().equals(RESUME);
        String kind = file.getFileName().toString().replaceAll("\\d", "0");
        if (outcomes.get(0).code() == 1) {
            return Verdict.fault("exit 1 for damage in " + kind + (resume ? " of a running record" : ""));
        }
        boolean kept = changed.length >= committed && Arrays.equals(original, 0, committed, changed, 0, committed);
        boolean uncommitted = leftover(file) || resume && kept && file.toString().endsWith(".csv");
        boolean same = kind.equals("run.json") && tree(original).equals(tree(changed));
        if (Arrays.equals(original, changed) || uncommitted || same) {
            return resume && !tables().equals(undisturbed) ? Verdict.fault("goes on to other numbers") : Verdict.NEUTRAL;
        }
        return Verdict.fault("damage in " + kind + " unnoticed" + (resume ? " in a running record" : ""));
    }

    /** No part of the record: the count of attempts, and the checkpoint of an earlier task, which was to be deleted when the process was killed. */
    private static boolean leftover(Path file) {
        String name = file.getFileName().toString();
        return name.equals("attempts") || name.endsWith(".bin") && !name.equals("checkpoint-" + TASKS_DONE + ".bin");
    }

    /** Of the tables of a running record a first part is committed, which its {@code run.json} knows; of other files everything. */
    private static int committed(Path file, byte[] original) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".csv")) {
            return original.length;
        }
        JsonNode committed = Records.json(file.resolveSibling("run.json")).get("committed").get(name.substring(0, name.length() - 4));
        return committed.isObject() ? committed.get("bytes").asInt() : committed.asInt();
    }

    private static Optional<JsonNode> tree(byte[] content) {
        try {
            return Optional.of(JsonMapper.builder().build().readTree(content));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The record is as it was found, and the file is named. */
    @Override
    Verdict machine(List<Outcome> outcomes) {
        String err = outcomes.get(0).err();
        if (!err.contains(wanted.getFileName().toString()) && !err.contains(wanted.getParent().getFileName().toString())) {
            return Verdict.fault("exit 3 without the name of the file");
        }
        if (!leftover(wanted) && !runs().equals(damaged)) {
            return Verdict.fault("a damaged record is changed");
        }
        return Verdict.MACHINE;
    }

    private Map<String, String> runs() {
        Map<String, String> files = new TreeMap<>();
        try {
            for (Path path : Folders.tree(scratch().resolve("results/runs"))) {
                if (!path.toString().endsWith(".tmp")) {
                    files.put(path.toString(), MutationFolder.content(path));
                }
            }
        } catch (UncheckedIOException e) {
            files.put(e.getMessage(), "");
        }
        return files;
    }
}
