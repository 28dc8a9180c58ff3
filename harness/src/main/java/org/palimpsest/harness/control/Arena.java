package org.palimpsest.harness.control;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.palimpsest.datasets.arcade.GameBatch;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.GamePictures;
import org.palimpsest.datasets.arcade.GameSettings;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;

/** Games of one kind that an agent plays side by side, as all games of the stream are observed: with planes that are zero where a game has fewer. */
final class Arena implements Stateful, AutoCloseable {
    private final GameBatch games;
    private final int own;
    private final int common;
    private final byte[] raw;
    private final double[] earned;
    private final int[] lengths;
    private Transitions last;

    /** Hears of the end of an episode. */
    @FunctionalInterface
    interface Listener {
        /**
         * An episode has ended.
         *
         * @param cut whether the limit of steps ended it
         */
        void ended(int environment, double earned, int length, boolean cut);
    }

    /** Begins the first episodes; as many threads share the work if the games are slow. */
    Arena(GameModule module, GameSettings settings, Surroundings surroundings, int size, long seed, int limit, int threads) {
        games = new GameBatch(module, settings, size, seed, limit, threads);
        own = games.info().bytes();
        common = surroundings.bytes();
        raw = new byte[size * own];
        earned = new double[size];
        lengths = new int[size];
        last = new Transitions(new byte[size * common], new int[size], new float[size], new byte[size * common], new byte[size * common],
                new boolean[size], new boolean[size]);
        games.reset(raw);
        spread(raw, last.after());
    }

    private void spread(byte[] from, byte[] to) {
        for (int i = 0; i < games.size(); i++) {
            System.arraycopy(from, i * own, to, i * common, own);
        }
    }

    /** Chooses an action for each, as {@link org.palimpsest.harness.api.control.Agent#act} does. */
    @FunctionalInterface
    interface Player {
        /** Chooses. */
        void act(byte[] observations, int[] actions);
    }

    /** Makes a step in each, and returns what came of it. */
    Transitions step(Player player, Listener listener) {
        // what was seen after the last step is what is seen before this one
        last = new Transitions(last.after(), last.actions(), last.rewards(), last.before(), last.finals(), last.over(), last.cut());
        player.act(last.before(), last.actions());
        games.step(last.actions(), raw, last.rewards(), last.over(), last.cut());
        spread(raw, last.after());
        for (int i = 0; i < games.size(); i++) {
            earned[i] += last.rewards()[i];
            lengths[i]++;
            if (last.ended(i)) {
                System.arraycopy(games.finals(), i * own, last.finals(), i * common, own);
                listener.ended(i, earned[i], lengths[i], last.cut()[i]);
                earned[i] = 0;
                lengths[i] = 0;
            }
        }
        return last;
    }

    /**
     * What is seen of one of them now.
     *
     * @param side width that is wanted, pixels; cells are as large as fit into it, one pixel at least
     */
    BufferedImage picture(int environment, int side) {
        return GamePictures.picture(games.game(environment), Math.max(1, side / games.info().width()));
    }

    /** Makes the last step the end of the episodes under way: they are cut off there, whether or not the agent is told of tasks. */
    void giveUp() {
        for (int i = 0; i < games.size(); i++) {
            if (!last.ended(i)) {
                last.cut()[i] = true;
                System.arraycopy(last.after(), i * common, last.finals(), i * common, common);
            }
        }
    }

    @Override
    public void save(State state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            games.save(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.put("games", bytes.toByteArray());
        state.put("earned", earned);
        state.put("lengths", lengths);
    }

    @Override
    public void load(State state) {
        try {
            games.load(new DataInputStream(new ByteArrayInputStream(state.bytes("games"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.arraycopy(state.doubles("earned"), 0, earned, 0, earned.length);
        System.arraycopy(state.ints("lengths"), 0, lengths, 0, lengths.length);
        games.observe(raw);
        spread(raw, last.after());
    }

    @Override
    public void close() {
        games.close();
    }
}
