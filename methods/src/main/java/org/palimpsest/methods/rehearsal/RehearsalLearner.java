package org.palimpsest.methods.rehearsal;

import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.GradientLearner;
import org.palimpsest.harness.api.ReplayBuffer;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Training;

/** A gradient method with a memory that is offered every stream batch after its step. */
abstract class RehearsalLearner extends GradientLearner {
    private final ReplayBuffer buffer;

    RehearsalLearner(Training training, ReplayBuffer buffer) {
        super(training);
        this.buffer = buffer;
    }

    final ReplayBuffer buffer() {
        return buffer;
    }

    @Override
    protected void afterStep(Batch batch) {
        buffer.offer(batch);
    }

    @Override
    public long memoryBytes() {
        return buffer.bytes();
    }

    @Override
    public void save(State state) {
        super.save(state);
        buffer.save(state.scope("buffer"));
    }

    @Override
    public void load(State state) {
        super.load(state);
        buffer.load(state.scope("buffer"));
    }
}
