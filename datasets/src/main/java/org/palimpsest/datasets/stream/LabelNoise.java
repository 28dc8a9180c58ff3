package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;

/**
 * Wrong labels in training. Source of both kinds: Han et al., "Co-teaching: robust training of deep neural networks with
 * extremely noisy labels", NeurIPS 2018.
 *
 * @param kind which label a wrong one is
 * @param rate the share of each class's examples whose label is wrong, above 0 and at most 1: exactly
 *     {@code round(rate * n)} of the n examples that a class has in a task, drawn from the seed
 */
public record LabelNoise(Kind kind, double rate) {
    /** Which label a wrong one is. */
    public enum Kind {
        /** Another label of the same task, all others being equally likely. */
        SYMMETRIC,
        /** The next label of the same task, after the last one the first. */
        PAIR
    }

    /** Checks that no component is null. */
    public LabelNoise {
        Objects.requireNonNull(kind, "kind");
    }

    /** Finds what is wrong with the values themselves, and with the tasks of a stream for them. */
    void check(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        String word = ImageStreamSpec.word(kind);
        if (!(rate > 0 && rate <= 1)) {
            problems.add("labelNoise.rate", rate, "must be above 0 and at most 1");
        }
        if (spec.split() == Split.GROWING) {
            problems.add("labelNoise", word, "conflicts with split growing, where an image has one label in all tasks");
        }
        boolean lonely = spec.split() == Split.CLASSES && spec.tasks() >= 1
                && spec.taskSizes(info.classes()).anyMatch(size -> size == 1);
        if (lonely) {
            problems.add("labelNoise", word, "needs another label in the same task, but there are tasks of a single class");
        }
    }

    /**
     * Makes labels wrong in place.
     *
     * @param labels the right labels, to change
     * @param classes the data set's class of each
     * @param taskLabels the labels of the task, at least two, ascending
     * @param random the generator of each class
     */
    void corrupt(int[] labels, int[] classes, int[] taskLabels, IntFunction<UniformRandomProvider> random) {
        for (int c : Arrays.stream(classes).distinct().sorted().toArray()) {
            int[] ofClass = IntStream.range(0, classes.length).filter(i -> classes[i] == c).toArray();
            UniformRandomProvider rng = random.apply(c);
            int wrong = (int) Math.round(rate * ofClass.length);
            for (int i : StratifiedSample.choose(ofClass, wrong, rng).chosen()) {
                labels[i] = other(labels[i], taskLabels, rng);
            }
        }
    }

    private int other(int label, int[] taskLabels, UniformRandomProvider rng) {
        int place = Arrays.binarySearch(taskLabels, label);
        int step = kind == Kind.PAIR ? 1 : 1 + rng.nextInt(taskLabels.length - 1);
        return taskLabels[(place + step) % taskLabels.length];
    }
}
