import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Keeps far more than its buffer. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Hoarder extends MethodModule<Hoarder.Options> {
    public Hoarder() {
        super("broken-memory", "breaks one rule", "made for a test", Broken.class, Hoarder.Options.class);
    }

    public record Options(@Doc("examples kept in memory") @Default("200") int buffer) {}

    static final class Broken extends GradientLearner {
        private final byte[] hoard = new byte[1 << 16];

        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }

        @Override
        public long memoryBytes() {
            return super.memoryBytes() + hoard.length;
        }

        @Override
        public void save(State state) {
            super.save(state);
            state.put("hoard", hoard);
        }
    }
}
