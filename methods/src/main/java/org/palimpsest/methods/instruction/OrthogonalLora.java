package org.palimpsest.methods.instruction;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.methods.adapters.Adapters;
import org.palimpsest.methods.adapters.LoraOptions;

/** {@code o-lora}: orthogonal low-rank adaptation. */
@AutoService(MethodModule.class)
public final class OrthogonalLora extends MethodModule<OrthogonalLora.Options> {
    /** For the service loader. */
    public OrthogonalLora() {
        super("o-lora", "adds low-rank adapters for each task, at right angles to those of past tasks, which stay as they are",
                "Wang et al., Orthogonal Subspace Learning for Language Model Continual Learning, EMNLP Findings 2023, and the authors' code", OLora.class,
                Options.class);
    }

    /** What is made of the products of the directions of a task with those of past tasks. */
    public enum Overlap {
        /** The sum of their sizes, as in the authors' code. */
        ABSOLUTE {
            @Override
            NDArray of(NDArray products) {
                return products.abs().sum();
            }
        },
        /** The sum of their squares, as in the paper. */
        SQUARED {
            @Override
            NDArray of(NDArray products) {
                return products.square().sum();
            }
        };

        abstract NDArray of(NDArray products);
    }

    /** Options. */
    public record Options(
            LoraOptions lora,
            @Doc("weight of the overlap of a task's directions with those of past tasks, summed over all layers") @PositiveOrZero @Default("0.5") double lambda,
            @Doc("what is made of the products of directions: absolute is the sum of their sizes, as in the authors' code, squared that of their squares, "
                    + "as in the paper") @Default("absolute") Overlap overlap) {}

    @Override
    protected List<String> check(Options options, BenchmarkFacts benchmark) {
        return unlessFresh(options.lora());
    }

    /** What is wrong with options of adapters that are no plain ones. */
    static List<String> unlessFresh(LoraOptions options) {
        return options.from().isPresent() ? List.of("lora.from is of use to plain adapters alone") : List.of();
    }

    @Override
    protected Block rebuild(Block backbone, Options options) {
        return Adapters.insert(backbone, options.lora().targets(), layer -> new OrthogonalAdapter(layer, options.lora()));
    }

    /** The loss, plus lambda times the overlap of the rows of A with those of every past A, layer by layer (equations 7 and 8). */
    static final class OLora extends GradientLearner {
        private final Options options;
        private final List<OrthogonalAdapter> adapters;
        private boolean taught;

        @Inject
        OLora(Training training, Options options) {
            super(training);
            this.options = options;
            adapters = Adapters.in(training.network().blocks().get("backbone"), OrthogonalAdapter.class);
        }

        @Override
        protected void beforeTask(TaskData task) {
            if (taught) {
                adapters.forEach(OrthogonalAdapter::adopt);
                training().optimiser().restart();
            }
            taught = true;
        }

        @Override
        protected NDArray loss(Batch batch) {
            NDArray loss = loss(logits(batch), batch);
            Optional<NDArray> overlap = adapters.stream().flatMap(adapter -> adapter.overlaps().stream()).map(options.overlap()::of).reduce(NDArray::add);
            return overlap.isEmpty() || options.lambda() == 0 ? loss : loss.add(overlap.get().mul((float) options.lambda()));
        }

        @Override
        public long memoryBytes() {
            return super.memoryBytes() + adapters.stream().mapToLong(OrthogonalAdapter::bytes).sum();
        }

        @Override
        public void save(State state) {
            super.save(state);
            state.put("taught", taught ? 1 : 0);
            for (int i = 0; i < adapters.size(); i++) {
                adapters.get(i).save(state.scope("past-" + i));
            }
        }

        @Override
        public void load(State state) {
            super.load(state);
            taught = state.longs("taught")[0] == 1;
            for (int i = 0; i < adapters.size(); i++) {
                adapters.get(i).load(state.scope("past-" + i));
            }
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
