package org.palimpsest.harness.tune;

import java.util.ArrayList;
import java.util.List;

/**
 * A step of a search: so many of the best settings so far are run with so many seeds, the first ones; runs of earlier steps count.
 *
 * @param settings how many
 * @param seeds how many
 */
public record Rung(int settings, int seeds) {
    /** All settings with all seeds. */
    public static List<Rung> single(int settings, int seeds) {
        return List.of(new Rung(settings, seeds));
    }

    /**
     * Successive halving (Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", AISTATS 2016; the inner loop of
     * Hyperband, Li et al., JMLR 2018), over seeds: all settings are run with one seed, the best {@code 1/eta} of them with {@code eta}, and so on, until one
     * is left or there are no more seeds. A run is always a whole one. Shorter runs, or those over fewer tasks, would be cheaper still, but measure something
     * else in continual learning: what keeps two tasks best need not keep twenty.
     *
     * @param settings at least 1
     * @param seeds at least 1
     * @param eta at least 2
     */
    public static List<Rung> halving(int settings, int seeds, int eta) {
        List<Rung> rungs = new ArrayList<>(List.of(new Rung(settings, 1)));
        Rung last = rungs.get(0);
        while (last.seeds < seeds && last.settings > 1) {
            last = new Rung(Math.max(1, last.settings / eta), (int) Math.min(seeds, (long) last.seeds * eta));
            rungs.add(last);
        }
        if (last.settings == 1 && rungs.size() > 1) {
            rungs.remove(last); // what is left alone need not be run to be chosen
        }
        return rungs;
    }

    /** How many runs such steps make in all. */
    public static long runs(List<Rung> rungs) {
        long runs = 0;
        int before = 0;
        for (Rung rung : rungs) {
            runs += (long) rung.settings * (rung.seeds - before);
            before = rung.seeds;
        }
        return runs;
    }
}
