package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.compare.Comparison;
import org.palimpsest.results.compare.Gate;
import org.palimpsest.results.compare.Margin;
import org.palimpsest.results.metric.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: is B better than A? */
@Command(name = "compare", mixinStandardHelpOptions = true, description = {
    "Compares two leaderboards, paired by seed: difference B - A, its 95 %% interval and a verdict.",
    "Nothing is compared across different protocols; if nothing is left, the exit code is 2.",
    "Holm p is that of the paired t test with Holm's correction over all differences of a column, the effect that of Cohen (d_z, corrected by Hedges).",
    "Of each leaderboard the file <name>.csv or <name>.runs.csv is given; the second one, with a row per seed, is read.",
    "Two methods of one leaderboard: compare A.csv --a METHOD --b METHOD."})
final class CompareCommand implements Callable<Integer> {
    /** Between two options, as typed or as a leaderboard prints them; a comma inside a list is followed by no key. */
    private static final Pattern SEPARATOR = Pattern.compile("[,;]\\s*(?=[\\w.]+=)");

    /** A method as tables show it, with what sets it apart from others of its name. */
    private static final Pattern SHOWN = Pattern.compile("(\\S+) \\((.+)\\)");

    private static final String WORSE = "worse";
    /** What is read longer than another Java takes to begin. */
    private static final long MANY_BYTES = 20_000_000;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A.csv")
    private Path a;

    @Parameters(index = "1", arity = "0..1", paramLabel = "B.csv", description = "A.csv again, if --a and --b are given")
    private Path b;

    @Option(names = "--a", paramLabel = "method[:key=value[,key=value]]", description = "compare this method of A alone, with these options")
    private String methodOfA;

    @Option(names = "--b", paramLabel = "method[:key=value[,key=value]]", description = "with this one of B")
    private String methodOfB;

    @Option(names = "--metrics", paramLabel = "columns",
            description = "columns to compare, e.g. class_il.accuracy.final; 'all' for every one with a number (default: what the scenario asks for)")
    private List<String> metricLists = List.of();

    @Option(names = "--margin", paramLabel = "x",
            description = {
                "call a difference 'equivalent' if its 90 %% interval lies within x of 0:",
                "in the column's unit (0.01), or in percent (1%%) for columns in percent alone"})
    private String marginText;

    @Option(names = "--fail-on", paramLabel = "worse",
            description = "exit code 1 if the verdict on some column is 'A better' and its Holm p is below 0.05")
    private String failOn;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Option(names = "--csv", description = "print as CSV")
    private boolean csv;

    @Override
    public Integer call() {
        Metrics metrics = common.injector().getInstance(Metrics.class);
        List<String> known = Comparison.columns(metrics);
        Problems problems = new Problems();
        List<String> columns = Arguments.entries("--metrics", metricLists, problems);
        boolean all = columns.equals(List.of("all"));
        for (String column : all ? List.<String>of() : columns) {
            if (!known.contains(column)) {
                problems.at("compare").add("--metrics", column, "unknown metric column"
                        + Names.suggestion(column, known, "the first line of a leaderboard has all"));
            }
        }
        if (b == null) {
            if (methodOfA == null || methodOfB == null) {
                problems.at("compare").add("B.csv", "", "a second leaderboard is needed, or two methods of the first (--a and --b)");
            }
            b = a;
        }
        if (json && csv) {
            problems.at("compare").add("--json", "--csv", "cannot both be given");
        }
        Margin margin = margin(problems);
        if (failOn != null && !failOn.equals(WORSE)) {
            problems.at("compare").add("--fail-on", failOn, "must be " + WORSE);
        }
        List<Path> files = List.copyOf(new LinkedHashSet<>(List.of(a, b)));
        if (files.stream().mapToLong(LeaderboardRuns::bytes).sum() > MANY_BYTES) {
            SecondCompiler.use();
        }
        List<Problems> found = files.stream().map(file -> new Problems().at("compare")).toList();
        List<Optional<LeaderboardRuns>> boards = IntStream.range(0, files.size()).parallel()
                .mapToObj(i -> LeaderboardFile.read(files.get(i), metrics, found.get(i))).toList();
        found.forEach(ofFile -> problems.addAll(ofFile.list()));
        problems.throwIfAny();
        LeaderboardRuns boardA = boards.get(0).orElseThrow();
        LeaderboardRuns boardB = boards.get(boards.size() - 1).orElseThrow();
        LeaderboardRuns runsOfA = only(boardA, "--a", methodOfA, problems);
        LeaderboardRuns runsOfB = only(boardB, "--b", methodOfB, problems);
        if (methodOfB != null && runsOfA.equals(runsOfB)) {
            problems.at("compare").add("--b", methodOfB, "are the same runs as those of --a; recipes of one method are told apart as METHOD:key=value");
        }
        problems.throwIfAny();
        List<String> wanted = all ? Comparison.filled(runsOfA, runsOfB, metrics) : columns;
        Comparison comparison = Comparison.of(runsOfA, runsOfB, wanted, metrics, margin, json || csv);
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? comparison.json() : csv ? comparison.csv() : comparison.text(Terminal.colours(spec)));
        out.flush();
        if (csv || json && comparison.isEmpty()) {
            comparison.leftOut().forEach(common::warn);
        }
        if (comparison.isEmpty()) {
            return Exit.BAD_INPUT;
        }
        return failOn == null ? Exit.OK : judge(Gate.of(comparison), out);
    }

    private int judge(Gate gate, PrintWriter out) {
        List<String> lines = Stream.of(gate.limits(), gate.worse()).flatMap(List::stream).toList();
        if (json || csv) {
            lines.forEach(common::warn);
        } else if (!lines.isEmpty()) {
            out.println();
            lines.forEach(out::println);
            out.flush();
        }
        return gate.worse().isEmpty() ? Exit.OK : Exit.WORSE;
    }

    private Margin margin(Problems problems) {
        try {
            return marginText == null ? Margin.NONE : Margin.of(marginText);
        } catch (IllegalArgumentException e) {
            problems.at("compare").add("--margin", marginText, e.getMessage());
            return Margin.NONE;
        }
    }

    private static LeaderboardRuns only(LeaderboardRuns all, String option, String wanted, Problems problems) {
        if (wanted == null) {
            return all;
        }
        Matcher shown = SHOWN.matcher(wanted);
        String[] parts = shown.matches() ? new String[] {shown.group(1), shown.group(2)} : wanted.split(":", 2);
        List<String> settings = parts.length == 1 ? List.of() : List.of(SEPARATOR.split(parts[1]));
        LeaderboardRuns runs = all.only(parts[0], settings);
        if (runs.runs().isEmpty()) {
            String file = all.file().getFileName().toString();
            List<String> methods = all.runs().stream().map(LeaderboardRuns.Run::method).distinct().toList();
            List<String> there = all.only(parts[0], List.of()).runs().stream().flatMap(run -> run.settings().stream()).distinct().sorted().toList();
            problems.at("compare").add(option, wanted, there.isEmpty()
                    ? "no such method in " + file + Names.suggestion(parts[0], methods, "its column 'method' has all")
                    : "no run of " + parts[0] + " in " + file + " has all of these; there are " + String.join(", ", there));
        }
        return runs;
    }
}
