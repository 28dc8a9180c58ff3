package org.palimpsest.harness.api.control;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * The last transitions of one or more environments, for learning from them again. Every observation is kept once, as bytes: what follows a
 * step is what precedes the next. All room is taken at the start.
 *
 * <p>Each environment has a ring of its own. An entry of it is an observation together with the action that was chosen there, what that
 * earned, and whether the episode was over then; an episode that was cut off leaves its last observation as an entry that no action follows.
 */
public final class ReplayMemory implements Stateful {
    private static final byte GOES_ON = 0;
    private static final byte OVER = 1;
    /** The last observation of an episode that was cut off: no transition begins here. */
    private static final byte CUT = 2;

    private final int bytes;
    private final int rings;
    private final int room;
    private final byte[][] observations;
    private final byte[] actions;
    private final float[] rewards;
    private final byte[] fates;
    private final int[] next;
    private final int[] filled;

    /**
     * An empty memory.
     *
     * @param capacity entries of all rings together, see {@link #needed}
     * @param environments how many have a ring
     * @param bytes of an observation
     */
    public ReplayMemory(int capacity, int environments, int bytes) {
        this.bytes = bytes;
        rings = environments;
        room = capacity / environments;
        int entries = room * environments;
        observations = new byte[entries][bytes];
        actions = new byte[entries];
        rewards = new float[entries];
        fates = new byte[entries];
        next = new int[environments];
        filled = new int[environments];
    }

    /**
     * The least room from which stretches of so many steps can be drawn: a ring may begin with what an episode was cut off at, and then has to
     * hold a whole stretch and what is observed at its end.
     */
    public static int needed(int environments, int steps) {
        return environments * (steps + 2);
    }

    /** Keeps a step of each environment, in place of the oldest. */
    public void add(Transitions step) {
        for (int i = 0; i < rings; i++) {
            put(i, step.before(), i * bytes, step.actions()[i], step.rewards()[i], step.over()[i] ? OVER : GOES_ON);
            if (step.cut()[i]) {
                put(i, step.finals(), i * bytes, 0, 0, CUT);
            }
        }
    }

    private void put(int ring, byte[] from, int offset, int action, float reward, byte fate) {
        int entry = ring * room + next[ring];
        System.arraycopy(from, offset, observations[entry], 0, bytes);
        actions[entry] = (byte) action;
        rewards[entry] = reward;
        fates[entry] = fate;
        next[ring] = (next[ring] + 1) % room;
        filled[ring] = Math.min(filled[ring] + 1, room);
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(next, 0);
        Arrays.fill(filled, 0);
    }

    /** Entries in it. */
    public int size() {
        return Arrays.stream(filled).sum();
    }

    /** Bytes of what it keeps. */
    public long memoryBytes() {
        return (long) size() * (bytes + Byte.BYTES + Float.BYTES + Byte.BYTES);
    }

    /**
     * Draws transitions, each as likely as any, with replacement: of those that begin a stretch of {@code steps} steps which is known to its end,
     * or is shorter because the episode was over or cut off.
     *
     * @param into takes them; its size is how many are drawn
     * @param steps how far a transition goes, from 1
     * @param discount of a reward, for each step that it lies ahead
     * @return whether a ring has such a stretch; nothing is written if none has
     */
    public boolean sample(Sample into, int steps, double discount, UniformRandomProvider random) {
        if (room * rings < needed(rings, steps)) {
            throw new IllegalArgumentException("room for " + room * rings + " observations of " + rings + " environments is too little for "
                    + steps + " steps");
        }
        if (Arrays.stream(filled).noneMatch(n -> n > steps)) {
            return false;
        }
        int[] ends = new int[rings];
        int all = 0;
        for (int i = 0; i < rings; i++) {
            all += filled[i];
            ends[i] = all;
        }
        for (int drawn = 0; drawn < into.size();) {
            int at = random.nextInt(all);
            int ring = 0;
            while (at >= ends[ring]) {
                ring++;
            }
            int age = at - (ends[ring] - filled[ring]); // 0 is the oldest of the ring
            if (read(ring, age, steps, discount, into, drawn)) {
                drawn++;
            }
        }
        return true;
    }

