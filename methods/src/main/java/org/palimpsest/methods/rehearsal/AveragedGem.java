package org.palimpsest.methods.rehearsal;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Capacity;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.ReplayBuffer;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.Training;

/** {@code agem}: averaged gradient episodic memory. */
@AutoService(MethodModule.class)
public final class AveragedGem extends MethodModule<AveragedGem.Options> {
    /** For the service loader. */
    public AveragedGem() {
        super("agem", "takes away from the gradient what would raise the loss on a batch of past examples",
                "Chaudhry et al., Efficient Lifelong Learning with A-GEM, ICLR 2019", Agem.class, Options.class);
    }

    /** Options. */
    public record Options(
            @Doc("examples kept in memory") @Positive @Capacity @Default("200") int buffer,
            @Doc("examples drawn from memory for the reference gradient") @Positive @Default("64") int referenceBatch) {}

    /**
     * If the gradient g of the stream batch and the gradient r of a draw from memory disagree, g . r &lt; 0, then g becomes
     * g - (g . r / r . r) r (equation 11). The examples of a task enter the memory, a reservoir, at its end: r is of past tasks alone.
     */
    static final class Agem extends GradientLearner {
        private static final int CHUNK = 256;

        private final Options options;
        private final ReplayBuffer buffer;
        private Batch stream;

        @Inject
        Agem(Training training, Options options, Memories memories) {
            super(training);
            this.options = options;
            this.buffer = memories.reservoir(options.buffer());
        }

        @Override
        protected NDArray loss(Batch batch) {
            stream = batch;
            return loss(logits(batch), batch);
        }

        @Override
        protected void beforeUpdate() {
            if (buffer.size() > 0) {
                project(buffer.sample(stream.manager(), options.referenceBatch()));
            }
        }

        private void project(Batch reference) {
            Optimiser optimiser = training().optimiser();
            int count = training().network().parameters().size();
            NDArray[] g = IntStream.range(0, count).mapToObj(i -> optimiser.gradient(i).duplicate()).toArray(NDArray[]::new);
            optimiser.clear();
            training().gradients(() -> loss(logits(reference), reference));
            NDArray[] r = IntStream.range(0, count).mapToObj(optimiser::gradient).toArray(NDArray[]::new);
            float agreement = dot(g, r);
            float norm = dot(r, r);
            NDArray factor = stream.manager().create(agreement < 0 ? -agreement / norm : 0);
            for (int i = 0; i < count; i++) {
                r[i].muli(factor).addi(g[i]);
            }
        }

        private static float dot(NDArray[] a, NDArray[] b) {
            NDArray sum = a[0].mul(b[0]).sum();
            for (int i = 1; i < a.length; i++) {
                sum = sum.add(a[i].mul(b[i]).sum());
            }
            return sum.getFloat();
        }

        @Override
        protected void afterTask(TaskData task) {
            task.train().inBatches(training().manager(), task.order(0), CHUNK, buffer::offer);
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
