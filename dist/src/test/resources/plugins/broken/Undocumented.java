import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Has an option that nobody explains. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Undocumented extends MethodModule<Undocumented.Options> {
    public Undocumented() {
        super("broken-documented", "breaks one rule", "made for a test", Broken.class, Undocumented.Options.class);
    }

    public record Options(@Default("1") int mystery) {}

    static final class Broken extends GradientLearner {
        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }
    }
}
