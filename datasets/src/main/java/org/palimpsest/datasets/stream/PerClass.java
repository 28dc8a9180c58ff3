package org.palimpsest.datasets.stream;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.Problems;

/**
 * A smaller data set: at most so many examples of every class, drawn from the run seed.
 *
 * @param train training examples, at least 1; all if absent. Official shots are what they are
 * @param test test examples, at least 1; all if absent
 */
public record PerClass(OptionalInt train, OptionalInt test) {

    /** Checks that no component is null. */
    public PerClass {
        Objects.requireNonNull(train, "train");
        Objects.requireNonNull(test, "test");
    }

    /** Finds what is wrong with the values. */
    void check(Problems problems) {
        atLeastOne("perClass.train", train, problems);
        atLeastOne("perClass.test", test, problems);
    }

    private static void atLeastOne(String key, OptionalInt most, Problems problems) {
        most.ifPresent(count -> {
            if (count < 1) {
                problems.add(key, count, "must be at least 1");
            }
        });
    }

    /** The examples of each class that stay, all of a class that has no more. */
    static int[][] thin(int[][] byClass, OptionalInt most, IntFunction<UniformRandomProvider> random) {
        if (most.isEmpty()) {
            return byClass;
        }
        int[][] kept = new int[byClass.length][];
        for (int c = 0; c < kept.length; c++) {
            kept[c] = StratifiedSample.choose(byClass[c], Math.min(most.getAsInt(), byClass[c].length), random.apply(c)).chosen();
        }
        return kept;
    }
}
