package org.palimpsest.harness.control;

import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;

/** Counts the updates of an agent, which makes them when it wants. */
final class UpdateCount implements StepListener {
    private final StepListener next;
    private int made;

    /** A count that tells another listener when gradients are complete. */
    UpdateCount(StepListener next) {
        this.next = next;
    }

    /** Updates made since this was last asked. */
    int take() {
        int taken = made;
        made = 0;
        return taken;
    }

    @Override
    public void afterStep(long step, int examples) {
        made++;
    }

    @Override
    public void gradientsComplete(Optimiser optimiser) {
        next.gradientsComplete(optimiser);
    }
}
