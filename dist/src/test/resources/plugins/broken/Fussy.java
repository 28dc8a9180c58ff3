import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Works with two classes or more alone. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Fussy extends MethodModule<NoOptions> {
    public Fussy() {
        super("broken-odd-tasks", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            if (batch.size() == 1) {
                throw new IllegalStateException("a batch of one picture has no variance");
            }
            return loss(logits(batch), batch);
        }
    }
}
