package org.palimpsest.harness.models;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Has the engine record no gradients in this thread. It records them in every thread but the one that has loaded it, and
 * then neither lets weights be written over nor forgets what was computed with them.
 */
final class WithoutGradients {
    private WithoutGradients() {}

    static <T> T get(Supplier<T> work) {
        Engine.getEngine("PyTorch"); // which loads its library
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }
}
