package org.palimpsest.harness.control;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** What benchmarks over environments say besides what all benchmarks do. */
public record ControlBenchmark(
        @Doc("steps of a task, those of all environments together") @Positive int steps,
        @Doc("environments that are played side by side in training") @Positive @Max(4096) @Default("1") int environments,
        @Doc("steps after which an episode is cut off, in training and when scored; 0 for never, where every game ends by itself") @PositiveOrZero
                @Default("2500") int episodeLimit,
        @Doc("episodes of each game after a task") @Positive @Default("10") int episodes,
        @Doc("evaluations inside a task, evenly spread, of the games met so far; 0 switches them off") @PositiveOrZero @Default("0") int probes,
        @Doc("episodes of each game in an evaluation inside a task") @Positive @Default("5") int probeEpisodes) {
    /** Times that a step is made in all environments in a task. */
    int rounds() {
        return steps / environments;
    }
}
