package org.palimpsest.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Command lines of every command. Whatever is changed, nothing outside the folder that they start in is named. */
final class MutatedCommandLines extends MutatedInput {
    private static final String RESULTS = SCRATCH + "/results";
    private static final List<String> LINES = List.of(
            "run m/suite.yaml --dry-run --results m/results",
            "run m/bench.yaml --methods er,finetune --seeds 2 --dry-run --results m/results",
            "run m/bench.yaml --methods er+l2 --seeds 1,5 --set er.buffer=30 --set lr=0.1 --dry-run --results m/results --gauges all",
            "run m/bench.yaml --methods finetune --seeds 4, --results m/results --quiet",
            "run m/bench.yaml --methods er --seeds 1 --set epochs=2 --set buffer=10 --results m/results --json --quiet",
            "run split-digits-online --methods er --seeds 1 --dry-run --results m/results --data m/data --plugins m/plugins",
            "leaderboard m/suite.yaml --results m/results",
            "leaderboard bench --results m/results --json",
            "leaderboard bench --results m/results --as avalanche",
            "show bench/er/0-RUN --results m/results",
            "show bench/er/0-RUN --results m/results --task 2 --json",
            "compare m/results/leaderboards/tiny.csv m/results/leaderboards/tiny.runs.csv --a finetune --b er",
            "compare m/results/leaderboards/tiny.csv --a finetune --b er:buffer=20 --metrics class_il.accuracy.final,train_seconds",
            "compare m/results/leaderboards/tiny.csv m/results/leaderboards/tiny.csv --csv",
            "reproduce --entries m/entries --dry-run --results m/results",
            "reproduce first --entries m/entries --tier smoke --dry-run --results m/results",
            "list methods", "list benchmarks --json", "list datasets",
            "describe method er", "describe benchmark m/bench.yaml --json", "describe metric class_il.forgetting.max", "describe dataset digits",
            "describe suite quickstart", "describe stream split-digits", "describe addon l2",
            "data list --data m/data", "data where --data m/data", "data verify digits", "data verify features:rows --data m/data",
            "data import features:rows m/data/rows", "data import mnist m/data", "data fetch cifar10",
            "stream preview split-digits --out m/sheet.png --seed 3 --tasks 2 --images 3",
            "bench --list", "doctor", "doctor --json", "help run", "--version", "run --help");
    /** Options whose presence or value decides how, not what. */
    private static final Set<String> MANNERS = Set.of("--quiet", "--debug", "--wait", "--commit-every", "--checkpoint-every", "--device");

    private String run = "";

    @Override
    String name() {
        return "command-lines";
    }

    @Override
    void prepare() throws IOException {
        Benchmark.named("bench").with("budget", "{epochs: 1, batch: 64}").with("backbone", "{name: mlp, widths: [8]}").in(scratch());
        Folders.write(scratch().resolve("suite.yaml"), "id: tiny\nbenchmarks: [bench.yaml]\nmethods:\n  - finetune\n  - er: {buffer: 20}\nseeds: [0, 3]\n");
        Folders.write(scratch().resolve("entries/own.yaml"), "entries:\n  - {name: first, tier: smoke, source: Somebody 2020, protocol: as here, "
                + "method: er, benchmark: split-digits-online, metric: class_il.accuracy.final, published: 0.5, margin: 0.1, seeds: 2}\n");
        Folders.write(scratch().resolve("plugins/readme.txt"), "no jar\n");
        MutatedData.features(scratch().resolve("data/rows"));
        sound("run", SCRATCH + "/suite.yaml", "--results", RESULTS, "--quiet");
        run = Records.run(scratch().resolve("results"), "bench", "er", 0).getFileName().toString();
    }

    @Override
    boolean mayWrite(Path relative) {
        return true; // the paths themselves change
    }

    @Override
    Mutant mutant(Mutator mutator) {
        List<String> valid = List.of(mutator.pick(LINES).replace("0-RUN", run).split(" "));
        List<String> changed = valid;
        while (changed.equals(valid) || !safe(changed, valid)) {
            changed = changed(valid, mutator);
            if (mutator.chance(0.2)) {
                changed = changed(changed, mutator);
            }
        }
        List<String> command = changed;
        return new Mutant(String.join(" ", valid) + " | became | " + String.join(" ", command), List.of(command), List.of(valid),
                outcomes -> verdict(valid, outcomes.get(0)));
    }

