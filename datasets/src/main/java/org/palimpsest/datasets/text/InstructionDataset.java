package org.palimpsest.datasets.text;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.palimpsest.datasets.Dataset;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Names;

/**
 * Instruction data in memory.
 *
 * @param info what they are
 * @param sets the sets in their order, each of another name
 * @param sha256 digest over all that the sets hold: data of equal digests are equal
 * @param unverified why nobody knows whether the files are those of the data that they are named after; empty if they are, or there is no such
 */
public record InstructionDataset(InstructionInfo info, List<InstructionSet> sets, String sha256, Optional<String> unverified) implements Dataset {
    /** Data of which nothing has to be verified. */
    public InstructionDataset(InstructionInfo info, List<InstructionSet> sets) {
        this(info, sets, InstructionDigest.of(sets), Optional.empty());
    }

    /**
     * Copies the list.
     *
     * @throws DatasetException if there is no set, or two have the same name
     */
    public InstructionDataset {
        sets = List.copyOf(sets);
        if (sets.isEmpty()) {
            throw new DatasetException(info.name(), "has no set of instructions");
        }
        Set<String> ids = new HashSet<>();
        for (InstructionSet set : sets) {
            if (!ids.add(set.id())) {
                throw new DatasetException(info.name(), "has two sets named '" + set.id() + "'");
            }
        }
    }

    @Override
    public String name() {
        return info.name();
    }

    /** Names of all sets, in their order. */
    public List<String> names() {
        return sets.stream().map(InstructionSet::id).toList();
    }

    /**
     * A set by its name.
     *
     * @throws DatasetException if there is none, with the nearest name
     */
    public InstructionSet set(String id) {
        return sets.stream().filter(set -> set.id().equals(id)).findFirst()
                .orElseThrow(() -> new DatasetException(info.name(), "has no set '" + id + "'" + Names.suggestion(id, names())));
    }

    /** How many training examples all sets have together. */
    public int train() {
        return sum(InstructionSet::train);
    }

    /** How many test examples all sets have together. */
    public int test() {
        return sum(InstructionSet::test);
    }

    private int sum(Function<InstructionSet, List<InstructionExample>> part) {
        return sets.stream().mapToInt(set -> part.apply(set).size()).sum();
    }

    @Override
    public Optional<String> lacking(DatasetCard card) {
        boolean whole = train() >= card.train() && test() >= card.test();
        return whole ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "is here only in part: %,d training and %,d test examples of %,d and %,d", train(), test(), card.train(), card.test()));
    }

    /** The same data, of files that may be another's. */
    public InstructionDataset unverified(String why) {
        return new InstructionDataset(info, sets, sha256, Optional.of(why));
    }
}
