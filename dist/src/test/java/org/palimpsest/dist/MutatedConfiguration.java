package org.palimpsest.dist;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.palimpsest.dist.YamlText.Leaf;

/** Suites, benchmarks, streams, trainings and published values in YAML. */
final class MutatedConfiguration extends MutatedInput {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern NO_TEXT = Pattern.compile("true|false|null|~||True|TRUE|False|FALSE|Null|NULL");
    private static final Pattern WHOLE_SIZE = Pattern.compile(".*\\.(widths\\[\\d+\\]|batch|buffer|threads|replayBatch|width|sweep)");
    private static final double MOST = 1e8;
    /** What may train for long. */
    private static final Pattern LONG = Pattern.compile("\\d{4,}|\\d[eE]\\d|epochs: \\d{2,}|\\d{3,}\\]");
    /** Names and words for people, which no plan shows; they still have to be text. */
    private static final Pattern FOR_PEOPLE = Pattern.compile("\\.(id|title)|\\.defaults\\.(source|protocol|note|margin)"
            + "|\\.entries\\[\\d\\]\\.(name|source|protocol|note|margin|published|n|sd)");

    private static final String SUITE = """
            id: tiny
            title: Tiny
            benchmarks: [bench.yaml]
            methods:
              - finetune
              - er: {buffer: 20, replayBatch: 5}
              - er+l2: {lr: 0.02, l2.strength: 0.01}
            seeds: [0, 3]
            """;
    private static final String BENCH = """
            # A benchmark for tests
            id: bench
            version: 3
            title: Digits
            stream: stream.yaml
            training: training.yaml
            probe: {perTask: 8, growth: 3}
            evaluation: {every: 2, sweep: 32}
            threads: 2
            """;
    private static final String TRAINING = """
            backbone: {name: mlp, widths: [8, 6]}
            head: growing
            budget: {epochs: 2, batch: 32}
            optimiser: {name: sgd, lr: 0.05, momentum: 0.9, schedule: {name: multi-step, milestones: [0.5], factor: 0.2}}
            augment: [{name: random-crop, padding: 1}, flip]
            """;
    private static final List<String> STREAMS = List.of("""
            id: stream
            version: 2
            scenario: class-incremental
            dataset: digits
            tasks: 5
            split: classes
            classOrder: natural
            perClass: {train: 20, test: 10}
            """, """
            id: stream
            version: 1
            scenario: few-shot
            dataset: digits
            tasks: 3
            split: classes
            classOrder: seed
            base: 6
            shots: {count: 5, from: seed}
            """, """
            id: stream
            version: 1
            scenario: blurry
            dataset: digits
            tasks: 5
            split: classes
            classOrder: seed
            blur: {kind: overlap, percent: 10}
            """, """
            id: stream
            version: 1
            scenario: class-incremental
            dataset: digits
            tasks: 2
            split: classes
            classOrder: file
            classOrderFile: order.txt
            labelNoise: {kind: symmetric, rate: 0.25}
            imbalance: {kind: exponential, ratio: 0.5}
            """, """
            id: stream
            version: 1
            scenario: domain-incremental
            dataset: digits
            tasks: 3
            split: rotated
            classOrder: natural
            maxAngle: 90
            examplesPerTask: 100
            testPerTask: 50
            """);
    private static final String ENTRIES = """
            defaults:
              tier: smoke
              seeds: 2
              margin: 0.05
              metric: class_il.accuracy.final
              source: Somebody, Somewhere 2020, table 1
              protocol: as here
            entries:
              - {name: first, method: er, benchmark: split-digits-online, published: 0.5, set: [er.buffer=50]}
              - {name: second, method: er, baseline: finetune, benchmark: split-digits-online, published: 0.25, n: 5, sd: 0.01, note: words}
            """;

    @Override
    String name() {
        return "configuration";
    }

    @Override
    void prepare() {
        for (int i = 0; i < STREAMS.size(); i++) {
            Path folder = scratch().resolve("s" + i);
            Folders.write(folder.resolve("suite.yaml"), SUITE);
            Folders.write(folder.resolve("bench.yaml"), BENCH.replace("evaluation: {every: 2", "evaluation: {every: " + (i == 3 ? 1 : 2)));
            Folders.write(folder.resolve("training.yaml"), i == 4 ? TRAINING.replace("growing", "cosine") : TRAINING);
            Folders.write(folder.resolve("stream.yaml"), STREAMS.get(i));
            Folders.write(folder.resolve("order.txt"), "3\n1\n4\n0\n5\n9\n2\n6\n8\n7\n");
        }
        Folders.write(scratch().resolve("entries/own.yaml"), ENTRIES);
    }

    @Override
    boolean mayWrite(Path relative) {
        return relative.startsWith("results"); // of the run that follows a plan
    }

