package org.palimpsest.datasets.stream;

import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.Problems;

/**
 * Fewer training examples of the classes that come later in the class order. Source: Cao et al., "Learning imbalanced
 * datasets with label-distribution-aware margin loss", NeurIPS 2019.
 *
 * @param kind the law
 * @param ratio examples of the rarest class as a share of what it has, above 0 and below 1
 */
public record Imbalance(Kind kind, double ratio) {

    /** Keeps a product that is a whole number but for rounding from being cut to the one below. */
    private static final double TOLERANCE = 1e-9;

    /** Laws. */
    public enum Kind {
        /** The class at place c of C keeps {@code ratio^(c / (C - 1))} of its examples, rounded down. */
        EXPONENTIAL,
        /** Classes of the later half keep {@code ratio} of their examples, rounded down. */
        STEP
    }

    /** Checks that no component is null. */
    public Imbalance {
        Objects.requireNonNull(kind, "kind");
    }

    /** Finds what is wrong with the values themselves. */
    void check(Problems problems) {
        if (!(ratio > 0 && ratio < 1)) {
            problems.add("imbalance.ratio", ratio, "must be above 0 and below 1");
        }
    }

    /** Says that a scenario leaves no room for it. */
    void refuse(Scenario scenario, Problems problems) {
        problems.add("imbalance", ImageStreamSpec.word(kind), "conflicts with scenario " + scenario.id()
                + " (valid: class-incremental, task-incremental, domain-incremental, blurry)");
    }

    /** How many examples the class at a place keeps: at least one if it has any. */
    int kept(int examples, int place, int classes) {
        // StrictMath: Math's power may differ in the last bit from one machine to another
        double share = switch (kind) {
            case EXPONENTIAL -> classes == 1 ? 1 : StrictMath.pow(ratio, place / (classes - 1.0));
            case STEP -> 2 * place < classes ? 1 : ratio;
        };
        return Math.min(examples, Math.max(1, (int) (examples * share + TOLERANCE)));
    }

    /** The examples of each class that stay. */
    int[][] thin(int[][] byClass, int[] classOrder, IntFunction<UniformRandomProvider> random) {
        int[][] kept = new int[byClass.length][];
        for (int place = 0; place < classOrder.length; place++) {
            int c = classOrder[place];
            int count = kept(byClass[c].length, place, classOrder.length);
            kept[c] = StratifiedSample.choose(byClass[c], count, random.apply(c)).chosen();
        }
        return kept;
    }
}
