import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Learns nothing: its loss is 0 whatever the network says. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Guessing extends MethodModule<NoOptions> {
    public Guessing() {
        super("broken-learns", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch).mul(0);
        }
    }
}
