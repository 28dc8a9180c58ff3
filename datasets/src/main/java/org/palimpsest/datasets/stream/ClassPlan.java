package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.DatasetInfo;

/** The classes of a stream: in which order they come, in which task, and as which labels. */
final class ClassPlan {
    /** Class names to show before the rest are counted. */
    private static final int NAMES_SHOWN = 4;

    private final ImageStreamSpec spec;
    private final Split split;
    private final DatasetInfo info;
    private final int[] order;
    private final int[] labelOf;
    private final int labels;

    /**
     * Plans a sound declaration.
     *
     * @throws DatasetException if its class-order file cannot be read
     */
    ClassPlan(ImageStreamSpec spec, DatasetInfo info, RandomStreams random) {
        this.spec = spec;
        this.split = spec.split();
        this.info = info;
        this.order = switch (spec.classOrder()) {
            case SEED -> RandomStreams.permutation(info.classes(), random.get("stream-class-order"));
            case NATURAL -> IntStream.range(0, info.classes()).toArray();
            case FILE -> spec.orderFile().orElseThrow().order(info);
        };
        if (split == Split.SUPERCLASSES) {
            this.labelOf = spec.groups(info).orElseThrow().groupOf();
        } else {
            this.labelOf = new int[order.length];
            for (int place = 0; place < order.length; place++) {
                labelOf[order[place]] = place;
            }
        }
        this.labels = spec.labelCount(info);
    }

    /** order()[place] is the data set's class; not a copy. */
    int[] order() {
        return order;
    }

    /** How many labels there are over all tasks. */
    int labels() {
        return labels;
    }

    int label(int datasetClass) {
        return labelOf[datasetClass];
    }

    String labelName(int label) {
        return switch (split) {
            case CLASSES, PERMUTED, ROTATED, GROWING -> info.classNames().get(order[label]);
            case SUPERCLASSES -> spec.groups(info).orElseThrow().names().get(label);
            case RELABELLED -> "label " + label;
        };
    }

    /** The data set's classes that are a task's own. */
    int[] datasetClasses(int task) {
        return switch (split) {
            case CLASSES -> Arrays.copyOfRange(order, start(task), start(task + 1));
            case SUPERCLASSES -> IntStream.range(0, labels).map(group -> ofGroup(group)[task]).toArray();
            case PERMUTED, ROTATED, GROWING, RELABELLED -> order;
        };
    }

    private int start(int task) {
        return spec.start(task, order.length);
    }

    private int[] ofGroup(int group) {
        return Arrays.stream(order).filter(c -> labelOf[c] == group).toArray();
    }

    /** The labels that are a task's own, ascending. */
    int[] labels(int task) {
        return split == Split.CLASSES
                ? IntStream.range(start(task), start(task + 1)).toArray()
                : IntStream.range(0, labels).toArray();
    }

    /** The names of a task's own classes, the first few of them. */
    String names(int task) {
        List<String> names = Arrays.stream(datasetClasses(task)).mapToObj(info.classNames()::get).toList();
        String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? shown + " and " + (names.size() - NAMES_SHOWN) + " more" : shown;
    }
}
