package org.palimpsest.results.metric;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.palimpsest.results.record.EpisodeRow;
import org.palimpsest.results.record.Episodes;
import org.palimpsest.results.record.ReturnProbeRow;
import org.palimpsest.results.record.ReturnRow;
import org.palimpsest.results.record.ReturnScale;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.TaskInfo;

/** What agents are ranked by: the score, which is comparable between environments, or else the return as the environment pays it. */
@AutoService(MetricProvider.class)
public final class Returns implements MetricProvider {
    private static final List<String> SCENARIOS = List.of("control");

    /** The mean return of an episode: 0 is what random actions get, 1 what the reference gets. There is none where one of the two is not known. */
    public static final Measure SCORE = measure("score", "shares of the reference", (played, scale) -> scale.map(s -> s.sum(played)));

    /** The mean return of an episode. */
    public static final Measure RETURN = measure("return", "reward per episode", (played, scale) -> Optional.of(played.total()));

    /** A measure that makes a sum over episodes of what their rewards were, if it can. */
    private static Measure measure(String id, String unit, BiFunction<Episodes, Optional<ReturnScale>, Optional<Double>> sum) {
        return new Measure(id, id, Direction.HIGHER, unit, SCENARIOS,
                new Measure.Source<>(ReturnRow.TABLE, (row, run) -> score(row.trainedTask(), 0, row.task(), row.played(), run, sum)),
                Optional.of(new Measure.Source<>(ReturnProbeRow.TABLE,
                        (row, run) -> score(row.trainingTask(), row.step(), row.task(), row.played(), run, sum))),
                Optional.of(new Measure.Source<>(EpisodeRow.TABLE, (row, run) -> score(row.task(), row.step(), row.task(), row.played(), run, sum))));
    }

    private static Score score(int trained, long step, int task, Episodes played, RunInfo run,
            BiFunction<Episodes, Optional<ReturnScale>, Optional<Double>> sum) {
        return sum.apply(played, run.stream().task(task).flatMap(TaskInfo::scale))
                .map(total -> new Score(trained, step, task, total, played.count()))
                .orElseGet(() -> new Score(trained, step, task, 0, 0));
    }

    @Override
    public int order() {
        return 600;
    }

    @Override
    public List<Measure> measures() {
        return List.of(SCORE, RETURN);
    }
}
