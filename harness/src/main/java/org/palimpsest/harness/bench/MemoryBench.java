package org.palimpsest.harness.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.memory.ReplayBuffer;

/**
 * What a memory of many slots takes to store and to give out an example, beside one of few. A memory is offered twice as many examples
 * as it has slots, class after class in batches of 10, and timed over the second half, in which new classes push out old ones: so both
 * sizes keep the same share of what they are offered. The small one is made over and over until both have been offered equally many.
 */
final class MemoryBench {
    private static final int FEW = 200;
    private static final int MANY = 50_000;
    private static final int BATCH = 10;
    private static final int CLASSES = 10;
    private static final Shape BATCH_SHAPE = new Shape(BATCH, 3, 32, 32);

    private MemoryBench() {}

    static List<Measurement> measure(BenchSpec spec) {
        List<Measurement> all = new ArrayList<>();
        for (MemoryKind kind : MemoryKind.values()) {
            double[][] offered = new double[2][spec.repeats()];
            double[][] drawn = new double[2][spec.repeats()];
            for (int i = -1; i < spec.repeats(); i++) {
                for (int side = 0; side < 2; side++) {
                    double[] micros = microsPerExample(kind, side == 0 ? FEW : MANY);
                    if (i >= 0) {
                        offered[side][i] = micros[0];
                        drawn[side][i] = micros[1];
                    }
                }
            }
            String name = spec.id() + ": " + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ", example ";
            String slots = ", " + MANY + " slots / " + FEW;
            all.add(Measurement.of(name + "offered" + slots, "us", offered[0], offered[1], spec.bar()));
            all.add(Measurement.of(name + "drawn" + slots, "us", drawn[0], drawn[1], spec.bar()));
        }
        return all;
    }

    private static double[] microsPerExample(MemoryKind kind, int slots) {
        long[] nanos = new long[2];
        for (int made = 0; made < MANY / slots; made++) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                NDArray images = manager.ones(BATCH_SHAPE, DataType.UINT8);
                ReplayBuffer memory = new Memories(manager, new Randomness(made)).of(kind, slots, CLASSES);
                offer(memory, images, 0, slots);
                long start = System.nanoTime();
                offer(memory, images, slots, slots);
                long middle = System.nanoTime();
                draw(memory, manager, slots);
                nanos[0] += middle - start;
                nanos[1] += System.nanoTime() - middle;
            }
        }
        return new double[] {nanos[0] / 1e3 / MANY, nanos[1] / 1e3 / MANY};
    }

    private static void offer(ReplayBuffer memory, NDArray images, int from, int count) {
        NDManager manager = images.getManager();
        int[] labels = new int[BATCH];
        for (int first = from; first < from + count; first += BATCH) {
            Arrays.fill(labels, (int) ((long) first * CLASSES / (2L * memory.capacity())));
            try (NDManager scratch = manager.newSubManager()) {
                images.attach(scratch);
                memory.offer(new Batch(images, labels));
                images.attach(manager);
            }
        }
    }

    private static void draw(ReplayBuffer memory, NDManager manager, int count) {
        for (int drawn = 0; drawn < count; drawn += BATCH) {
            try (NDManager scratch = manager.newSubManager()) {
                memory.sample(scratch, BATCH);
            }
        }
    }
}
