import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Counts tasks for itself, and does not say so when its state is saved. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Forgetful extends MethodModule<NoOptions> {
    public Forgetful() {
        super("broken-resumes", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        private int tasks;

        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected void beforeTask(TaskData task) {
            tasks++;
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch).div(tasks);
        }
    }
}
