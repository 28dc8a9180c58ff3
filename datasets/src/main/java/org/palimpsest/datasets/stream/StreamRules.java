package org.palimpsest.datasets.stream;

import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;

/** What a stream's declaration must keep to; see {@link StreamSpec} for the rules themselves. */
final class StreamRules {

    private static final double FULL_TURN = 360;

    private final StreamSpec spec;
    private final DatasetInfo info;
    private final Problems problems;

    StreamRules(StreamSpec spec, DatasetInfo info, Problems problems) {
        this.spec = spec;
        this.info = info;
        this.problems = problems;
    }

    void check() {
        names();
        tasks();
        split();
        base();
        classOrder();
        if (spec.tasks() >= 1) {
            examples("examplesPerTask", spec.examplesPerTask(), info.train());
            examples("testPerTask", spec.testPerTask(), spec.validation().isPresent() ? info.train() : info.test());
        }
        angle();
    }

    private void names() {
        if (!spec.id().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            problems.add("id", spec.id(), "must be lower-case letters and digits, with single hyphens between");
        }
        if (spec.version() < 1) {
            problems.add("version", spec.version(), "must be at least 1");
        }
        if (!spec.dataset().equals(info.name())) {
            problems.add("dataset", spec.dataset(), "is not the data set at hand, '" + info.name() + "'");
        }
    }

    private void tasks() {
        if (spec.tasks() < 1) {
            problems.add("tasks", spec.tasks(), "must be at least 1");
        } else if (spec.split() == Split.CLASSES && spec.base().isEmpty()) {
            evenTasks();
        } else if (spec.split() == Split.SUPERCLASSES) {
            groups();
        }
        if (spec.scenario() == Scenario.BLURRY && spec.tasks() == 1) {
            problems.add("tasks", 1, "leaves a blurry stream nothing to blur (valid: 2 or more)");
        }
    }

    private void evenTasks() {
        int classes = info.classes();
        if (spec.tasks() > classes) {
            problems.add("tasks", spec.tasks(), "is more than the " + classes + " classes of " + info.name());
        } else if (classes % spec.tasks() != 0) {
            problems.add("tasks", spec.tasks(), "does not divide the " + classes + " classes of " + info.name()
                    + " evenly (valid: " + divisors(classes, 0) + ")");
        }
    }

    private void groups() {
        if (info.groups().isEmpty()) {
            problems.add("split", spec.split().id(), "needs superclasses, but " + info.name() + " has none");
            return;
        }
        int[] sizes = new int[info.groups().get().names().size()];
        Arrays.stream(info.groups().get().groupOf()).forEach(group -> sizes[group]++);
        if (Arrays.stream(sizes).distinct().count() > 1) {
            problems.add("split", spec.split().id(), "needs superclasses of one size, but those of " + info.name() + " have from "
                    + Arrays.stream(sizes).min().orElse(0) + " to " + Arrays.stream(sizes).max().orElse(0) + " classes");
        } else if (sizes[0] != spec.tasks()) {
            problems.add("tasks", spec.tasks(), "is not the number of classes of each superclass of " + info.name() + " (valid: "
                    + sizes[0] + ")");
        }
    }

    private void split() {
        List<Split> valid = switch (spec.scenario()) {
            case CLASS_INCREMENTAL, TASK_INCREMENTAL, FEW_SHOT, BLURRY -> List.of(Split.CLASSES);
            case DOMAIN_INCREMENTAL -> List.of(Split.PERMUTED, Split.ROTATED, Split.SUPERCLASSES, Split.GROWING);
            case RELABELLED -> List.of(Split.RELABELLED);
        };
        if (!valid.contains(spec.split())) {
            String trouble = switch (spec.split()) {
                case CLASSES -> "gives every task other classes";
                case PERMUTED, ROTATED, GROWING -> "gives every task the same classes";
                case SUPERCLASSES -> "gives every task the same superclasses";
                case RELABELLED -> "gives every task other labels for the same images";
            };
            String needed = switch (spec.scenario()) {
                case CLASS_INCREMENTAL, TASK_INCREMENTAL, FEW_SHOT, BLURRY -> " has new ones in each";
                case DOMAIN_INCREMENTAL -> " has the same in all";
                case RELABELLED -> " has the same images with other labels in each";
            };
            problems.add("split", spec.split().id(), trouble + ", but a " + spec.scenario().id() + " stream" + needed + " (valid: "
                    + valid.stream().map(Split::id).collect(Collectors.joining(", ")) + ")");
        }
    }