    @Override
    Mutant mutant(Mutator mutator) throws IOException {
        int set = mutator.below(STREAMS.size());
        String file = mutator.pick(List.of("suite.yaml", "suite.yaml", "bench.yaml", "bench.yaml", "training.yaml", "stream.yaml", "stream.yaml", "own.yaml"));
        Path path = file.equals("own.yaml") ? scratch().resolve("entries/own.yaml") : scratch().resolve("s" + set).resolve(file);
        byte[] original = Files.readAllBytes(path);
        List<List<String>> commands = commands(file, SCRATCH + "/s" + set + "/");
        if (mutator.chance(0.03)) {
            String what = MutationFolder.otherNode(path, mutator);
            boolean same = what.endsWith("what it was");
            return Mutant.ofFiles(what, commands, outcomes -> same && said(outcomes).isEmpty() ? Verdict.NEUTRAL : Verdict.fault("exit 0 with " + what));
        }
        byte[] changed = mutator.yaml(new String(original, StandardCharsets.UTF_8));
        Files.write(path, changed);
        String what = (file.equals("own.yaml") ? "" : "s" + set + "/") + file + ": " + mutator.said();
        List<List<String>> all = new ArrayList<>(commands);
        if (!file.equals("own.yaml") && mutator.chance(0.2) && !LONG.matcher(new String(changed, StandardCharsets.UTF_8)).find()) {
            all.add(List.of("run", SCRATCH + "/s" + set + "/suite.yaml", "--quiet", "--set", "threads=1", // two are slow on a busy machine
                    "--results", SCRATCH + "/results"));
        }
        return new Mutant(what, all, commands, outcomes -> verdict(original, changed, outcomes, commands.size()));
    }

    private static List<List<String>> commands(String file, String folder) {
        if (file.equals("own.yaml")) {
            return List.of(List.of("reproduce", "--entries", SCRATCH + "/entries", "--dry-run", "--results", SCRATCH + "/results"));
        }
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of("run", folder + "suite.yaml", "--dry-run", "--results", SCRATCH + "/results"));
        if (!file.equals("suite.yaml")) {
            commands.add(List.of("describe", "benchmark", folder + "bench.yaml", "--json"));
        }
        return commands;
    }

    /** The outputs that differ from those of the valid files. */
    private List<String> said(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> !outcome.out().equals(valid(outcome.command()).out())).map(Outcome::out).toList();
    }

    private Verdict verdict(byte[] original, byte[] changed, List<Outcome> outcomes, int plans) {
        boolean visible = !said(outcomes.subList(0, plans)).isEmpty();
        Optional<Map<String, Leaf>> read = YamlText.leaves(changed);
        Outcome last = outcomes.get(outcomes.size() - 1);
        if (last.code() == 1) {
            boolean diverged = last.err().contains(": diverged") && !last.err().contains(": failed");
            return diverged ? Verdict.FAILED : Verdict.fault("a run fails of what was planned without a word", last.err());
        }
        if (read.isEmpty()) {
            return Verdict.fault("exit 0 for what is not one section of YAML in UTF-8");
        }
        Map<String, Leaf> before = YamlText.leaves(original).orElseThrow();
        Map<String, Leaf> after = read.get();
        Set<String> different = new TreeSet<>();
        before.forEach((path, leaf) -> {
            if (!after.containsKey(path) || !same(leaf.text(), after.get(path).text())) {
                different.add(path);
            }
        });
        after.keySet().stream().filter(path -> !before.containsKey(path)).forEach(different::add);
        for (String path : different) {
            Optional<String> fault = after.containsKey(path) ? nonsense(path, Optional.ofNullable(before.get(path)), after.get(path)) : Optional.empty();
            if (fault.isPresent()) {
                return Verdict.fault(fault.get());
            }
        }
        if (different.isEmpty()) {
            return visible ? Verdict.fault("another plan for the same YAML") : Verdict.NEUTRAL;
        }
        boolean shown = different.stream().anyMatch(path -> !FOR_PEOPLE.matcher(path).matches());
        return visible || !shown ? Verdict.EFFECTIVE
                : Verdict.fault("accepted and invisible", "" + different.stream().map(path -> path + "=" + after.get(path)).toList());
    }

    private static boolean same(String a, String b) {
        return a.equals(b) || NUMBER.matcher(a).matches() && NUMBER.matcher(b).matches() && new BigDecimal(a).compareTo(new BigDecimal(b)) == 0;
    }

    private static Optional<String> nonsense(String path, Optional<Leaf> before, Leaf after) {
        String value = after.text();
        boolean seeds = path.startsWith(".seeds") || path.endsWith(".seeds");
        boolean wasNumber = before.isPresent() && before.get().plain() && NUMBER.matcher(before.get().text()).matches();
        boolean wasText = before.isPresent() && !wasNumber && !before.get().collection() && !NO_TEXT.matcher(before.get().text()).matches();
        if (wasNumber && !seeds && !NUMBER.matcher(value).matches()) {
            return Optional.of("a number " + path + " may be '" + value + "'");
        }
        if (wasText && after.plain() && (NO_TEXT.matcher(value).matches() || after.collection())) {
            return Optional.of("a text " + path + " may be " + (value.isEmpty() ? "nothing" : value));
        }
        if (NUMBER.matcher(value).matches() && !seeds && !FOR_PEOPLE.matcher(path).matches()) {
            double number = Double.parseDouble(value);
            if (Double.isInfinite(number) || number < 0 && !path.endsWith("published")) {
                return Optional.of("a number " + path + " may be " + value);
            }
            if (WHOLE_SIZE.matcher(path).matches() && number > MOST) {
                return Optional.of("a size " + path + " may be " + value);
            }
        }
        return Optional.empty();
    }
}
