import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import java.util.HashSet;
import java.util.Set;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Wants no class twice. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Bored extends MethodModule<NoOptions> {
    public Bored() {
        super("broken-repeated-classes", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        private final Set<Integer> seen = new HashSet<>();

        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected void beforeTask(TaskData task) {
            for (int label : task.classes()) {
                if (!seen.add(label)) {
                    throw new IllegalStateException("class " + label + " has been seen");
                }
            }
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }

        @Override
        public void save(State state) {
            super.save(state);
            state.put("seen", seen.stream().mapToInt(Integer::intValue).sorted().toArray());
        }

        @Override
        public void load(State state) {
            super.load(state);
            for (int label : state.ints("seen")) {
                seen.add(label);
            }
        }
    }
}
