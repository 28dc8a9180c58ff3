package org.palimpsest.harness.gauges;

import ai.djl.ndarray.NDManager;
import org.palimpsest.harness.api.network.Network;

/** Makes networks like the run's own, with weights of their own. */
@FunctionalInterface
public interface Networks {
    /** An untrained network that lives as long as the owner; the seed is for the engine's generator. */
    Network create(NDManager owner, int engineSeed);
}
