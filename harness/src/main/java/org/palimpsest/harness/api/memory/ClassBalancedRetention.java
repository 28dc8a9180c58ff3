package org.palimpsest.harness.api.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.State;

/**
 * Greedy balancing: an example is kept while its class holds fewer than capacity / (classes seen), in place of a random one of the
 * largest class if there is no free slot (Prabhu et al., GDumb, ECCV 2020, algorithm 1). In a memory that grows with the classes seen, which
 * always has a free slot, while its class holds fewer than its share.
 */
final class ClassBalancedRetention implements Retention {
    private final OptionalInt perClass;
    private final List<List<Integer>> members = new ArrayList<>(); // slots by label
    private final BitSet seen = new BitSet();

    ClassBalancedRetention() {
        this.perClass = OptionalInt.empty();
    }

    /** The rule of a memory that grows. */
    ClassBalancedRetention(int perClass) {
        this.perClass = OptionalInt.of(perClass);
    }

    @Override
    public String name() {
        return "class-balanced";
    }

    @Override
    public int[] slots(Batch batch, ReplayBuffer memory, UniformRandomProvider dice) {
        int held = memory.size();
        int[] slots = new int[batch.size()];
        for (int i = 0; i < slots.length; i++) {
            List<Integer> own = members(batch.hostLabels()[i]);
            seen.set(batch.hostLabels()[i]);
            // a class that comes when there are more classes than slots still gets one
            if (own.size() >= perClass.orElse(Math.max(memory.capacity() / seen.cardinality(), 1))) {
                slots[i] = NONE;
            } else {
                slots[i] = held < memory.capacity() ? held++ : evict(dice);
                own.add(slots[i]);
            }
        }
        return slots;
    }

    private List<Integer> members(int label) {
        while (members.size() <= label) {
            members.add(new ArrayList<>());
        }
        return members.get(label);
    }

    private int evict(UniformRandomProvider dice) {
        List<Integer> largest = members.get(0);
        for (List<Integer> one : members) {
            largest = one.size() > largest.size() ? one : largest;
        }
        int at = dice.nextInt(largest.size());
        int slot = largest.get(at);
        largest.set(at, largest.get(largest.size() - 1));
        largest.remove(largest.size() - 1);
        return slot;
    }

    @Override
    public void save(State state) {
        if (seen.isEmpty()) {
            return;
        }
        state.put("seen", seen.stream().toArray());
        state.put("sizes", members.stream().mapToInt(List::size).toArray());
        state.put("members", members.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray());
    }

    @Override
    public void load(State state) {
        if (!state.has("seen")) {
            return;
        }
        members.clear();
        Arrays.stream(state.ints("seen")).forEach(seen::set);
        int[] sizes = state.ints("sizes");
        int[] slots = state.ints("members");
        int at = 0;
        for (int label = 0; label < sizes.length; label++) {
            for (int i = 0; i < sizes[label]; i++) {
                members(label).add(slots[at++]);
            }
            members(label);
        }
    }
}
