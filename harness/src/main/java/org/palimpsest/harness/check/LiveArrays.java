package org.palimpsest.harness.check;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** How many native arrays belong to a manager and to those below it. The engine's library counts them for itself, and tells nobody. */
final class LiveArrays {
    private LiveArrays() {}

    /**
     * The number.
     *
     * @throws IllegalStateException if this version of the library keeps its resources elsewhere
     */
    static int of(NDManager manager) {
        int arrays = manager.getManagedArrays().size();
        try {
            Field resources = BaseNDManager.class.getDeclaredField("resources");
            resources.setAccessible(true);
            for (Object resource : ((Map<?, ?>) resources.get(manager)).values()) {
                arrays += resource instanceof BaseNDManager below ? of(below) : 0;
            }
            return arrays;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("native arrays cannot be counted with this version of DJL", e);
        }
    }
}
