package org.palimpsest.datasets.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;

/** Makes tasks of sets of instructions: a set's answers dealt out to several, and fewer of its examples. */
public final class AnswerParts {
    private AnswerParts() {}

    /**
     * Deals the answers of a set out to several, each with the examples that they are right for. The first have one answer more where they cannot all have as
     * many.
     *
     * @param parts how many, from 1; 1 leaves the set as it is
     * @param shuffle what the order of the answers is drawn by; that of the options if absent
     * @throws IllegalArgumentException if the set has fewer answers to choose from than there are parts, or an example has an answer that is none of them
     */
    public static List<InstructionSet> of(InstructionSet set, int parts, OptionalInt shuffle) {
        if (parts == 1) {
            return List.of(set);
        }
        List<String> options = set.options();
        if (options.size() < parts) {
            throw new IllegalArgumentException(set.id() + " has " + (options.isEmpty() ? "no" : "only " + options.size())
                    + " answers to choose from, which cannot be dealt out to " + parts + " tasks");
        }
        int[] order = IntStream.range(0, options.size()).toArray();
        if (shuffle.isPresent()) {
            order = RandomStreams.permutation(order.length, RandomStreams.of(shuffle.getAsInt()).get("answer-order"));
        }
        Map<String, Integer> partOf = new HashMap<>();
        for (int i = 0; i < order.length; i++) {
            partOf.put(options.get(order[i]), part(i, order.length, parts));
        }
        return IntStream.range(0, parts).mapToObj(part -> new InstructionSet(set.id() + "-" + (part + 1), having(set, set.train(), partOf, part),
                having(set, set.test(), partOf, part), options.stream().filter(option -> partOf.get(option) == part).toList(), set.language())).toList();
    }

    /** The part of answer number {@code i} of n. */
    private static int part(int i, int n, int parts) {
        int larger = n % parts;
        int size = n / parts;
        return i < larger * (size + 1) ? i / (size + 1) : (i - larger) / size;
    }

    private static List<InstructionExample> having(InstructionSet set, List<InstructionExample> examples, Map<String, Integer> partOf, int part) {
        return examples.stream().filter(example -> {
            Integer own = partOf.get(example.answer());
            if (own == null) {
                throw new IllegalArgumentException(set.id() + " has an example with the answer '" + example.answer() + "', which is none of its options");
            }
            return own == part;
        }).toList();
    }

    /**
     * A set with fewer examples: drawn at random, the same in every run, so that all answers have about as many.
     *
     * @param train training examples at the most; all if absent
     * @param test test examples at the most; all if absent
     */
    public static InstructionSet limited(InstructionSet set, OptionalInt train, OptionalInt test) {
        return new InstructionSet(set.id(), limited(set.train(), train, "train-" + set.id()), limited(set.test(), test, "test-" + set.id()),
                set.options(), set.language());
    }

    /**
     * A set that is examined by part of its training examples, which nothing is then learned from: drawn at random, the same in every run, of all answers about
     * as many.
     *
     * @param share of the training examples, to the nearest whole number, but at least one
     */
    public static InstructionSet heldOut(InstructionSet set, double share) {
        int count = Math.max(1, (int) Math.round(share * set.train().size()));
        Set<Integer> out = new TreeSet<>(even(set.train(), "validation-" + set.id()).subList(0, Math.min(count, set.train().size())));
        List<InstructionExample> kept = IntStream.range(0, set.train().size()).filter(i -> !out.contains(i)).mapToObj(set.train()::get).toList();
        return new InstructionSet(set.id(), kept, out.stream().map(set.train()::get).toList(), set.options(), set.language());
    }

    private static List<InstructionExample> limited(List<InstructionExample> examples, OptionalInt most, String purpose) {
        if (most.isEmpty() || examples.size() <= most.getAsInt()) {
            return examples;
        }
        return even(examples, purpose).stream().limit(most.getAsInt()).sorted().map(examples::get).toList();
    }

    /** The numbers of examples in an order drawn at random, of which the first so many have about as many of each answer. */
    private static List<Integer> even(List<InstructionExample> examples, String purpose) {
        Map<String, Integer> before = new HashMap<>();
        int[] rank = new int[examples.size()]; // how many examples of the same answer come before it
        List<Integer> order = new ArrayList<>();
        for (int i : RandomStreams.permutation(examples.size(), RandomStreams.of(0).get(purpose))) {
            rank[i] = before.merge(examples.get(i).answer(), 1, Integer::sum);
            order.add(i);
        }
        return order.stream().sorted(Comparator.comparing(i -> rank[i])).toList();
    }
}
