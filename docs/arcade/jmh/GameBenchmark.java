package org.palimpsest.jmh;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.palimpsest.datasets.arcade.Game;
import org.palimpsest.datasets.arcade.GameBatch;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.datasets.arcade.Games;

/** Steps a second of the random policy in games as published, one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GameBenchmark {
    private static final int SIDE_BY_SIDE = 16;
    private static final int DRAWN = 1 << 16;

    @Param({"breakout", "asterix", "freeway", "seaquest", "space-invaders"})
    public String game;

    private final int[] actions = new Random(1).ints(DRAWN, 0, 6).toArray();
    private int next;
    private Game one;
    private byte[] observation;
    private GameBatch batch;
    private int[] chosen;
    private byte[] observations;
    private float[] rewards;
    private boolean[] over;
    private boolean[] cut;

    @Setup
    public void start() {
        GameModule module = Games.of(getClass().getClassLoader()).get(game);
        one = module.start(GameSettings.PUBLISHED, 1);
        one.reset();
        observation = new byte[one.info().bytes()];
        batch = new GameBatch(module, GameSettings.PUBLISHED, SIDE_BY_SIDE, 1, 0);
        chosen = new int[SIDE_BY_SIDE];
        observations = new byte[SIDE_BY_SIDE * observation.length];
        rewards = new float[SIDE_BY_SIDE];
        over = new boolean[SIDE_BY_SIDE];
        cut = new boolean[SIDE_BY_SIDE];
        batch.reset(observations);
    }

    private int action() {
        return actions[next++ & DRAWN - 1];
    }

    /** A step, and the next episode where one is over. */
    @Benchmark
    public float step() {
        float reward = one.step(action());
        if (one.over()) {
            one.reset();
        }
        return reward;
    }

    /** The same, and the observation. */
    @Benchmark
    public byte[] stepAndObserve() {
        step();
        one.observe(observation, 0);
        return observation;
    }

    /** Sixteen steps and sixteen observations: times sixteen. */
    @Benchmark
    public byte[] sixteenSideBySide() {
        for (int i = 0; i < SIDE_BY_SIDE; i++) {
            chosen[i] = action();
        }
        batch.step(chosen, observations, rewards, over, cut);
        return observations;
    }
}