    private static List<String> changed(List<String> command, Mutator mutator) {
        List<String> changed = new ArrayList<>(command);
        int at = mutator.below(changed.size());
        int other = mutator.below(changed.size());
        switch (mutator.below(12)) {
            case 0 -> changed.remove(at);
            case 1 -> changed.add(other, changed.get(at));
            case 2 -> Collections.swap(changed, at, other);
            case 3 -> changed.add(at, mutator.nasty());
            case 4 -> {
                String[] more = mutator.pick(LINES).split(" ");
                changed.add(at, more[mutator.below(more.length)]);
            }
            case 5 -> {
                if (at + 1 < changed.size() && changed.get(at).startsWith("--")) {
                    changed.set(at, changed.get(at) + "=" + changed.remove(at + 1));
                } else {
                    changed.add("--json");
                }
            }
            case 6 -> {
                String value = changed.get(at);
                int split = Math.max(value.indexOf('='), value.indexOf(',')) + 1;
                changed.set(at, value.substring(0, split) + mutator.word(value.substring(split)));
            }
            case 7 -> changed.addAll(List.of(mutator.pick(List.of("--set", "--seeds", "--methods", "--task", "--wait", "--device", "--tasks", "--tier")),
                    mutator.nasty()));
            case 8 -> changed.add(mutator.pick(List.of("--quiet", "--json", "--csv", "--dry-run", "--debug", "--help", "--", "-h", "@m/suite.yaml")));
            default -> changed.set(at, mutator.word(changed.get(at)));
        }
        return changed.isEmpty() ? List.of("") : changed;
    }

    /** No absolute paths, and nothing that trains for long, measures this machine or is a process's own affair. */
    private static boolean safe(List<String> command, List<String> valid) {
        boolean paths = command.stream().noneMatch(word -> word.startsWith("/") || word.contains("=/") || word.contains(",/") || word.contains("../..")
                || word.startsWith("~") || word.indexOf('\0') >= 0);
        boolean long0 = valid.contains("split-digits-online") && !command.contains("--dry-run") || valid.contains("reproduce") && !command.contains("--dry-run")
                || command.stream().anyMatch(word -> word.endsWith("bench")) && command.contains("bench") && !command.contains("--list");
        boolean large = !command.contains("--dry-run") && command.contains("run") && command.stream().anyMatch(word -> word.matches(".*[0-9]{4,}.*"));
        return paths && !long0 && !large;
    }

    private Verdict verdict(List<String> valid, Outcome outcome) {
        if (outcome.code() == 1) {
            return outcome.err().contains("diverged") && !outcome.err().contains("failed") ? Verdict.FAILED : Verdict.fault("exit 1 for a command line");
        }
        // names of kinds are understood in any case, and a plan is the same wherever its runs are to be kept
        boolean alike = String.join(" ", valid).equalsIgnoreCase(String.join(" ", outcome.command()).replace("//", "/"))
                || valid.get(0).equals("describe") && outcome.command().size() < valid.size() // a name alone, where one thing has it
                || valid.contains("--dry-run") && equal(withoutResults(valid), withoutResults(outcome.command()));
        boolean help = outcome.command().stream().anyMatch(word -> Set.of("help", "--help", "-h", "--version", "-V").contains(word));
        if (help || alike || equal(valid, outcome.command())) {
            return Verdict.NEUTRAL;
        }
        Outcome before = valid(valid);
        if (before != null && without(before.out(), valid).equals(without(outcome.out(), outcome.command())) && !outcome.out().isEmpty()) {
            return Verdict.fault("accepted and invisible", difference(valid, outcome.command()));
        }
        return Verdict.EFFECTIVE;
    }

    private static List<String> withoutResults(List<String> command) {
        int at = command.indexOf("--results");
        return at < 0 || at + 1 >= command.size() ? command
                : Stream.concat(command.subList(0, at).stream(), command.subList(at + 2, command.size()).stream()).toList();
    }

    /** Times differ whatever is said. */
    private static String without(String out, List<String> command) {
        return command.contains("doctor") || command.contains("run") && !command.contains("--dry-run") ? out.replaceAll("[0-9.]+", "0") : out;
    }

    private static String difference(List<String> valid, List<String> changed) {
        List<String> gone = new ArrayList<>(valid);
        List<String> come = new ArrayList<>(changed);
        changed.forEach(gone::remove);
        valid.forEach(come::remove);
        return valid.get(0) + ": without " + gone + ", with " + come.stream().map(word -> word.length() > 60 ? word.substring(0, 60) : word).toList();
    }

    /** Whether two command lines say the same: options in another order, or joined to their values, and manners that change no result. */
    private static boolean equal(List<String> a, List<String> b) {
        return options(a).equals(options(b));
    }

    private static Map<String, List<String>> options(List<String> command) {
        List<String> words = command.stream().flatMap(word -> word.startsWith("--") && word.contains("=")
                ? Stream.of(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)) : Stream.of(word)).toList();
        Map<String, List<String>> options = new TreeMap<>();
        Set<String> flags = new HashSet<>(Set.of("--dry-run", "--json", "--csv", "--quiet", "--debug", "--list", "--help", "--version"));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean option = word.startsWith("--") && !flags.contains(word);
            String value = option && i + 1 < words.size() ? words.get(++i).strip() : word;
            if (!MANNERS.contains(word) && !word.equals("--")) {
                options.computeIfAbsent(option ? word : flags.contains(word) ? word : "", key -> new ArrayList<>()).add(value);
            }
        }
        return options;
    }
}
