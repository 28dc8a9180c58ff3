import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import ai.djl.ndarray.types.DataType;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.training.*;

/** Learns from what it is examined on: the more light there was, the faster it learns on. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class Examinee extends MethodModule<NoOptions> {
    public Examinee() {
        super("broken-test-data", "breaks one rule", "made for a test", Broken.class, NoOptions.class);
    }

    static final class Broken extends GradientLearner {
        private double light;

        @Inject
        Broken(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch).mul(0.5 + light);
        }

        @Override
        public NDArray predict(NDArray examples) {
            try (NDArray wide = examples.toType(DataType.FLOAT32, true); NDArray mean = wide.mean()) {
                light = mean.getFloat() / 255;
            }
            return super.predict(examples);
        }

        @Override
        public void save(State state) {
            super.save(state);
            state.put("light", new double[] {light});
        }

        @Override
        public void load(State state) {
            super.load(state);
            light = state.doubles("light")[0];
        }
    }
}
