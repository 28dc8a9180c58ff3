package org.palimpsest.harness.api.control;

import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * How likely the entries of a memory are to be drawn: proportional prioritisation (Schaul et al., ICLR 2016, section 3.3). The chance of an entry is
 * {@code p^alpha} in shares of their sum, where p is the size of the error that was last made there, and a bit more, so that none is lost.
 */
final class Priorities implements Stateful {
    /** What is added to each error. */
    static final double LEAST = 1e-6;

    private final int size;
    private final double alpha;
    private final SumTree tree;
    private double most = 1;

    /** None of so many entries can be drawn. */
    Priorities(int size, double alpha) {
        this.size = size;
        this.alpha = alpha;
        tree = new SumTree(size);
    }

    /** Whether an entry can be drawn. */
    boolean has(int entry) {
        return tree.get(entry) > 0;
    }

    /** How likely an entry is to be drawn, not yet divided by the sum of all. */
    double of(int entry) {
        return tree.get(entry);
    }

    /** An entry can no longer be drawn. */
    void remove(int entry) {
        tree.set(entry, 0);
    }

    /** An entry can be drawn from now on, and is as likely as the likeliest that there has been (algorithm 1, line 6). */
    void add(int entry) {
        tree.set(entry, most);
    }

    /** The error that was made at an entry. */
    void set(int entry, double error) {
        double priority = Math.pow(Math.abs(error) + LEAST, alpha);
        most = Math.max(most, priority);
        tree.set(entry, priority);
    }

    /** Whether there is nothing to be drawn. */
    boolean isEmpty() {
        return tree.total() == 0;
    }

    /**
     * Draws an entry.
     *
     * @param share where it lies among all that can be drawn, from 0 to 1
     */
    int draw(double share) {
        return tree.find(share * tree.total());
    }

    /** As at the start. */
    void clear() {
        tree.clear();
        most = 1;
    }

    @Override
    public void save(State state) {
        double[] all = new double[size + 1];
        for (int i = 0; i < size; i++) {
            all[i] = tree.get(i);
        }
        all[size] = most;
        state.put("all", all);
    }

    @Override
    public void load(State state) {
        double[] all = state.doubles("all");
        for (int i = 0; i < size; i++) {
            tree.set(i, all[i]);
        }
        most = all[size];
    }
}
