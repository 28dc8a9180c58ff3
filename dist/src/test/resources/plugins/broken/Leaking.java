import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Leaves an array behind at every step. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Leaking extends MethodModule<NoOptions> {
    public Leaking() {
        super("broken-leaks", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        private final NDManager own;

        @Inject
        Broken(Training training, NDManager own) {
            super(training);
            this.own = own;
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }

        @Override
        protected void afterStep(Batch batch) {
            own.create(1f);
        }
    }
}
