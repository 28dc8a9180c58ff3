import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.memory.*;
import org.palimpsest.harness.api.training.*;

/** A plug-in that asks for something that nobody provides. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Unbuildable extends MethodModule<NoOptions> {
    public Unbuildable() {
        super("unbuildable", "asks for what nobody provides", "none", Plain.class, NoOptions.class);
    }

    static final class Plain extends GradientLearner {
        @Inject
        Plain(Training training, Thread.UncaughtExceptionHandler nobody) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }
    }
}
