import com.google.auto.service.AutoService;
import java.util.OptionalDouble;
import org.palimpsest.results.metric.*;

/** {@code accuracy.worst}: what is left of the task that suffered most. */
@AutoService(MetricProvider.class)
public final class WorstTask implements Metric {
    @Override
    public String id() {
        return "accuracy.worst";
    }

    @Override
    public String formula() {
        return "min_{i<=T} R[T][i]";
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER;
    }

    @Override
    public String reference() {
        return "an example";
    }

    @Override
    public String summary() {
        return "lowest accuracy over all tasks at the end of the stream";
    }

    @Override
    public boolean reads(Measure measure) {
        return measure.isAccuracy();
    }

    @Override
    public OptionalDouble value(MetricContext context) {
        AccuracyMatrix r = context.matrix();
        return new Range(1, r.tasks()).min(i -> r.get(r.tasks(), i));
    }
}
