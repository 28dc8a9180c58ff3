package org.palimpsest.results.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.palimpsest.results.board.LeaderboardRow;
import org.palimpsest.results.board.Protocol;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.record.RunInfo;

/**
 * The {@code palimpsest run} command that makes some runs again, which share all but their seeds. It says every option, so that it holds whatever a suite
 * said when they were made; where a command line cannot say something, a note does.
 *
 * @param benchmark name of the benchmark
 * @param method the method with its add-ons
 * @param seeds run seeds, ascending
 * @param settings what {@code --set} is given, by key, in this order
 * @param gauges ids of the gauges that are read
 * @param needs what must be there besides: plug-ins, files, a sentence each
 * @param unsaid what the command cannot say, a sentence each; empty if it is exact wherever the benchmark is the packaged one
 */
public record RunCommand(
        String benchmark, String method, List<Long> seeds, Map<String, String> settings, List<String> gauges, List<String> needs, List<String> unsaid) {
    /** Copies the collections, keeping their order. */
    public RunCommand {
        seeds = seeds.stream().distinct().sorted().toList();
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        gauges = List.copyOf(gauges);
        needs = List.copyOf(needs);
        unsaid = List.copyOf(unsaid);
    }

    /** That of one recorded run. */
    public static RunCommand of(RunInfo run) {
        return of(List.of(run));
    }

    /**
     * That of recorded runs.
     *
     * @param runs at least one; they differ in seed and outcome alone
     */
    public static RunCommand of(List<RunInfo> runs) {
        RunInfo first = runs.get(0);
        RunCommand command = of(first.id().benchmark(), first.id().method(), runs.stream().map(run -> run.id().seed()).toList(), first.protocol(),
                first.methodOptions(), first.training());
        Stream<String> jars = runs.stream().flatMap(run -> run.plugins().stream()).distinct()
                .map(plugin -> "needs the plug-in " + plugin.jar() + " with the SHA-256 " + plugin.sha256());
        return new RunCommand(command.benchmark, command.method, command.seeds, command.settings, first.gauges(),
                Stream.concat(jars, command.needs.stream()).toList(), command.unsaid);
    }

    /** That of a row, which does not say what its benchmark was set to: a note tells the protocol that it must have. */
    public static RunCommand of(LeaderboardRow row) {
        RunCommand command = of(row.benchmark(), row.method(), row.seeds(), Map.of(), row.options(), row.training());
        return command.unsaid("is right where the benchmark has the protocol " + Protocol.shortened(row.protocol())
                + "; a row does not tell what it was set to");
    }

    /**
     * That of runs by what decides them.
     *
     * @param protocol the benchmark as resolved, as {@link RunInfo#protocol()} has it
     * @param options options of the method and its add-ons, as {@link RunInfo#methodOptions()} has them
     * @param training the update rule, as {@link RunInfo#training()} has it
     */
    public static RunCommand of(
            String benchmark, String method, List<Long> seeds, Map<String, Object> protocol, Map<String, Object> options, Map<String, Object> training) {
        RunSettings settings = new RunSettings();
        settings.addProtocol(protocol);
        settings.addOptions(method, options);
        settings.addTraining(training);
        return new RunCommand(benchmark, method, seeds, settings.values(), List.of(), settings.needs(), settings.unsaid());
    }

    /** This command, of which that is to be said, too. */
    public RunCommand unsaid(String more) {
        return new RunCommand(benchmark, method, seeds, settings, gauges, needs, Stream.concat(unsaid.stream(), Stream.of(more)).toList());
    }

    /** This command, known to say all. */
    public RunCommand exact() {
        return new RunCommand(benchmark, method, seeds, settings, gauges, needs, List.of());
    }

    /** What it needs and what it cannot say. */
    public List<String> notes() {
        return Stream.concat(needs.stream(), unsaid.stream()).toList();
    }

    /**
     * This command without what holds anyway.
     *
     * @param plain the command of the same benchmark and method as they are when nothing is set
     */
    public RunCommand shorter(RunCommand plain) {
        Map<String, String> left = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            if (!value.equals(plain.settings.get(key)) || renamed(key, plain)) {
                left.put(key, value);
            }
        });
        // an option that is not set is written as one that is empty
        plain.settings.keySet().stream().filter(key -> !settings.containsKey(key) && !renamed(key, plain))
                .forEach(key -> left.put(key, RunSettings.unset(key)));
        return new RunCommand(benchmark, method, seeds, left, gauges, without(plain.needs, needs), without(plain.unsaid, unsaid));
    }

    private static List<String> without(List<String> known, List<String> notes) {
        return notes.stream().filter(note -> !known.contains(note)).toList();
    }

    /** Whether a key is an option of something that has another name in the plain command, and takes all its options with it. */
    private boolean renamed(String key, RunCommand plain) {
        String section = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
        return !key.equals(section) && settings.containsKey(section) && !settings.get(section).equals(plain.settings.get(section));
    }

    /** The words behind {@code palimpsest}. */
    public List<String> words() {
        List<String> words = new ArrayList<>(List.of("run", benchmark, "--methods", method, "--seeds", seedList()));
        assignments().forEach(setting -> words.addAll(List.of("--set", setting)));
        if (!gauges.isEmpty()) {
            words.addAll(List.of("--gauges", String.join(",", gauges)));
        }
        return words;
    }

    /** The settings as {@code key=value}. */
    public List<String> assignments() {
        return settings.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
    }

    /** The command in one line, quoted for a shell. */
    public String text() {
        return Shell.line(Stream.concat(Stream.of("palimpsest"), words().stream()).toList());
    }

    /** As {@code --seeds} reads it: how many there are if they are the first ones, else a list, in which one alone has a comma. */
    public String seedList() {
        boolean first = LongStream.range(0, seeds.size()).allMatch(i -> seeds.get((int) i) == i);
        String list = seeds.stream().map(String::valueOf).collect(Collectors.joining(","));
        return first ? String.valueOf(seeds.size()) : seeds.size() == 1 ? list + "," : list;
    }

    @Override
    public String toString() {
        return text() + notes().stream().map(note -> "  # " + note).collect(Collectors.joining());
    }

    /** A value as notes show it. */
    static String shown(Object value) {
        return value instanceof String text ? text : Json.canonical(value);
    }
}
