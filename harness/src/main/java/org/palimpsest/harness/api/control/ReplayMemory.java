package org.palimpsest.harness.api.control;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * The last transitions of one or more environments, for learning from them again. Every observation is kept once, as bytes: what follows a
 * step is what precedes the next, and of an observation of several frames the newest is kept, as the others came before. All room is taken at the
 * start.
 *
 * <p>Each environment has a ring of its own. An entry of it is an observation together with the action that was chosen there, what that
 * earned, and whether the episode was over then; an episode that was cut off leaves its last observation as an entry that no action follows.
 * Where observations have several frames, the older ones of an episode's first observation are entries before it.
 *
 * <p>Every transition is as likely to be drawn as any other, or those at which errors were large are likelier, see
 * {@link #ReplayMemory(int, Surroundings, int, double)}.
 */
public final class ReplayMemory implements Stateful {
    /** Neighbouring entries that a snapshot keeps together, written once when all of them are of one round through the ring. */
    static final int BLOCK = 2048;

    private static final byte GOES_ON = 0;
    private static final byte OVER = 1;
    /** The last observation of an episode that was cut off: no transition begins here. */
    private static final byte CUT = 2;
    /** An older frame of what is observed later, or a step of which it is not known where it led: nothing begins here, and nothing leads past it. */
    private static final byte BREAK = 3;

    private final int bytes;
    private final int frames;
    private final int frame;
    private final int rings;
    private final int room;
    private final byte[][] newest;
    private final byte[] actions;
    private final float[] rewards;
    private final byte[] fates;
    private final int[] next;
    private final int[] filled;
    private final long[] round;
    private final int stretch;
    private final Priorities priorities; // null where all are equally likely

    /**
     * An empty memory from which every transition is as likely to be drawn as any.
     *
     * @param capacity entries of all rings together, see {@link #needed}
     * @param environments how many have a ring
     * @param bytes of an observation
     */
    public ReplayMemory(int capacity, int environments, int bytes) {
        this(capacity, environments, bytes, 1, 0, null);
    }

    /** The same for observations in such surroundings. */
    public ReplayMemory(int capacity, Surroundings seen) {
        this(capacity, seen.environments(), seen.bytes(), seen.frames(), 0, null);
    }

    /**
     * An empty memory from which transitions are drawn by their priority (Schaul et al., ICLR 2016, section 3.3), which is the largest there has been
     * until {@link #prioritise} says what it is.
     *
     * @param capacity entries of all rings together, see {@link #needed}
     * @param steps how far a transition goes
     * @param alpha how much priorities matter: 0 is not at all
     */
    public ReplayMemory(int capacity, Surroundings seen, int steps, double alpha) {
        this(capacity, seen.environments(), seen.bytes(), seen.frames(), steps,
                new Priorities(capacity / seen.environments() * seen.environments(), alpha));
    }

    private ReplayMemory(int capacity, int environments, int bytes, int frames, int stretch, Priorities priorities) {
        this.bytes = bytes;
        this.frames = frames;
        frame = bytes / frames;
        this.stretch = stretch;
        this.priorities = priorities;
        rings = environments;
        room = capacity / environments;
        int entries = room * environments;
        newest = new byte[entries][frame];
        actions = new byte[entries];
        rewards = new float[entries];
        fates = new byte[entries];
        next = new int[environments];
        filled = new int[environments];
        round = new long[environments];
    }

    /**
     * The least room from which stretches of so many steps can be drawn: a ring may begin with what an episode was cut off at, and then has to
     * hold a whole stretch and what is observed at its end; and twice the older frames of an observation.
     */
    public static int needed(int environments, int steps, int frames) {
        return environments * (steps + 2 * frames);
    }

    /** Keeps a step of each environment, in place of the oldest. */
    public void add(Transitions step) {
        for (int i = 0; i < rings; i++) {
            if (!follows(i, step.before())) {
                putOlder(i, step.before());
            }
            int last = i * bytes + bytes - frame;
            put(i, step.before(), last, step.actions()[i], step.rewards()[i], step.over()[i] ? OVER : GOES_ON);
            if (step.cut()[i] && follows(i, step.finals())) {
                put(i, step.finals(), last, 0, 0, CUT);
            } else if (step.cut()[i]) {
                breakOff(i);
            }
        }
    }

    /** Whether the older frames of an observation are the newest ones of a ring, in an episode that goes on. */
    private boolean follows(int ring, byte[] observations) {
        if (frames == 1) {
            return true;
        }
        int older = frames - 1;
        if (filled[ring] < older || fates[entry(ring, filled[ring] - 1)] != GOES_ON) {
            return false;
        }
        for (int k = 0; k < older; k++) {
            int from = ring * bytes + k * frame;
            if (!Arrays.equals(newest[entry(ring, filled[ring] - older + k)], 0, frame, observations, from, from + frame)) {
                return false;
            }
        }
        return true;
    }

    private void putOlder(int ring, byte[] observations) {
        breakOff(ring);
        for (int k = 0; k < frames - 1; k++) {
            put(ring, observations, ring * bytes + k * frame, 0, 0, BREAK);
        }
    }

    /** What comes next does not follow from what was kept last. */
    private void breakOff(int ring) {
        int last = filled[ring] == 0 ? -1 : entry(ring, filled[ring] - 1);
        if (last >= 0 && fates[last] == GOES_ON) {
            fates[last] = BREAK;
        }
    }

    private void put(int ring, byte[] from, int offset, int action, float reward, byte fate) {
        int entry = ring * room + next[ring];
        System.arraycopy(from, offset, newest[entry], 0, frame);
        actions[entry] = (byte) action;
        rewards[entry] = reward;
        fates[entry] = fate;
        filled[ring] = Math.min(filled[ring] + 1, room);
        next[ring]++;
        if (next[ring] == room) {
            next[ring] = 0;
            round[ring]++;
        }
        if (priorities != null) {
            priorities.remove(entry);
            for (int age = 0; age < Math.min(frames - 1, filled[ring]); age++) {
                priorities.remove(entry(ring, age)); // its older frames are gone
            }
            addComplete(ring);
        }
    }

    /** Of the newest transitions, those whose end has become known can be drawn now. */
    private void addComplete(int ring) {
        for (int age = Math.max(0, filled[ring] - 1 - stretch); age < filled[ring]; age++) {
            int entry = entry(ring, age);
            if (!priorities.has(entry) && length(ring, age, stretch) > 0) {
                priorities.add(entry);
            }
        }
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(next, 0);
        Arrays.fill(filled, 0);
        Arrays.setAll(round, ring -> round[ring] + 1);
        if (priorities != null) {
            priorities.clear();
        }
    }

    /** Entries in it. */
    public int size() {
        return Arrays.stream(filled).sum();
    }

    /** Bytes of what it keeps; a priority comes with a sum. */
    public long memoryBytes() {
        return (long) size() * (frame + Byte.BYTES + Float.BYTES + Byte.BYTES + (priorities == null ? 0 : 2 * Double.BYTES));
    }

    /**
     * Draws transitions with replacement, each as likely as any, or by their priority: of those that begin a stretch of {@code steps} steps which is known
     * to its end, or is shorter because the episode was over or cut off. By priority, one is drawn from each of as many equal parts of their sum as
     * transitions are drawn (appendix B.2.1).
     *
     * @param into takes them; its size is how many are drawn
     * @param steps how far a transition goes, from 1
     * @param discount of a reward, for each step that it lies ahead
     * @return whether a ring has such a stretch; nothing is written if none has
     */
    public boolean sample(Sample into, int steps, double discount, UniformRandomProvider random) {
        if (room * rings < needed(rings, steps, frames)) {
            throw new IllegalArgumentException("room for " + room * rings + " observations of " + rings + " environments is too little for "
                    + steps + " steps");
        }
        if (Arrays.stream(filled).noneMatch(n -> n > steps) || !any(steps)) {
            return false;
        }
        if (priorities == null) {
            draw(into, steps, discount, random);
            return true;
        }
        if (steps != stretch) {
            throw new IllegalArgumentException("priorities are of transitions of " + stretch + " steps, and not of " + steps);
        }
        return drawByPriority(into, discount, random);
    }

    /** Whether a transition begins anywhere; as a rule among the newest. */
    private boolean any(int steps) {
        for (int ring = 0; ring < rings; ring++) {
            for (int age = filled[ring] - 1; age >= 0; age--) {
                if (length(ring, age, steps) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void draw(Sample into, int steps, double discount, UniformRandomProvider random) {
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
            int length = length(ring, age, steps);
            if (length > 0) {
                read(ring, age, length, discount, into, drawn++);
            }
        }
    }

    private boolean drawByPriority(Sample into, double discount, UniformRandomProvider random) {
        if (priorities.isEmpty()) {
            return false;
        }
        for (int row = 0; row < into.size(); row++) {
            int entry = priorities.draw((row + random.nextDouble()) / into.size());
            int ring = entry / room;
            int age = Math.floorMod(entry - ring * room - next[ring] + filled[ring], room);
            read(ring, age, length(ring, age, stretch), discount, into, row);
            into.priorities[row] = priorities.of(entry);
        }
        return true;
    }

    /**
     * Says what errors were made at the transitions that were drawn last: their priorities from now on.
     *
     * @param drawn what was drawn, before anything else was kept
     * @param errors of each row, of any sign
     */
    public void prioritise(Sample drawn, float[] errors) {
        for (int row = 0; row < errors.length; row++) {
            priorities.set(drawn.entries[row], errors[row]);
        }
    }

    /**
     * Steps of the transition that begins at an entry: fewer than asked for where the episode ended before; 0 where none begins, or where it is not
     * known yet where it leads.
     */
    private int length(int ring, int age, int steps) {
        for (int k = 0; age >= frames - 1 && age + k < filled[ring]; k++) {
            byte fate = fates[entry(ring, age + k)];
            if (k == steps || fate == CUT) {
                return k; // what is observed here is where it ends
            }
            if (fate == OVER) {
                return k + 1;
            }
            if (fate == BREAK) {
                return 0;
            }
        }
        return 0;
    }

    /** Writes the transition of so many steps that begins at an entry. */
    private void read(int ring, int age, int length, double discount, Sample into, int row) {
        double sum = 0;
        double factor = 1;
        for (int k = 0; k < length; k++) {
            sum += factor * rewards[entry(ring, age + k)];
            factor *= discount;
        }
        boolean over = fates[entry(ring, age + length - 1)] == OVER;
        into.entries[row] = entry(ring, age);
        into.set(row, actions[entry(ring, age)], sum, over ? 0 : factor);
        observation(ring, age, into.before, row);
        observation(ring, over ? age : age + length, into.after, row);
    }

    private void observation(int ring, int age, ByteBuffer into, int row) {
        for (int k = 0; k < frames; k++) {
            into.put(row * bytes + k * frame, newest[entry(ring, age - (frames - 1) + k)], 0, frame);
        }
    }

    private int entry(int ring, int age) {
        return ring * room + Math.floorMod(next[ring] - filled[ring] + age, room);
    }

    /**
     * Blocks of entries that were all made in one round through their ring change no more, and are kept; the one that is being filled is written anew
     * each time.
     */
    @Override
    public void save(State state) {
        state.put("filled", filled);
        state.put("next", next);
        state.put("round", round);
        blocks((ring, from, to, name, lasting) -> {
            if (lasting) {
                state.keep(name, () -> entries(ring, from, to));
            } else {
                state.put(name, entries(ring, from, to));
            }
        });
        if (priorities != null) {
            priorities.save(state.scope("priorities"));
        }
    }

    @Override
    public void load(State state) {
        System.arraycopy(state.ints("filled"), 0, filled, 0, rings);
        System.arraycopy(state.ints("next"), 0, next, 0, rings);
        System.arraycopy(state.longs("round"), 0, round, 0, rings);
        blocks((ring, from, to, name, lasting) -> setEntries(ring, from, to, lasting ? state.kept(name) : state.bytes(name)));
        if (priorities != null) {
            priorities.load(state.scope("priorities"));
        }
    }

    /** Entries of a ring next to each other. */
    private interface Block {
        /**
         * One after the other.
         *
         * @param from the first, counted from the ring's first place
         * @param to the last, not included
         * @param name never used for other entries if they are lasting
         * @param lasting whether they were all made in one round through the ring, and will stay until they are written over in the next
         */
        void at(int ring, int from, int to, String name, boolean lasting);
    }

    private void blocks(Block use) {
        for (int ring = 0; ring < rings; ring++) {
            for (int from = 0; from < filled[ring]; from += BLOCK) {
                int end = Math.min(from + BLOCK, room);
                boolean thisRound = end <= next[ring];
                boolean lasting = thisRound || from >= next[ring] && filled[ring] == room;
                String name = "ring-" + ring + (lasting ? "-round-" + (round[ring] - (thisRound ? 0 : 1)) + "-from-" + from : "-open");
                use.at(ring, from, Math.min(end, filled[ring]), name, lasting);
            }
        }
    }

    private int entryBytes() {
        return frame + Byte.BYTES + Byte.BYTES + Float.BYTES;
    }

    private byte[] entries(int ring, int from, int to) {
        ByteBuffer block = ByteBuffer.allocate((to - from) * entryBytes());
        for (int entry = ring * room + from; entry < ring * room + to; entry++) {
            block.put(newest[entry]).put(actions[entry]).put(fates[entry]).putFloat(rewards[entry]);
        }
        return block.array();
    }

    private void setEntries(int ring, int from, int to, byte[] saved) {
        ByteBuffer block = ByteBuffer.wrap(saved);
        for (int entry = ring * room + from; entry < ring * room + to; entry++) {
            block.get(newest[entry]);
            actions[entry] = block.get();
            fates[entry] = block.get();
            rewards[entry] = block.getFloat();
        }
    }

    /** What was drawn, row by row: to be written over by the next draw. */
    public static final class Sample {
        private final ByteBuffer before;
        private final ByteBuffer after;
        private final long[] actions;
        private final float[] returns;
        private final float[] discounts;
        private final int[] entries;
        private final double[] priorities;
        private final float[] weights;

        /**
         * Room for some.
         *
         * @param size rows
         * @param bytes of an observation
         */
        public Sample(int size, int bytes) {
            before = ByteBuffer.allocateDirect(size * bytes);
            after = ByteBuffer.allocateDirect(size * bytes);
            actions = new long[size];
            returns = new float[size];
            discounts = new float[size];
            entries = new int[size];
            priorities = new double[size];
            weights = new float[size];
        }

        private void set(int row, byte action, double sum, double discount) {
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

        /**
         * What the rows count for, as likely ones are drawn more often than they occur: {@code (N P)^-beta}, divided by the largest of these
         * (section 3.4), so that neither the number of transitions N nor the sum of their priorities matters. Only of what was drawn by priority.
         *
         * @param beta how much of that is made up for: 1 is all, 0 nothing
         * @return a weight for each row, above 0 and at most 1; to be written over by the next call
         */
        public float[] weights(double beta) {
            double least = Double.POSITIVE_INFINITY;
            for (double priority : priorities) {
                least = Math.min(least, priority);
            }
            for (int row = 0; row < weights.length; row++) {
                weights[row] = (float) Math.pow(least / priorities[row], beta);
            }
            return weights;
        }
    }
}
