package org.palimpsest.methods.bounds;

import ai.djl.ndarray.NDArray;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import java.util.List;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/** {@code freeze}: the backbone of the first task for ever. */
@AutoService(MethodModule.class)
public final class Freeze extends MethodModule<NoOptions> {
    /** For the service loader. */
    public Freeze() {
        super("freeze", "trains everything on the first task and only the head afterwards: what a fixed representation can do",
                "baseline", FrozenBackbone.class, NoOptions.class);
    }

    @Override
    protected List<String> check(NoOptions options, BenchmarkFacts benchmark) {
        return benchmark.hasClasses() ? List.of() : List.of("leaves nothing to be trained after the first task: the model has no head of its own");
    }

    /** Plain training; after the first task the backbone, its running statistics included, stays as it is. */
    static final class FrozenBackbone extends GradientLearner {
        private boolean frozen;

        @Inject
        FrozenBackbone(Training training) {
            super(training);
        }

        @Override
        protected void beforeTask(TaskData task) {
            frozen = task.index() > 0;
            training().optimiser().freeze(frozen ? training().network().backboneParameters() : 0);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(frozen ? training().headLogits(batch) : logits(batch), batch);
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
