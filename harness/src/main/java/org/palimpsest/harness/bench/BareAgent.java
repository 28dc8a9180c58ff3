package org.palimpsest.harness.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.palimpsest.datasets.arcade.GameBatch;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.control.ReplayMemory;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.control.PlannedControl;

/**
 * What an agent does that learns by {@code dqn}, written directly against DJL as well as we can: the same game, network, batches and update rule
 * (Adam), an action of the network in nine steps of ten and an update in every step; no harness, no records, no evaluation, no checks.
 */
final class BareAgent {
    /** Rows of an update. */
    static final int BATCH = 32;
    /** Transitions that are kept. */
    static final int ROOM = 10_000;
    private static final int COPY_EVERY = 1000;
    private static final double EXPLORATION = 0.1;
    private static final float DISCOUNT = 0.99f;

    private final PlannedRun run;
    private final PlannedControl planned;
    private final int bytes;
    private final SplittableRandom dice;

    BareAgent(PlannedRun run) {
        this.run = run;
        planned = (PlannedControl) run.stream();
        bytes = planned.surroundings().bytes();
        dice = new SplittableRandom(run.seed());
    }

    private GameBatch game() {
        return new GameBatch(planned.games().get(0), planned.spec().settings(), 1, run.seed(), planned.section().episodeLimit());
    }

    /** Plays and learns for the steps of one task, and returns microseconds per step. */
    double microsPerStep() {
        Engine.getInstance().setRandomSeed((int) run.seed());
        try (NDManager root = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch"); GameBatch game = game()) {
            Learner learner = new Learner(root);
            int[] action = new int[1];
            float[] reward = new float[1];
            boolean[] over = new boolean[1];
            boolean[] cut = new boolean[1];
            byte[] seen = new byte[bytes];
            byte[] following = new byte[bytes];
            game.reset(seen);
            long start = System.nanoTime();
            for (int step = 0; step < planned.section().steps(); step++) {
                action[0] = dice.nextDouble() < EXPLORATION ? dice.nextInt(planned.surroundings().actions()) : learner.best(seen);
                game.step(action, following, reward, over, cut);
                learner.keep(seen, action[0], reward[0], over[0] || cut[0] ? game.finals() : following, over[0]);
                byte[] free = seen;
                seen = following;
                following = free;
                learner.update();
            }
            return (System.nanoTime() - start) / 1e3 / planned.section().steps();
        }
    }

    /** Plays the game at random and keeps and draws transitions as the harness does, without a network; returns microseconds per step. */
    double microsWithoutLearning() {
        ReplayMemory memory = new ReplayMemory(ROOM, 1, bytes);
        ReplayMemory.Sample sample = new ReplayMemory.Sample(BATCH, bytes);
        Randomness random = new Randomness(run.seed());
        Transitions step = new Transitions(new byte[bytes], new int[1], new float[1], new byte[bytes], new byte[bytes], new boolean[1], new boolean[1]);
        try (GameBatch game = game()) {
            game.reset(step.after());
            long start = System.nanoTime();
            for (int made = 0; made < planned.section().steps(); made++) {
                step = new Transitions(step.after(), step.actions(), step.rewards(), step.before(), game.finals(), step.over(), step.cut());
                step.actions()[0] = dice.nextInt(planned.surroundings().actions());
                game.step(step.actions(), step.after(), step.rewards(), step.over(), step.cut());
                memory.add(step);
                memory.sample(sample, 1, DISCOUNT, random.get("replay", made));
            }
            return (System.nanoTime() - start) / 1e3 / planned.section().steps();
        }
    }

    /** Networks, memory and optimiser. */
    private final class Learner {
        private final NDManager root;
        private final ParameterStore store;
        private final Block online;
        private final Block target;
        private final List<NDArray> weights;
        private final List<NDArray> copies;
        private final BareAdam adam;
        private final PtNDArray one;
        private final byte[][] before = new byte[ROOM][bytes];
        private final byte[][] after = new byte[ROOM][bytes];
        private final int[] actions = new int[ROOM];
        private final float[] rewards = new float[ROOM];
        private final float[] discounts = new float[ROOM];
        private final ByteBuffer looked;
        private final ByteBuffer drawnBefore;
        private final ByteBuffer drawnAfter;
        private long kept;

        Learner(NDManager root) {
            this.root = root;
            store = new ParameterStore(root, false);
            online = network();
            target = network();
            weights = weights(online);
            copies = weights(target);
            adam = new BareAdam(root, weights, run.optimiser().lr());
            one = (PtNDArray) root.create(1f);
            looked = root.allocateDirect(bytes);
            drawnBefore = root.allocateDirect(BATCH * bytes);
            drawnAfter = root.allocateDirect(BATCH * bytes);
        }

        private Block network() {
            Block block = new SequentialBlock().add(planned.network()).add(Linear.builder().setUnits(planned.surroundings().actions()).build());
            block.initialize(root, DataType.FLOAT32, new Shape(1).addAll(planned.surroundings().observation()));
            return block;
        }

        private static List<NDArray> weights(Block block) {
            return block.getParameters().values().stream().map(Parameter::getArray).toList();
        }

        private NDArray forward(NDManager scratch, Block block, ByteBuffer observations, int n, boolean training) {
            observations.rewind();
            NDArray input = scratch.create(observations, new Shape(n).addAll(planned.surroundings().observation()), DataType.UINT8);
            return block.forward(store, new NDList(input.toType(DataType.FLOAT32, false)), training).singletonOrThrow();
        }

        int best(byte[] observation) {
            looked.rewind().put(observation);
            try (NDManager scratch = root.newSubManager()) {
                return (int) forward(scratch, online, looked, 1, false).argMax(1).getLong();
            }
        }

        void keep(byte[] seen, int action, float reward, byte[] following, boolean over) {
            int slot = (int) (kept++ % ROOM);
            System.arraycopy(seen, 0, before[slot], 0, bytes);
            System.arraycopy(following, 0, after[slot], 0, bytes);
            actions[slot] = action;
            rewards[slot] = reward;
            discounts[slot] = over ? 0 : DISCOUNT;
        }

        void update() {
            int filled = (int) Math.min(kept, ROOM);
            long[] done = new long[BATCH];
            float[] earned = new float[BATCH];
            float[] discount = new float[BATCH];
            for (int row = 0; row < BATCH; row++) {
                int slot = dice.nextInt(filled);
                drawnBefore.put(row * bytes, before[slot], 0, bytes);
                drawnAfter.put(row * bytes, after[slot], 0, bytes);
                done[row] = actions[slot];
                earned[row] = rewards[slot];
                discount[row] = discounts[slot];
            }
            try (NDManager scratch = root.newSubManager()) {
                NDArray beyond = forward(scratch, target, drawnAfter, BATCH, false).max(new int[] {1});
                NDArray aims = beyond.mul(scratch.create(discount)).add(scratch.create(earned));
                NDArray chosen = scratch.create(done, new Shape(BATCH, 1));
                try (GradientCollector recording = Engine.getInstance().newGradientCollector()) {
                    NDArray values = forward(scratch, online, drawnBefore, BATCH, true).gather(chosen, 1).squeeze(1);
                    NDArray size = values.sub(aims).abs();
                    NDArray small = size.minimum(1);
                    NDArray loss = small.mul(size.sub(small.mul(0.5f))).mean();
                    JniUtils.backward((PtNDArray) loss, one, false, false);
                }
                adam.move();
            }
            if (adam.updates() % COPY_EVERY == 0) {
                for (int i = 0; i < copies.size(); i++) {
                    weights.get(i).copyTo(copies.get(i));
                }
            }
        }
    }
}