    private void base() {
        int classes = info.classes();
        int later = spec.tasks() - 1;
        if (spec.base().isEmpty()) {
            spec.ways().ifPresent(ways -> problems.add("ways", ways, "needs base, the number of classes of the first task"));
            return;
        }
        int base = spec.base().getAsInt();
        int rest = classes - base;
        if (spec.split() != Split.CLASSES || spec.scenario() == Scenario.BLURRY) {
            problems.add("base", base, "needs a first task with classes of its own (valid: scenario class-incremental, "
                    + "task-incremental or few-shot, with split classes)");
        } else if (base < 1 || rest < 1) {
            problems.add("base", base, "must be between 1 and " + (classes - 1) + ", to leave some of the " + classes
                    + " classes of " + info.name() + " to later tasks");
        } else if (spec.tasks() >= 1 && spec.ways().isPresent() && base + (long) spec.ways().getAsInt() * later != classes) {
            problems.add("ways", spec.ways().getAsInt(), "in " + later + " later tasks and a base of " + base + " are "
                    + (base + (long) spec.ways().getAsInt() * later) + " classes, but " + info.name() + " has " + classes);
        } else if (spec.tasks() >= 1 && (later < 1 || rest % later != 0)) {
            problems.add("tasks", spec.tasks(), "does not share the " + rest + " classes after the base of " + base
                    + " evenly (valid: " + divisors(rest, 1) + ")");
        }
    }

    private static String divisors(int n, int plus) {
        return IntStream.rangeClosed(1, n)
                .filter(d -> n % d == 0)
                .mapToObj(d -> Integer.toString(d + plus))
                .collect(Collectors.joining(", "));
    }

    private void classOrder() {
        boolean fromFile = spec.classOrder() == ClassOrder.FILE;
        if (fromFile && spec.classOrderFile().isEmpty()) {
            problems.add("classOrderFile", "", "is needed with classOrder file");
        }
        if (!fromFile && spec.classOrderFile().isPresent()) {
            problems.add("classOrderFile", spec.classOrderFile().get(), "conflicts with classOrder " + spec.classOrder().id()
                    + "; it needs classOrder file");
        }
        try {
            spec.orderFile().ifPresent(file -> file.check(info, problems));
        } catch (DatasetException | InvalidPathException e) {
            problems.add("classOrderFile", spec.classOrderFile().orElse(""), e.getMessage());
        }
    }

    private void examples(String key, OptionalInt count, int available) {
        int atLeast = largestTask();
        if (count.isPresent() && (count.getAsInt() < atLeast || count.getAsInt() > available)) {
            problems.add(key, count.getAsInt(), "must be between " + atLeast + " (one for each class of a task) and " + available
                    + " (all of " + info.name() + ")");
        }
    }

    /** The classes of the task that has most. */
    private int largestTask() {
        if (spec.split() == Split.SUPERCLASSES) {
            return info.groups().map(groups -> groups.names().size()).orElse(1);
        }
        return spec.split() == Split.CLASSES
                ? Math.max(spec.firstClasses(info.classes()), spec.laterClasses(info.classes()))
                : info.classes();
    }

    private void angle() {
        if (spec.maxAngle().isEmpty()) {
            return;
        }
        double angle = spec.maxAngle().getAsDouble();
        if (spec.split() != Split.ROTATED) {
            problems.add("maxAngle", angle, "conflicts with split " + spec.split().id() + "; it needs split rotated");
        }
        if (!(angle > 0 && angle <= FULL_TURN)) {
            problems.add("maxAngle", angle, "must be above 0 and at most 360 degrees");
        }
    }
}
