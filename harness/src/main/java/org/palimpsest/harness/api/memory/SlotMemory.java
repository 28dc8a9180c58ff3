package org.palimpsest.harness.api.memory;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.StoredLogits;

/**
 * A memory with a fixed number of slots: one preallocated array on the device; which example sits where is decided by a
 * {@link Retention} on the host. An example costs the same whatever the number of slots.
 */
final class SlotMemory implements ReplayBuffer {
    private final NDManager manager;
    private final Randomness random;
    private final int number;
    private final int capacity;
    private final Retention retention;
    private final int[] labels;
    private final int[] widths; // how many scores were stored with the example of each slot
    private Rows examples;
    private Rows logits;
    private Rows targets;
    private int held;
    private long offered;
    private long draws;

    /** The memory of that number among those of the run. */
    SlotMemory(NDManager manager, Randomness random, int number, int capacity, Retention retention) {
        this.manager = manager;
        this.random = random;
        this.number = number;
        this.capacity = capacity;
        this.retention = retention;
        this.labels = new int[capacity];
        this.widths = new int[capacity];
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public int size() {
        return held;
    }

    @Override
    public long offered() {
        return offered;
    }

    @Override
    public void offer(Batch batch) {
        allocate(batch);
        int[] chosen = retention.slots(batch, this, random.get(retention.name(), number, offered));
        if (chosen.length != batch.size()) {
            throw new IllegalStateException(
                    "the rule '" + retention.name() + "' names " + chosen.length + " slots for " + batch.size() + " examples");
        }
        offered += batch.size();
        // which row of the batch ends up in which slot: a later row may push out an earlier one
        int[] slots = new int[batch.size()];
        int[] rows = new int[batch.size()];
        int kept = 0;
        for (int row = 0; row < chosen.length; row++) {
            int slot = chosen[row];
            if (slot != Retention.NONE) {
                require(slot <= held && slot < capacity, slot);
                int at = indexOf(slots, kept, slot);
                slots[at] = slot;
                rows[at] = row;
                kept = Math.max(kept, at + 1);
                labels[slot] = batch.hostLabels()[row];
                held = Math.max(held, slot + 1);
            }
        }
        if (kept > 0) {
            keep(batch, Arrays.copyOf(rows, kept), Arrays.copyOf(slots, kept));
        }
    }

    private void require(boolean possible, int slot) {
        if (!possible) {
            throw new IllegalStateException(
                    "the rule '" + retention.name() + "' names slot " + slot + " of " + capacity + ", of which the first " + held + " are in use");
        }
    }

    private void keep(Batch batch, int[] rows, int[] slots) {
        examples.put(slots, picked(batch, batch.examples(), rows));
        batch.targets().ifPresent(wanted -> targets.put(slots, picked(batch, wanted, rows)));
        if (logits != null) {
            NDArray scores = picked(batch, batch.logits().orElseThrow().values(), rows);
            int width = (int) scores.getShape().get(1);
            for (int slot : slots) {
                widths[slot] = width;
            }
            logits.put(slots, scores);
        }
    }

    private static NDArray picked(Batch batch, NDArray values, int[] rows) {
        return rows.length == batch.size() ? values : new Rows(values).select(batch.manager(), rows);
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

    /** Makes room at the first batch, and wider room for scores when the head has grown. */
    private void allocate(Batch batch) {
        if (examples == null) {
            examples = allocate(batch.examples());
            targets = batch.targets().map(this::allocate).orElse(null);
        }
        if (logits != null && batch.logits().isEmpty()) {
            throw new IllegalArgumentException("the examples kept have scores, these have none");
        }
        batch.logits().ifPresent(scores -> allocateScores(scores.values()));
    }

    private void allocateScores(NDArray scores) {
        if (logits == null) {
            logits = allocate(scores);
        } else if (scores.getShape().get(1) > width()) {
            NDArray narrow = logits.array();
            logits = allocate(scores);
            logits.array().set(new NDIndex(":, :{}", narrow.getShape().get(1)), narrow);
            narrow.close();
        }
    }

    private long width() {
        return logits.array().getShape().get(1);
    }

    private Rows allocate(NDArray like) {
        return new Rows(manager.zeros(new Shape(capacity).addAll(like.getShape().slice(1)), like.getDataType()));
    }

    @Override
    public Batch sample(NDManager owner, int count) {
        return held == 0 ? select(owner) : select(owner, Randomness.sample(held, count, random.get("replay", number, draws++)));
    }

    @Override
    public Batch all(NDManager owner) {
        int[] slots = new int[size()];
        Arrays.setAll(slots, i -> i);
        return select(owner, slots);
    }

    @Override
    public Batch select(NDManager owner, int... slots) {
        if (slots.length == 0) {
            return new Batch(owner.create(new Shape(0), DataType.UINT8), new int[0]);
        }
        Batch plain = new Batch(examples.select(owner, slots), pick(labels, slots)).fromMemory();
        Batch batch = targets == null ? plain : plain.withTargets(targets.select(owner, slots));
        return logits == null ? batch : batch.withLogits(new StoredLogits(logits.select(owner, slots), pick(widths, slots)));
    }

    private static int[] pick(int[] values, int[] slots) {
        return Arrays.stream(slots).map(s -> values[s]).toArray();
    }

    @Override
    public long bytes() {
        long perExample = Integer.BYTES + bytesPerRow(examples) + bytesPerRow(logits) + bytesPerRow(targets);
        return capacity * perExample;
    }

    private long bytesPerRow(Rows rows) {
        return rows == null ? 0 : rows.array().size() / capacity * rows.array().getDataType().getNumOfBytes();
    }

    @Override
    public void save(State state) {
        state.put("counts", offered, draws, held);
        state.put("labels", labels);
        retention.save(state.scope("retention"));
        if (examples != null) {
            state.put("examples", examples.array());
        }
        state.put("widths", widths);
        if (logits != null) {
            state.put("logits", logits.array());
        }
        if (targets != null) {
            state.put("targets", targets.array());
        }
    }

    @Override
    public void load(State state) {
        long[] counts = state.longs("counts");
        offered = counts[0];
        draws = counts[1];
        held = counts.length > 2 ? (int) counts[2] : heldByRule(state.scope("retention"));
        System.arraycopy(state.ints("labels"), 0, labels, 0, capacity);
        System.arraycopy(state.ints("widths"), 0, widths, 0, capacity);
        retention.load(state.scope("retention"));
        examples = restored(state, "examples", examples);
        logits = restored(state, "logits", logits);
        targets = restored(state, "targets", targets);
    }

    /** In snapshots of before rules were open it was the rule that knew how many examples are held. */
    private static int heldByRule(State rule) {
        if (rule.has("held")) {
            return (int) rule.longs("held")[0];
        }
        return rule.has("sizes") ? Arrays.stream(rule.ints("sizes")).sum() : 0;
    }

    /** The rows of that name in place of those that there are; none if the snapshot has none. */
    private Rows restored(State state, String name, Rows present) {
        if (present != null) {
            present.array().close();
        }
        if (!state.has(name)) {
            return null;
        }
        Rows rows = allocate(state.array(name));
        state.copyTo(name, rows.array());
        return rows;
    }
}
