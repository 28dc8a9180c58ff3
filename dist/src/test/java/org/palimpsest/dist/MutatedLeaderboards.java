package org.palimpsest.dist;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Leaderboards that a run has written, and the ledger of published values. */
final class MutatedLeaderboards extends MutatedInput {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    /** Columns that say where numbers come from, or which are shown if none are named. */
    private static final Set<String> PROVENANCE = Set.of("scenario", "message", "stop_task", "stop_step", "tasks", "tasks_done", "digest", "stream",
            "stream_version", "stream_digest", "data_sha256", "harness_version", "commit", "dirty", "engine", "blas", "threads", "device", "java",
            "os", "cpu", "plugins", "bound", "protocol_keys");
    private static final Pattern SHARE = Pattern.compile(".*\\.accuracy\\.(final|incremental|incremental_weighted|cumulative|learning|amca)");
    private static final List<List<String>> COMMANDS = List.of(
            List.of("compare", SCRATCH + "/A.csv", SCRATCH + "/B.csv", "--metrics", "all", "--json"),
            List.of("compare", SCRATCH + "/A.runs.csv", SCRATCH + "/B.runs.csv", "--metrics", "all", "--csv"),
            List.of("compare", SCRATCH + "/A.csv", "--a", "finetune", "--b", "er", "--metrics", "all", "--json"),
            List.of("compare", SCRATCH + "/A.csv", SCRATCH + "/B.csv"));
    private static final List<String> REPRODUCE = List.of("reproduce", "first", "--entries", SCRATCH + "/entries", "--results",
            SCRATCH + "/results", "--quiet");

    private Path ledger;

    @Override
    String name() {
        return "leaderboards";
    }

    @Override
    boolean mayWrite(Path relative) {
        return relative.startsWith("results");
    }

    @Override
    void prepare() throws IOException {
        Benchmark.named("bench").with("budget", "{epochs: 1, batch: 64}").with("backbone", "{name: mlp, widths: [8]}").in(scratch());
        for (String board : List.of("A", "B")) {
            String results = SCRATCH + "/results-" + board;
            sound("run", SCRATCH + "/bench.yaml", "--methods", "finetune,er", "--seeds", "3", "--set", "er.buffer=" + (board.equals("A") ? 20 : 100),
                    "--results", results, "--quiet");
            for (String end : List.of(".csv", ".runs.csv")) {
                Files.copy(home().resolve(results + "/leaderboards/bench" + end), scratch().resolve(board + end));
            }
            MutationFolder.remove(home().resolve(results));
        }
        String entry = "  - {name: %s, tier: smoke, source: Somebody 2020, protocol: as here, method: er, benchmark: split-digits-online, "
                + "metric: class_il.accuracy.final, published: 0.5, margin: 0.1, seeds: 2, set: [er.buffer=%d]}\n";
        Folders.write(scratch().resolve("entries/own.yaml"), "entries:\n" + entry.formatted("first", 20) + entry.formatted("second", 40));
        sound("reproduce", "--entries", SCRATCH + "/entries", "--results", SCRATCH + "/results", "--quiet");
        ledger = Folders.tree(scratch().resolve("results")).stream().filter(file -> file.endsWith("ledger.csv")).findFirst().orElseThrow();
    }

    @Override
    Mutant mutant(Mutator mutator) throws IOException {
        if (mutator.chance(0.15)) {
            return ledger(mutator);
        }
        String name = mutator.chance(0.5) ? "A" : "B";
        List<String> command = COMMANDS.get(mutator.chance(0.7) ? 0 : mutator.below(COMMANDS.size()));
        if (command.contains("--a")) {
            name = "A";
        }
        Path file = scratch().resolve(name + ".runs.csv");
        byte[] original = Files.readAllBytes(file);
        if (mutator.chance(0.04)) {
            String what = MutationFolder.otherNode(file, mutator);
            boolean same = what.endsWith("what it was");
            return Mutant.ofFiles(what, List.of(command), outcomes -> same && !visible(outcomes) ? Verdict.NEUTRAL : Verdict.fault("exit 0 for " + what));
        }
        byte[] changed = mutator.csv(new String(original, StandardCharsets.UTF_8));
        Files.write(file, changed);
        return Mutant.ofFiles(name + ".runs.csv: " + mutator.said() + " | " + String.join(" ", command), List.of(command),
                outcomes -> verdict(original, changed, outcomes));
    }

    private boolean visible(List<Outcome> outcomes) {
        return outcomes.stream().anyMatch(outcome -> !outcome.out().equals(valid(outcome.command()).out()));
    }

