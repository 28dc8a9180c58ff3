import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Learns at a pace that nobody chose, and another one each time that it is made. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Moody extends MethodModule<NoOptions> {
    public Moody() {
        super("broken-deterministic", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        private final double mood = 0.5 + (System.identityHashCode(this) % 1000) / 2000.0;

        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch).mul(mood);
        }
    }
}
