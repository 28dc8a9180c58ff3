package org.palimpsest.harness.api.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Makes two things safe that a method's author cannot see to while arrays are made between opening and closing.
 *
 * <p>First, on a CPU an array made from Java values is a window on a Java buffer, and {@code x.mul(0.5)} makes and closes such an
 * array by itself. Autograd still reads that window when it runs backwards; if a garbage collection comes in between, it reads
 * freed memory. The scope holds on to every such buffer. Second, the result of an operation belongs to the manager of its first
 * operand, so that {@code weight.square()} would live as long as the weights. The scope closes what is left with the weights'
 * manager.
 *
 * <p>DJL tells a {@link NDScope} of every new array, but only by putting it into a private map; the map is exchanged for one that
 * looks at what is put.
 */
final class StepScope implements AutoCloseable {
    private static final VarHandle RESOURCES = field(NDScope.class, "resources", IdentityHashMap.class);
    private static final VarHandle BUFFER = field(PtNDArray.class, "dataRef", ByteBuffer.class);

    private final NDScope scope = new NDScope();
    private final Watched watched;

    /** A scope over the arrays that this thread makes, until it is closed. */
    StepScope(NDManager weights) {
        watched = new Watched(weights);
        RESOURCES.set(scope, watched);
    }

    private static VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of DJL has no field " + name + " in " + owner.getName(), e);
        }
    }

    @Override
    public void close() {
        watched.leaveWhatHasMoved();
        scope.close();
    }

    /** Holds the arrays that belong to the weights' manager, for the scope to close, and the buffers of all. */
    private static final class Watched extends IdentityHashMap<NDArray, NDArray> {
        private static final long serialVersionUID = 1L;
        private final transient NDManager weights;
        private final transient List<Object> buffers = new ArrayList<>();

        Watched(NDManager weights) {
            this.weights = weights;
        }

        @Override
        public NDArray put(NDArray array, NDArray same) {
            Object buffer = array instanceof PtNDArray ? BUFFER.get((PtNDArray) array) : null;
            if (buffer != null) {
                buffers.add(buffer);
            }
            return array.getManager() == weights ? super.put(array, same) : null;
        }

        /** An author who gave an array to another manager wants to keep it. */
        void leaveWhatHasMoved() {
            keySet().removeIf(array -> array.getManager() != weights);
        }
    }
}
