package org.palimpsest.results.metric;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import org.palimpsest.results.record.ReturnProbeRow;
import org.palimpsest.results.record.ReturnRow;

/** What agents are ranked by: the mean return of an episode, as the environment pays it. */
@AutoService(MetricProvider.class)
public final class Returns implements MetricProvider {
    /** The return. */
    public static final Measure RETURN = new Measure("return", "return", Direction.HIGHER, "reward per episode", List.of("control"),
            new Measure.Source<>(ReturnRow.TABLE, row -> Score.after(row.trainedTask(), row.task(), row.played().total(), row.played().count())),
            Optional.of(new Measure.Source<>(ReturnProbeRow.TABLE,
                    row -> new Score(row.trainingTask(), row.step(), row.task(), row.played().total(), row.played().count()))));

    @Override
    public int order() {
        return 600;
    }

    @Override
    public List<Measure> measures() {
        return List.of(RETURN);
    }
}
