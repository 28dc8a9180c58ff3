package org.palimpsest.datasets.arcade;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.palimpsest.datasets.RandomStreams;

/**
 * Games of one kind that are played side by side, a step in each at a time. When an episode ends, the next one begins within the same step:
 * what is observed after it is the next episode's start, and the last observation of the one that ended stays in {@link #finals()} until the
 * next step. Nothing is allocated in a step.
 */
public final class GameBatch implements AutoCloseable {
    private final Game[] games;
    private final int bytes;
    private final int limit;
    private final int[] steps;
    private final byte[] finals;

    /**
     * Starts them; {@link #reset} begins their first episodes.
     *
     * @param size how many
     * @param seed of all chance in them; the games of a batch have different futures, and game i has the same in a batch of any size
     * @param limit steps after which an episode that is not over is cut off, or 0 for none
     */
    public GameBatch(GameModule module, GameSettings settings, int size, long seed, int limit) {
        if (size < 1 || limit < 0) {
            throw new IllegalArgumentException("at least one game, and a limit of at least 0: " + size + ", " + limit);
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
        for (int i = 0; i < games.length; i++) {
            begin(i);
        }
        observe(observations);
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
     * Makes a step in each game. An episode that is over at the step limit is over, not cut off.
     *
     * @param actions an action for each
     * @param observations takes what is observed after it, of the next episode where one has ended
     * @param rewards takes the rewards
     * @param over takes whether the game has ended the episode: nothing more could be won
     * @param cut takes whether the step limit has: more could have been won
     */
    public void step(int[] actions, byte[] observations, float[] rewards, boolean[] over, boolean[] cut) {
        for (int i = 0; i < games.length; i++) {
            Game game = games[i];
            rewards[i] = game.step(actions[i]);
            steps[i]++;
            over[i] = game.over();
            cut[i] = !over[i] && steps[i] == limit;
            if (over[i] || cut[i]) {
                game.observe(finals, i * bytes);
                begin(i);
            }
            game.observe(observations, i * bytes);
        }
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

    @Override
    public void close() {
        Arrays.stream(games).forEach(Game::close);
    }
}