    /** Writes the transition that begins at an entry, if there is one. */
    private boolean read(int ring, int age, int steps, double discount, Sample into, int row) {
        int first = entry(ring, age);
        if (fates[first] == CUT) {
            return false;
        }
        double sum = 0;
        double factor = 1;
        int last = age;
        for (int k = 0; k < steps; k++, last++) {
            if (last >= filled[ring]) {
                return false; // not known yet
            }
            int entry = entry(ring, last);
            if (fates[entry] == CUT) {
                break; // what is observed here is where the stretch ends
            }
            sum += factor * rewards[entry];
            factor *= discount;
            if (fates[entry] == OVER) {
                into.set(row, observations[first], actions[first], sum, 0, observations[first]);
                return true;
            }
        }
        if (last >= filled[ring]) {
            return false;
        }
        into.set(row, observations[first], actions[first], sum, factor, observations[entry(ring, last)]);
        return true;
    }

    private int entry(int ring, int age) {
        return ring * room + Math.floorMod(next[ring] - filled[ring] + age, room);
    }

    @Override
    public void save(State state) {
        int size = size();
        byte[] seen = new byte[size * bytes];
        byte[] done = new byte[size];
        byte[] fate = new byte[size];
        double[] earned = new double[size];
        int row = 0;
        for (int ring = 0; ring < rings; ring++) {
            for (int age = 0; age < filled[ring]; age++, row++) {
                int entry = entry(ring, age);
                System.arraycopy(observations[entry], 0, seen, row * bytes, bytes);
                done[row] = actions[entry];
                fate[row] = fates[entry];
                earned[row] = rewards[entry];
            }
        }
        state.put("filled", filled);
        if (size > 0) {
            state.put("observations", seen);
            state.put("actions", done);
            state.put("fates", fate);
            state.put("rewards", earned);
        }
    }

    @Override
    public void load(State state) {
        clear();
        int[] sizes = state.ints("filled");
        if (Arrays.stream(sizes).sum() == 0) {
            return;
        }
        byte[] seen = state.bytes("observations");
        byte[] done = state.bytes("actions");
        byte[] fate = state.bytes("fates");
        double[] earned = state.doubles("rewards");
        int row = 0;
        for (int ring = 0; ring < rings; ring++) {
            for (int age = 0; age < sizes[ring]; age++, row++) {
                put(ring, seen, row * bytes, done[row], (float) earned[row], fate[row]);
            }
        }
    }

    /** What was drawn, row by row: to be written over by the next draw. */
    public static final class Sample {
        private final ByteBuffer before;
        private final ByteBuffer after;
        private final long[] actions;
        private final float[] returns;
        private final float[] discounts;
        private final int bytes;

        /**
         * Room for some.
         *
         * @param size rows
         * @param bytes of an observation
         */
        public Sample(int size, int bytes) {
            this.bytes = bytes;
            before = ByteBuffer.allocateDirect(size * bytes);
            after = ByteBuffer.allocateDirect(size * bytes);
            actions = new long[size];
            returns = new float[size];
            discounts = new float[size];
        }

        private void set(int row, byte[] from, byte action, double sum, double discount, byte[] to) {
            before.put(row * bytes, from, 0, bytes);
            after.put(row * bytes, to, 0, bytes);
            actions[row] = action;
            returns[row] = (float) sum;
            discounts[row] = (float) discount;
        }

        /** Rows. */
        public int size() {
            return actions.length;
        }

        /** What was observed where the transitions begin. */
        public ByteBuffer before() {
            return before;
        }

        /** What was observed where they end; anything where the discount is 0. */
        public ByteBuffer after() {
            return after;
        }

        /** What was done first. */
        public long[] actions() {
            return actions;
        }

        /** Sums of the discounted rewards on the way. */
        public float[] returns() {
            return returns;
        }

        /** What all that lies beyond the end is to be multiplied by: the discount to the power of the steps; 0 where the episode was over. */
        public float[] discounts() {
            return discounts;
        }
    }
}
