import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.memory.*;
import org.palimpsest.harness.api.training.*;

/** A plug-in that takes the name of a built-in method. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Usurper extends MethodModule<NoOptions> {
    public Usurper() {
        super("er", "calls itself er", "none", Plain.class, NoOptions.class);
    }

    static final class Plain extends GradientLearner {
        @Inject
        Plain(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }
    }
}
