package org.palimpsest.methods.instruction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/**
 * Groups of tasks whose instructions are alike, by the instructions of each: the codebook of Qiao et al. (ICML 2025). How alike those of a task and a group
 * are is the mean over all pairs of them.
 */
final class InstructionGroups implements Stateful {
    private final double threshold;
    private final Terms terms = new Terms();
    private final List<Map<String, InstructionTerms>> groups = new ArrayList<>();

    /**
     * No groups.
     *
     * @param threshold how alike a task must be to a group to belong to it
     */
    InstructionGroups(double threshold) {
        this.threshold = threshold;
    }

    /** How many there are. */
    int count() {
        return groups.size();
    }

    /** How alike instructions are to those of each group; 0 where one side has none. */
    double[] similarities(List<String> instructions) {
        List<InstructionTerms> given = instructions.stream().map(terms::of).toList();
        return groups.stream().mapToDouble(group -> group.values().stream()
                .flatMapToDouble(stored -> given.stream().mapToDouble(stored::similarity)).average().orElse(0)).toArray();
    }

    /** The first of the groups that are most alike, if alike enough; otherwise the number that the next group would have. */
    int nearest(List<String> instructions) {
        double[] similarities = similarities(instructions);
        int best = 0;
        for (int group = 1; group < similarities.length; group++) {
            best = similarities[group] > similarities[best] ? group : best;
        }
        return groups.isEmpty() || similarities[best] < threshold ? groups.size() : best;
    }

    /** The number of the group that a task belongs to, which may be a new one, and knows its instructions from now on. */
    int join(List<String> instructions) {
        int group = nearest(instructions);
        if (group == groups.size()) {
            groups.add(new LinkedHashMap<>());
        }
        instructions.forEach(text -> groups.get(group).computeIfAbsent(text, terms::of));
        return group;
    }

    /** The instructions of a group, each once, in the order in which they came. */
    List<String> instructions(int group) {
        return List.copyOf(groups.get(group).keySet());
    }

    @Override
    public void save(State state) {
        state.put("sizes", groups.stream().mapToInt(Map::size).toArray());
        List<byte[]> texts = groups.stream().flatMap(group -> group.keySet().stream()).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        state.put("lengths", texts.stream().mapToInt(bytes -> bytes.length).toArray());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        texts.forEach(all::writeBytes);
        state.put("texts", all.toByteArray());
    }

    @Override
    public void load(State state) {
        groups.clear();
        int[] lengths = state.ints("lengths");
        byte[] texts = state.bytes("texts");
        int text = 0;
        int at = 0;
        for (int size : state.ints("sizes")) {
            Map<String, InstructionTerms> group = new LinkedHashMap<>();
            for (int i = 0; i < size; i++) {
                String instruction = new String(texts, at, lengths[text], StandardCharsets.UTF_8);
                group.put(instruction, terms.of(instruction));
                at += lengths[text++];
            }
            groups.add(group);
        }
    }
}
