package org.palimpsest.harness.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.tune.Ladder;
import org.palimpsest.harness.tune.Rung;
import org.palimpsest.harness.tune.Score;
import org.palimpsest.results.board.RunScore;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.MetricColumn;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunStatus;

/** The search for the options of one method on one benchmark: which runs come next, and what came of those that are made. */
final class Trials {
    private final RecipeSpec method;
    private final List<Map<String, String>> settings;
    private final List<List<PlannedRun>> runs;
    private final List<Rung> rungs;
    private final Ladder ladder;
    private final Map<RunId, RunScore> made = new HashMap<>();

    /**
     * A search.
     *
     * @param method with the options that are not varied
     * @param runs those of each setting, by seed
     */
    Trials(RecipeSpec method, SearchOptions.Search search, List<List<PlannedRun>> runs) {
        this.method = method;
        this.settings = search.settings();
        this.runs = runs;
        rungs = search.rungs();
        ladder = new Ladder(rungs);
    }

    RecipeSpec method() {
        return method;
    }

    String benchmark() {
        return runs.get(0).get(0).id().benchmark();
    }

    /** The options that are not varied and stand in the suite, in one line; empty if there are none. */
    String fixed() {
        return method.options().entrySet().stream().map(option -> option.getKey() + "=" + option.getValue()).collect(Collectors.joining("; "));
    }

    /** Of what options are searched for. */
    String title() {
        return method.name() + (fixed().isEmpty() ? "" : " (" + fixed() + ")") + " on " + benchmark();
    }

    /** What is searched, and how many runs that takes. */
    String words() {
        return title() + ": " + settings.size() + " settings, " + Rung.runs(rungs) + " runs"
                + (rungs.size() == 1 ? "" : rungs.stream().map(rung -> rung.settings() + " with " + rung.seeds())
                        .collect(Collectors.joining(", then ", " (", " seeds)")));
    }

    /** Keys of what is varied. */
    List<String> keys() {
        return List.copyOf(settings.get(0).keySet());
    }

    /** What a setting is: value by key. */
    Map<String, String> setting(int number) {
        return settings.get(number);
    }

    /** The runs of the next step, those that are made already among them; none if all steps are made. */
    List<PlannedRun> next() {
        return ladder.step().map(step -> ladder.left().stream().flatMap(number -> runs.get(number).stream().limit(step.seeds())).toList()).orElse(List.of());
    }

    /**
     * Takes what came of a step.
     *
     * @param scores of its runs, as far as they are recorded; of others, too
     * @param metric that decides
     */
    void take(Map<RunId, RunScore> scores, MetricColumn metric) {
        Optional<Rung> step = ladder.step();
        step.ifPresent(rung -> {
            next().forEach(run -> Optional.ofNullable(scores.get(run.id())).ifPresent(score -> made.put(run.id(), score)));
            ladder.take(ladder.left().stream().map(number -> new Score(number, made(number).stream().filter(RunScore::finished)
                    .flatMap(run -> Optional.ofNullable(run.metrics().get(metric.id())).stream()).toList(), rung.seeds())).toList(),
                    metric.metric().direction() == Direction.LOWER);
        });
    }

    /** All settings, the best first. */
    List<Ladder.Place> ranked() {
        return ladder.ranked();
    }

    /** What was chosen: value by key; empty if no setting came to its end with every seed. */
    Optional<Map<String, String>> chosen() {
        return ladder.best().map(score -> settings.get(score.setting()));
    }

    /** The runs of a setting, as far as they are recorded. */
    List<RunScore> made(int number) {
        return runs.get(number).stream().flatMap(run -> Optional.ofNullable(made.get(run.id())).stream()).toList();
    }

    /** How many runs of a setting ended so. */
    long count(int number, RunStatus status) {
        return made(number).stream().filter(run -> run.info().status() == status).count();
    }

    /** All runs that are recorded, by setting. */
    List<RunScore> made() {
        return ranked().stream().flatMap(place -> made(place.score().setting()).stream()).toList();
    }
}
