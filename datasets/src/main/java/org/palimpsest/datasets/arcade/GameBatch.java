package org.palimpsest.datasets.arcade;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;

/**
 * Games of one kind that are played side by side, a step in each at a time. When an episode ends, the next one begins within the same step:
 * what is observed after it is the next episode's start, and the last observation of the one that ended stays in {@link #finals()} until the
 * next step. Nothing is allocated in a step of one thread.
 */
public final class GameBatch implements AutoCloseable {
    private final Game[] games;
    private final int bytes;
    private final int limit;
    private final int[] steps;
    private final byte[] finals;
    private final Optional<ForkJoinPool> crew;

    /** A batch that is played by the thread that asks for it, see {@link #GameBatch(GameModule, GameSettings, int, long, int, int)}. */
    public GameBatch(GameModule module, GameSettings settings, int size, long seed, int limit) {
        this(module, settings, size, seed, limit, 1);
    }

    /**
     * Starts them; {@link #reset} begins their first episodes.
     *
     * @param size how many
     * @param seed of all chance in them; the games of a batch have different futures, and game i has the same in a batch of any size
     * @param limit steps after which an episode that is not over is cut off, or 0 for none
     * @param threads that may share a step, which comes out the same; more than one only for games that are slow
     */
    public GameBatch(GameModule module, GameSettings settings, int size, long seed, int limit, int threads) {
        if (size < 1 || limit < 0 || threads < 1) {
            throw new IllegalArgumentException("at least one game and one thread, and a limit of at least 0: " + size + ", " + threads + ", " + limit);
        }
        RandomStreams seeds = RandomStreams.of(seed);
        games = new Game[size];
        for (int i = 0; i < size; i++) {
            games[i] = module.start(settings, seeds.seed("game", i));
        }
        bytes = games[0].info().bytes();
        this.limit = limit;
        steps = new int[size];
        finals = new byte[size * bytes];
        crew = module.slow() && Math.min(threads, size) > 1 ? Optional.of(new ForkJoinPool(Math.min(threads, size))) : Optional.empty();
    }

    /** What each of them is. */
    public GameInfo info() {
        return games[0].info();
    }

    /** One of them, to be looked at. */
    public Game game(int number) {
        return games[number];
    }

    /** How many they are. */
    public int size() {
        return games.length;
    }

    /** Begins a new episode in each, those that are under way being given up, and writes what is observed at their starts. */
    public void reset(byte[] observations) {
        if (crew.isPresent()) {
            share(this::begin);
        } else {
            for (int i = 0; i < games.length; i++) {
                begin(i);
            }
        }
        observe(observations);
    }

    /** Does something with each game, in whichever thread: no two games share anything. */
    private void share(IntConsumer work) {
        crew.orElseThrow().submit(() -> IntStream.range(0, games.length).parallel().forEach(work)).join();
    }

    private void begin(int game) {
        games[game].reset();
        steps[game] = 0;
    }

    /** Writes what is observed now: {@link GameInfo#bytes()} values of the first game, then those of the second ... */
    public void observe(byte[] observations) {
        for (int i = 0; i < games.length; i++) {
            games[i].observe(observations, i * bytes);
        }
    }

    /**
     * Makes a step in each game. An episode that is over at the step limit, or where the game breaks off, is over, not cut off.
     *
     * @param actions an action for each
     * @param observations takes what is observed after it, of the next episode where one has ended
     * @param rewards takes the rewards
     * @param over takes whether the game has ended the episode: nothing more could be won
     * @param cut takes whether the step limit has, or the game without being over: more could have been won
     */
    public void step(int[] actions, byte[] observations, float[] rewards, boolean[] over, boolean[] cut) {
        if (crew.isPresent()) {
            share(i -> step(i, actions, observations, rewards, over, cut));
        } else {
            for (int i = 0; i < games.length; i++) {
                step(i, actions, observations, rewards, over, cut);
            }
        }
    }

    private void step(int i, int[] actions, byte[] observations, float[] rewards, boolean[] over, boolean[] cut) {
        Game game = games[i];
        rewards[i] = game.step(actions[i]);
        steps[i]++;
        over[i] = game.over();
        cut[i] = !over[i] && (steps[i] == limit || game.cut());
        if (over[i] || cut[i]) {
            game.observe(finals, i * bytes);
            begin(i);
        }
        game.observe(observations, i * bytes);
    }

    /** What was observed last of the episodes that ended in the last step, in their places; of the others this says nothing. Not a copy. */
    public byte[] finals() {
        return finals;
    }

    /** Writes everything that later steps depend on. */
    public void save(DataOutput output) throws IOException {
        output.writeInt(games.length);
        for (int i = 0; i < games.length; i++) {
            output.writeInt(steps[i]);
            games[i].save(output);
        }
    }

    /** Takes back what {@link #save} of a batch of as many games with the same settings wrote. */
    public void load(DataInput input) throws IOException {
        int size = input.readInt();
        if (size != games.length) {
            throw new IOException("a snapshot of " + size + " games is none of " + games.length);
        }
        for (int i = 0; i < games.length; i++) {
            steps[i] = input.readInt();
            games[i].load(input);
        }
    }

    /** Frees the games; where one has failed, others may still be played by other threads, which are waited for. */
    @Override
    public void close() {
        crew.ifPresent(threads -> {
            threads.shutdown();
            threads.awaitQuiescence(1, TimeUnit.DAYS);
        });
        Arrays.stream(games).forEach(Game::close);
    }
}
