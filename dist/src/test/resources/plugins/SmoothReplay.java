import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.*;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.memory.*;
import org.palimpsest.harness.api.training.*;

/** {@code er-smooth}: experience replay with smoothed labels, so that the network is never wholly sure of a class. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class SmoothReplay extends MethodModule<SmoothReplay.Options> {
    public SmoothReplay() {
        super("er-smooth", "experience replay with label smoothing",
                "Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 7", Smooth.class, Options.class);
    }

    public record Options(
            @Doc("examples kept in memory") @Positive @Default("200") int buffer,
            @Doc("examples drawn from memory per step") @Positive @Default("10") int replayBatch,
            @Doc("share of each label spread over all classes") @PositiveOrZero @DecimalMax("0.9") @Default("0.1") double smoothing) {}

    static final class Smooth extends GradientLearner {
        private final Options options;
        private final ReplayBuffer memory;

        @Inject
        Smooth(Training training, Options options, Memories memories) {
            super(training);
            this.options = options;
            this.memory = memories.reservoir(options.buffer());
        }

        @Override
        protected NDArray loss(Batch batch) {
            Batch joint = batch.concat(memory.sample(batch.manager(), options.replayBatch()));
            NDArray logits = logits(joint);
            NDArray uniform = logits.logSoftmax(1).mean().neg();
            double share = options.smoothing();
            return loss(logits, joint).mul(1 - share).add(uniform.mul(share));
        }

        @Override
        protected void afterStep(Batch batch) {
            memory.offer(batch);
        }
    }
}
