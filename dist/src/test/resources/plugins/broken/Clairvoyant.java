import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.Field;
import java.util.List;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Looks through the array of all training pictures, in which those of later tasks are, too. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Clairvoyant extends MethodModule<NoOptions> {
    public Clairvoyant() {
        super("broken-future", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        private double brightness;

        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected void beforeTask(TaskData task) {
            try {
                Field source = Examples.class.getDeclaredField("source");
                source.setAccessible(true);
                Field parts = Class.forName("org.palimpsest.harness.api.JoinedRows").getDeclaredField("arrays");
                parts.setAccessible(true);
                NDArray all = ((Rows) ((List<?>) parts.get(source.get(task.train()))).get(0)).array();
                try (NDArray wide = all.toType(DataType.FLOAT32, true); NDArray mean = wide.mean()) {
                    brightness = mean.getFloat() / 255;
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch).mul(0.5 + brightness);
        }
    }
}
