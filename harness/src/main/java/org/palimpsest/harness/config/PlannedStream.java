package org.palimpsest.harness.config;

import java.util.Map;
import org.palimpsest.datasets.stream.Scenario;

/**
 * A stream with everything that learning it needs besides method, budget and seed. One implementation per kind of task: what
 * images need, environments do not.
 */
public interface PlannedStream {
    /** The scenario. */
    Scenario scenario();

    /** Number of tasks. */
    int tasks();

    /** Everything that results depend on, by key of the protocol. */
    Map<String, Object> protocol();
}
