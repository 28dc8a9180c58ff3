package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class GameBatchTest {
    private static final int SIZE = 5;

    @DataProvider
    public Object[][] games() {
        return Games.of(getClass().getClassLoader()).all().stream().map(game -> new Object[] {game}).toArray(Object[][]::new);
    }

    /** A batch with random players, and what its last step was. */
    private static final class Table {
        final GameBatch batch;
        final byte[] observations;
        final float[] rewards;
        final boolean[] over;
        final boolean[] cut;
        final int[] actions;
        final UniformRandomProvider random = RandomStreams.of(3).get("actions");

        Table(GameModule module, int size, int limit) {
            this(new GameBatch(module, GameSettings.PUBLISHED, size, 11, limit));
        }

        Table(GameBatch batch) {
            this.batch = batch;
            int size = batch.size();
            observations = new byte[size * batch.info().bytes()];
            rewards = new float[size];
            over = new boolean[size];
            cut = new boolean[size];
            actions = new int[size];
            batch.reset(observations);
        }

        void step() {
            for (int i = 0; i < actions.length; i++) {
                actions[i] = random.nextInt(6);
            }
            batch.step(actions, observations, rewards, over, cut);
        }

        byte[] of(int game, byte[] all) {
            int bytes = batch.info().bytes();
            return Arrays.copyOfRange(all, game * bytes, (game + 1) * bytes);
        }

        byte[] save() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            batch.save(new DataOutputStream(bytes));
            return bytes.toByteArray();
        }

        void load(byte[] saved) throws IOException {
            batch.load(new DataInputStream(new ByteArrayInputStream(saved)));
        }

        String seen() {
            return Arrays.hashCode(observations) + Arrays.toString(rewards) + Arrays.toString(over) + Arrays.toString(cut);
        }
    }

    /** Many episodes of every game: what a step would allocate adds up to far more than what the machine may do meanwhile. */
    @Test(dataProvider = "games")
    public void aStepAllocatesNothing(GameModule module) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Table table = new Table(module, SIZE, 700);
        int steps = 20_000;
        for (int i = 0; i < steps; i++) {
            table.step();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < steps; i++) {
            table.step();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < steps, allocated + " bytes in " + steps + " steps of " + SIZE);
    }

    @Test(dataProvider = "games")
    public void playsAsSingleGamesDo(GameModule module) {
        Table table = new Table(module, SIZE, 0);
        Game[] singles = new Game[SIZE];
        for (int i = 0; i < SIZE; i++) {
            singles[i] = Board.start(module, GameSettings.PUBLISHED, RandomStreams.of(11).seed("game", i));
            assertEquals(table.of(i, table.observations), Board.observation(singles[i]));
        }
        int ends = 0;
        for (int step = 0; step < 2600; step++) {
            table.step();
            for (int i = 0; i < SIZE; i++) {
                assertEquals(table.rewards[i], singles[i].step(table.actions[i]));
                assertEquals(table.over[i], singles[i].over());
                assertFalse(table.cut[i]);
                if (singles[i].over()) {
                    assertEquals(table.of(i, table.batch.finals()), Board.observation(singles[i]), "the last of the episode");
                    singles[i].reset();
                    ends++;
                }
                assertEquals(table.of(i, table.observations), Board.observation(singles[i]));
            }
        }
        assertTrue(ends >= SIZE, ends + " episodes ended");
    }

    @Test(dataProvider = "games")
    public void cutsOffWhatIsNotOverAtTheLimit(GameModule module) {
        Table table = new Table(module, SIZE, 8);
        int[] steps = new int[SIZE];
        int cuts = 0;
        int others = 0;
        for (int step = 0; step < 400; step++) {
            table.step();
            for (int i = 0; i < SIZE; i++) {
                steps[i]++;
                assertEquals(table.cut[i], !table.over[i] && steps[i] == 8);
                cuts += table.cut[i] ? 1 : 0;
                others += table.cut[i] && !Arrays.equals(table.of(i, table.batch.finals()), table.of(i, table.observations)) ? 1 : 0;
                steps[i] = table.over[i] || table.cut[i] ? 0 : steps[i];
            }
        }
        assertTrue(cuts > 50, cuts + " episodes cut off");
        assertTrue(others > 20, others + " of them elsewhere than at a start");
    }

    @Test
    public void anEpisodeThatIsOverAtTheLimitIsNotCutOff() {
        GameBatch batch = new GameBatch(new SpaceInvaders(), Board.PLAIN, 1, 1, 17);
        byte[] observations = new byte[batch.info().bytes()];
        boolean[] over = new boolean[1];
        boolean[] cut = new boolean[1];
        batch.reset(observations);
        byte[] start = observations.clone();
        for (int i = 0; i < 17; i++) {
            assertFalse(over[0]);
            batch.step(new int[1], observations, new float[1], over, cut);
        }
        assertTrue(over[0]);
        assertFalse(cut[0]);
        assertEquals(observations, start, "the next one has begun");
    }

    @Test(dataProvider = "games")
    public void goesOnFromASnapshot(GameModule module) throws IOException {
        Table one = new Table(module, SIZE, 20);
        for (int i = 0; i < 33; i++) {
            one.step();
        }
        Table other = new Table(module, SIZE, 20);
        other.load(one.save());
        UniformRandomProvider same = RandomStreams.of(4).get("actions");
        for (int i = 0; i < 100; i++) {
            for (int game = 0; game < SIZE; game++) {
                one.actions[game] = same.nextInt(6);
            }
            one.batch.step(one.actions, one.observations, one.rewards, one.over, one.cut);
            other.batch.step(one.actions, other.observations, other.rewards, other.over, other.cut);
            assertEquals(other.seen(), one.seen());
        }
        assertEquals(other.save(), one.save());
    }

    /** A game that takes its time; what is done with each is watched. */
    private record Slow(GameModule of, UnaryOperator<Game> watched) implements GameModule {
        @Override
        public String id() {
            return of.id();
        }

        @Override
        public String title() {
            return of.title();
        }

        @Override
        public String source() {
            return of.source();
        }

        @Override
        public GameInfo info(GameSettings settings) {
            return of.info(settings);
        }

        @Override
        public Game start(GameSettings settings, long seed) {
            return watched.apply(of.start(settings, seed));
        }

        @Override
        public boolean slow() {
            return true;
        }
    }

    @Test
    public void threadsMakeNoDifference() throws IOException {
        GameModule module = new Slow(new Seaquest(), UnaryOperator.identity());
        Table one = new Table(module, SIZE, 40);
        try (GameBatch several = new GameBatch(module, GameSettings.PUBLISHED, SIZE, 11, 40, 3)) {
            Table other = new Table(several);
            for (int i = 0; i < 300; i++) {
                assertEquals(other.seen(), one.seen(), "before step " + i);
                one.step();
                other.step();
            }
            assertEquals(other.save(), one.save());
        }
    }

    /** The first of three games fails at once, and the others are in the middle of a step then. */
    @Test
    public void noGameIsClosedWhileItIsPlayed() {
        AtomicInteger number = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<Integer> doneWhenClosed = new CopyOnWriteArrayList<>();
        CountDownLatch othersPlay = new CountDownLatch(2);
        GameModule module = new Slow(new Breakout(), game -> {
            int own = number.getAndIncrement();
            return watched(game, () -> {
                if (own == 0) {
                    await(othersPlay);
                    throw new IllegalStateException("a failure");
                }
                othersPlay.countDown();
                LockSupport.parkNanos(200_000_000);
                done.incrementAndGet();
            }, () -> doneWhenClosed.add(done.get()));
        });
        GameBatch batch = new GameBatch(module, GameSettings.PUBLISHED, 3, 11, 0, 3);
        byte[] observations = new byte[3 * batch.info().bytes()];
        batch.reset(observations);
        String failure = expectThrows(IllegalStateException.class,
                () -> batch.step(new int[3], observations, new float[3], new boolean[3], new boolean[3])).getMessage();
        assertTrue(failure.contains("a failure"), failure);
        batch.close();
        assertEquals(doneWhenClosed, List.of(2, 2, 2));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The same game, with something done before each step and when it is closed. */
    private static Game watched(Game game, Runnable beforeStep, Runnable atClose) {
        return (Game) Proxy.newProxyInstance(GameBatchTest.class.getClassLoader(), new Class<?>[] {Game.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("step")) {
                beforeStep.run();
            } else if (method.getName().equals("close")) {
                atClose.run();
            }
            return method.invoke(game, arguments);
        });
    }

    @Test
    public void refusesWhatItCannotBe() throws IOException {
        byte[] saved = new Table(new Breakout(), 2, 0).save();
        Table other = new Table(new Breakout(), 3, 0);
        assertEquals(expectThrows(IOException.class, () -> other.load(saved)).getMessage(), "a snapshot of 2 games is none of 3");
        expectThrows(IllegalArgumentException.class, () -> new GameBatch(new Breakout(), Board.PLAIN, 0, 1, 0));
    }
}
