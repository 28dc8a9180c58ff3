package org.palimpsest.methods.adapters;

import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.network.Network;

/**
 * Several sets of values for all that is trained of a network, adapters and head, of which one is in it. The arrays in training stay the same ones: sets are
 * copied in and out, and what is frozen is there once.
 */
public final class AdapterSets implements Stateful, AutoCloseable {
    private final Network network;
    private final List<Network.Weights> sets = new ArrayList<>();
    private int current = -1;

    /** No sets. */
    public AdapterSets(Network network) {
        this.network = network;
    }

    /** How many there are. */
    public int count() {
        return sets.size();
    }

    /** Which of them is in the network, from 0; -1 if there is none. */
    public int current() {
        return current;
    }

    /** Makes a set of what is in the network, and gives it the next number. */
    public void add() {
        sets.add(network.copyWeights());
        current = sets.size() - 1;
    }

    /** Copies what is in the network into the current set. */
    public void keep() {
        sets.get(current).close();
        sets.set(current, network.copyWeights());
    }

    /** Copies a set into the network, unless it is the current one; what the network had is lost where it was not {@linkplain #keep kept}. */
    public void use(int set) {
        if (set != current) {
            network.setWeights(sets.get(set));
            current = set;
        }
    }

    /** Bytes of all sets but one, which is that of the network itself. */
    public long bytes() {
        long each = network.parameters().stream().mapToLong(p -> p.getShape().size() * Float.BYTES).sum();
        return Math.max(0, sets.size() - 1) * each;
    }

    @Override
    public void save(State state) {
        state.put("current", current);
        state.put("seen", sets.stream().mapToInt(Network.Weights::seenClasses).toArray());
        for (int i = 0; i < sets.size(); i++) {
            sets.get(i).save(state.scope(Integer.toString(i)));
        }
    }

    @Override
    public void load(State state) {
        close();
        current = (int) state.longs("current")[0];
        int[] seen = state.ints("seen");
        for (int i = 0; i < seen.length; i++) {
            Network.Weights set = network.copyWeights(seen[i]);
            set.load(state.scope(Integer.toString(i)));
            sets.add(set);
        }
    }

    @Override
    public void close() {
        sets.forEach(Network.Weights::close);
        sets.clear();
    }
}
