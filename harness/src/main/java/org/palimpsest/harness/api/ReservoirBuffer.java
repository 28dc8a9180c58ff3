package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Reservoir sampling: after n examples each of them is held with probability capacity / n (Vitter, ACM TOMS 1985, algorithm R).
 * One preallocated array on the device; which example sits where is decided on the host, O(1) per example.
 */
final class ReservoirBuffer implements ReplayBuffer {
    private final NDManager manager;
    private final Randomness random;
    private final int number;
    private final int capacity;
    private final int[] labels;
    private Rows examples;
    private long offered;
    private long draws;

    /** The reservoir of that number among those of the run. */
    ReservoirBuffer(NDManager manager, Randomness random, int number, int capacity) {
        this.manager = manager;
        this.random = random;
        this.number = number;
        this.capacity = capacity;
        this.labels = new int[capacity];
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int size() {
        return (int) Math.min(offered, capacity);
    }

    @Override
    public void offer(Batch batch) {
        if (examples == null) {
            examples = allocate(batch.examples());
        }
        // which row of the batch ends up in which slot: a later row may push out an earlier one
        int[] slots = new int[batch.size()];
        int[] rows = new int[batch.size()];
        int kept = 0;
        UniformRandomProvider dice = random.get("reservoir", number, offered);
        for (int row = 0; row < batch.size(); row++) {
            int slot = slot(dice);
            if (slot < capacity) {
                int at = indexOf(slots, kept, slot);
                slots[at] = slot;
                rows[at] = row;
                kept = Math.max(kept, at + 1);
                labels[slot] = batch.hostLabels()[row];
            }
        }
        if (kept > 0) {
            NDArray values = kept == batch.size()
                    ? batch.examples()
                    : new Rows(batch.examples()).select(batch.manager(), Arrays.copyOf(rows, kept));
            examples.put(Arrays.copyOf(slots, kept), values);
        }
    }

    /** The slot of the next example; at or above the capacity it is not kept. */
    private int slot(UniformRandomProvider dice) {
        long seen = offered++;
        if (seen < capacity) {
            return (int) seen;
        }
        return (int) Math.min(dice.nextLong(seen + 1), capacity);
    }

    /** Where the slot stands among the first {@code count}, or {@code count} if it does not. */
    private static int indexOf(int[] slots, int count, int slot) {
        for (int i = 0; i < count; i++) {
            if (slots[i] == slot) {
                return i;
            }
        }
        return count;
    }

    private Rows allocate(NDArray like) {
        return new Rows(manager.zeros(new Shape(capacity).addAll(like.getShape().slice(1)), like.getDataType()));
    }

    @Override
    public Batch sample(NDManager owner, int count) {
        if (examples == null) {
            return new Batch(owner.create(new Shape(0), DataType.UINT8), new int[0]);
        }
        int[] slots = Randomness.sample(size(), count, random.get("replay", number, draws++));
        int[] drawn = new int[slots.length];
        for (int i = 0; i < slots.length; i++) {
            drawn[i] = labels[slots[i]];
        }
        return new Batch(examples.select(owner, slots), drawn);
    }

    @Override
    public long bytes() {
        long perExample = examples == null ? 0 : examples.array().size() / capacity * examples.array().getDataType().getNumOfBytes();
        return capacity * (perExample + Integer.BYTES);
    }

    @Override
    public void save(State state) {
        state.put("counts", offered, draws);
        state.put("labels", labels);
        if (examples != null) {
            state.put("examples", examples.array());
        }
    }

    @Override
    public void load(State state) {
        offered = state.longs("counts")[0];
        draws = state.longs("counts")[1];
        int[] saved = state.ints("labels");
        System.arraycopy(saved, 0, labels, 0, saved.length);
        if (offered > 0) {
            examples = allocate(state.array("examples"));
            state.copyTo("examples", examples.array());
        }
    }
}
