import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.memory.*;
import org.palimpsest.harness.api.training.*;

/** A plug-in that learns two tasks and breaks in the fifth step of the third. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Stumbling extends MethodModule<NoOptions> {
    public Stumbling() {
        super("stumbling", "breaks in its third task", "none", Plain.class, NoOptions.class);
    }

    static final class Plain extends GradientLearner {
        private int steps;

        @Inject
        Plain(Training training) {
            super(training);
        }

        @Override
        protected void beforeTask(TaskData task) {
            steps = task.index() == 2 ? 0 : Integer.MIN_VALUE;
        }

        @Override
        protected NDArray loss(Batch batch) {
            if (++steps == 5) {
                throw new IllegalStateException("stumbled over a stone");
            }
            return loss(logits(batch), batch);
        }
    }
}