    private Verdict verdict(byte[] original, byte[] changed, List<Outcome> outcomes) {
        if (outcomes.get(0).code() == 1) {
            return Verdict.fault("exit 1 for a leaderboard");
        }
        Optional<List<List<String>>> read = cells(changed);
        if (read.isEmpty()) {
            return Verdict.fault("exit 0 for what is no CSV in UTF-8");
        }
        List<List<String>> before = cells(original).orElseThrow();
        List<List<String>> after = read.get();
        if (before.equals(after)) {
            return visible(outcomes) ? Verdict.fault("another comparison of the same cells") : Verdict.NEUTRAL;
        }
        Optional<String> fault = nonsense(after);
        if (fault.isPresent()) {
            return Verdict.fault(fault.get());
        }
        boolean all = outcomes.get(0).command().contains("all");
        return visible(outcomes) ? Verdict.EFFECTIVE : !all || onlyProvenance(before, after) ? Verdict.NEUTRAL
                : Verdict.fault("accepted and invisible");
    }

    private static Optional<String> nonsense(List<List<String>> rows) {
        List<String> header = rows.get(0);
        if (new HashSet<>(header).size() < header.size()) {
            return Optional.of("a column twice");
        }
        if (new HashSet<>(rows).size() < rows.size()) {
            return Optional.of("a row twice");
        }
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int i = 0; i < header.size(); i++) {
                String column = header.get(i);
                String value = row.get(i).strip();
                boolean measured = column.contains("_il.") || column.endsWith("_seconds") || column.equals("seed") || column.endsWith("bytes");
                if (measured && !value.isEmpty() && (!NUMBER.matcher(value).matches() || Double.isInfinite(Double.parseDouble(value)))) {
                    return Optional.of("no number in a column of numbers: " + column.replaceFirst(".*\\.", ""));
                }
                if (SHARE.matcher(column).matches() && !value.isEmpty() && (Double.parseDouble(value) < 0 || Double.parseDouble(value) > 1)) {
                    return Optional.of("an accuracy beyond 0 to 1");
                }
                if (column.equals("status") && !Set.of("finished", "diverged", "failed", "running").contains(value)) {
                    return Optional.of("a status that there is not");
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the same runs have the same numbers. */
    private static boolean onlyProvenance(List<List<String>> before, List<List<String>> after) {
        Set<String> known = new HashSet<>(before.get(0));
        known.removeAll(PROVENANCE);
        return runs(before, known).equals(runs(after, known));
    }

    private static Set<List<String>> runs(List<List<String>> rows, Set<String> columns) {
        Set<List<String>> runs = new HashSet<>();
        List<String> header = rows.get(0);
        for (List<String> row : rows.subList(1, rows.size())) {
            runs.add(header.stream().filter(columns::contains).sorted()
                    .map(column -> column + "=" + plain(row.get(header.indexOf(column)).strip())).filter(cell -> !cell.endsWith("=")).toList());
        }
        return runs;
    }

    private static String plain(String cell) {
        return NUMBER.matcher(cell).matches() ? new BigDecimal(cell).stripTrailingZeros().toString() : cell;
    }

    private static Optional<List<List<String>>> cells(byte[] content) {
        try {
            String text = YamlText.decoded(content);
            CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
            try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
                List<List<String>> rows = parser.getRecords().stream().map(CSVRecord::toList).toList();
                boolean table = !rows.isEmpty() && rows.stream().allMatch(row -> row.size() == rows.get(0).size());
                return table ? Optional.of(rows) : Optional.empty();
            }
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Of two values one is asked for; the other's line stays as it is, or is refused. */
    private Mutant ledger(Mutator mutator) throws IOException {
        byte[] original = Files.readAllBytes(ledger);
        if (mutator.chance(0.1)) {
            String what = MutationFolder.otherNode(ledger, mutator);
            return Mutant.ofFiles(what, List.of(REPRODUCE), outcomes -> outcomes.get(0).code() == 1 ? Verdict.fault("exit 1 for a ledger") : Verdict.EFFECTIVE);
        }
        byte[] changed = mutator.csv(new String(original, StandardCharsets.UTF_8));
        Files.write(ledger, changed);
        return Mutant.ofFiles("ledger.csv: " + mutator.said(), List.of(REPRODUCE), outcomes -> {
            if (outcomes.get(0).code() == 1) {
                return Verdict.fault("exit 1 for a ledger");
            }
            Optional<List<List<String>>> after = cells(content0(ledger));
            if (after.isEmpty() || cells(changed).isEmpty()) {
                return Verdict.fault("exit 0 for a ledger that is no CSV in UTF-8");
            }
            List<List<String>> before = cells(original).orElseThrow();
            if (after.get().equals(before)) {
                return Verdict.NEUTRAL;
            }
            boolean numbers = after.get().stream().skip(1).allMatch(row -> row.size() == before.get(0).size() && number(before.get(0), row));
            return numbers ? Verdict.EFFECTIVE : Verdict.fault("a ledger keeps what is no number");
        });
    }

    private static boolean number(List<String> header, List<String> row) {
        for (String column : List.of("ours", "sd", "published", "margin", "low", "high", "n", "n_ours")) {
            int at = header.indexOf(column);
            if (at >= 0 && !row.get(at).isEmpty() && !NUMBER.matcher(row.get(at)).matches()) {
                return false;
            }
        }
        return true;
    }

    private static byte[] content0(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
