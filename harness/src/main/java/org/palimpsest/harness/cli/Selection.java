package org.palimpsest.harness.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.engine.Keep;
import org.palimpsest.harness.engine.Wishes;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which runs are to be made, and where. */
final class Selection {
    private static final double NANOS_PER_MINUTE = 60e9;
    private static final int MOST_MINUTES = 1_000_000;

    @Parameters(paramLabel = "<suite|benchmark>", description = "a name that 'list' shows, or a YAML file")
    private String what;

    @Option(names = "--methods", paramLabel = "a,b+c", description = "methods, with add-ons after plus signs, instead of the suite's")
    private List<String> methods = List.of();

    @Option(names = "--seeds", paramLabel = "n|list",
            description = "instead of the suite's seeds: how many (3 means 0,1,2), or a list with commas and ranges (0-4,7; 7, with its comma, is one seed)")
    private String seeds;

    @Option(names = "--device", paramLabel = "auto|cpu|cuda:N", defaultValue = "auto", description = "where to compute (default: ${DEFAULT-VALUE})")
    private String device;

    @Option(names = "--set", paramLabel = "key=value", description = "overrides a key of the benchmark or an option of a method; repeatable")
    private List<String> settings = List.of();

    @Option(names = "--gauges", paramLabel = "all|id,id",
            description = "gauges of plasticity to read on the way, as 'list gauges' shows them; they change no result")
    private List<String> gauges = List.of();

    @Option(names = "--commit-every", paramLabel = "seconds", defaultValue = "" + Wishes.COMMIT_SECONDS,
            description = "how much work a kill may cost: shorter tasks are committed several at once, with 0 only if commits would take more than "
                    + "a third of the time (default: ${DEFAULT-VALUE})")
    private int commitEvery;

    @Option(names = "--keep", paramLabel = "none|last|all", defaultValue = "none",
            description = "states that stay in the folder of a run, for 'export-model': none, since each takes as much of the disk as its network, update "
                    + "rule and memory; the last, at the end of the run; or all, one after every task, each of which is then committed by itself. They "
                    + "change no result (default: ${DEFAULT-VALUE})")
    private String keep;

    @Option(names = "--checkpoint-every", paramLabel = "minutes", defaultValue = "" + Wishes.CHECKPOINT_MINUTES,
            description = "how much work inside a long task a kill may cost, where the method saves itself between passes over the task's examples (an "
                    + "add-on or dropout that draws in every step is in the way); fractions are fine, 0: all of it (default: ${DEFAULT-VALUE})")
    private double checkpointEvery;

    /** The name or file of the suite or benchmark. */
    String what() {
        return what;
    }

    String device() {
        return device;
    }

    /** Which states stay; none where there is no such choice, which {@link #request} tells. */
    Keep keep() {
        return Stream.of(Keep.values()).filter(choice -> choice.name().equalsIgnoreCase(keep)).findFirst().orElse(Keep.NONE);
    }

    /** What is asked for; what is wrong with how it is asked is added to the problems. */
    Request request(Problems problems) {
        if (commitEvery < 0) {
            problems.at("command line").add("--commit-every", commitEvery, "must be 0 or more");
        }
        if (!keep().name().equalsIgnoreCase(keep)) {
            problems.at("command line").add("--keep", keep, "must be none, last or all");
        }
        if (!(checkpointEvery >= 0 && checkpointEvery <= MOST_MINUTES)) {
            problems.at("command line").add("--checkpoint-every", checkpointEvery, "must be 0 or more, and at most " + MOST_MINUTES);
        }
        return new Request(what, Arguments.entries("--methods", methods, problems), Optional.ofNullable(seeds), settings,
                Arguments.entries("--gauges", gauges, problems));
    }

    /** What of it changes no result. */
    Wishes wishes(Optional<Path> films) {
        return new Wishes(Duration.ofSeconds(commitEvery), Duration.ofNanos(Math.round(checkpointEvery * NANOS_PER_MINUTE)), films, keep());
    }

    /** The options that change no result, again. */
    List<String> how() {
        return List.of("--device=" + device, "--commit-every=" + commitEvery, "--checkpoint-every=" + checkpointEvery, "--keep=" + keep);
    }

    /** The command that makes these runs, for another process, perhaps in another folder. */
    List<String> command(ResultsOptions results, CommonOptions common) {
        // a file's name may begin like an option's
        List<String> words = new ArrayList<>(List.of("run", what.startsWith("-") ? "./" + what : what));
        words.addAll(how());
        methods.forEach(list -> words.add("--methods=" + list));
        settings.forEach(setting -> words.add("--set=" + setting));
        gauges.forEach(list -> words.add("--gauges=" + list));
        if (seeds != null) {
            words.add("--seeds=" + seeds);
        }
        words.add("--results=" + results.folder().toAbsolutePath().normalize());
        words.addAll(common.words());
        return words;
    }
}
