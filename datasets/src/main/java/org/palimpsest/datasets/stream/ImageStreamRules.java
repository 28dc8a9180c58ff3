package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;

/** What all declarations of streams over images must keep to; see {@link ImageStreamSpec} for the rules themselves. */
final class ImageStreamRules {
    private static final double LARGEST_VALIDATION = 0.5;

    private final ImageStreamSpec spec;
    private final DatasetInfo info;
    private final Problems problems;

    ImageStreamRules(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        this.spec = spec;
        this.info = info;
        this.problems = problems;
    }

    void check() {
        names();
        tasks();
        split();
        spec.variation().firstClasses().ifPresent(this::base);
        classOrder();
        if (spec.tasks() >= 1) {
            examples("examplesPerTask", spec.examplesPerTask(), info.train());
            examples("testPerTask", spec.testPerTask(), spec.validation().isPresent() ? info.train() : info.test());
        }
        spec.imbalance().ifPresent(imbalance -> imbalance.check(problems));
        spec.labelNoise().ifPresent(noise -> noise.check(spec, info, problems));
        spec.validation().ifPresent(this::validation);
        spec.perClass().ifPresent(most -> most.check(problems));
        spec.firstTasks().ifPresent(this::firstTasks);
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
        } else if (spec.split() == Split.CLASSES && spec.variation().firstClasses().isEmpty() && spec.variation().increments().isEmpty()) {
            evenTasks();
        } else if (spec.split() == Split.SUPERCLASSES) {
            groups();
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
        if (spec.variation().groups().filter(lists -> !new GroupLists(lists).sound(info)).isPresent()) {
            return;
        }
        Optional<ClassGroups> groups = spec.groups(info);
        if (groups.isEmpty()) {
            problems.add("split", spec.split().id(), "needs superclasses, but " + info.name() + " has none; groups makes them");
            return;
        }
        int[] sizes = new int[groups.get().names().size()];
        Arrays.stream(groups.get().groupOf()).forEach(group -> sizes[group]++);
        if (Arrays.stream(sizes).distinct().count() > 1) {
            problems.add("split", spec.split().id(), "needs superclasses of one size, but " + those() + " have from "
                    + Arrays.stream(sizes).min().orElse(0) + " to " + Arrays.stream(sizes).max().orElse(0) + " classes");
        } else if (sizes[0] != spec.tasks()) {
            problems.add("tasks", spec.tasks(), "is not the number of classes of each of " + those() + " (valid: " + sizes[0] + ")");
        }
    }

    private String those() {
        return spec.variation().groups().isPresent() ? "the groups" : "the superclasses of " + info.name();
    }

    private void split() {
        List<Split> valid = spec.variation().splits();
        if (!valid.contains(spec.split())) {
            String trouble = switch (spec.split()) {
                case CLASSES -> "gives every task other classes";
                case PERMUTED, ROTATED, GROWING -> "gives every task the same classes";
                case SUPERCLASSES -> "gives every task the same superclasses";
                case RELABELLED -> "gives every task other labels for the same images";
            };
            String needed = switch (valid.get(0)) {
                case CLASSES -> " has new ones in each";
                case PERMUTED, ROTATED, SUPERCLASSES, GROWING -> " has the same in all";
                case RELABELLED -> " has the same images with other labels in each";
            };
            problems.add("split", spec.split().id(), trouble + ", but a " + spec.scenario().id() + " stream" + needed + " (valid: "
                    + valid.stream().map(Split::id).collect(Collectors.joining(", ")) + ")");
        }
    }

    private void base(int base) {
        int classes = info.classes();
        int later = spec.tasks() - 1;
        int rest = classes - base;
        OptionalInt ways = spec.variation().ways();
        if (spec.split() != Split.CLASSES) {
            problems.add("base", base, "needs a first task with classes of its own (valid: split classes)");
        } else if (base < 1 || rest < 1) {
            problems.add("base", base, "must be between 1 and " + (classes - 1) + ", to leave some of the " + classes
                    + " classes of " + info.name() + " to later tasks");
        } else if (spec.tasks() >= 1 && ways.isPresent() && base + (long) ways.getAsInt() * later != classes) {
            problems.add("ways", ways.getAsInt(), "in " + later + " later tasks and a base of " + base + " are "
                    + (base + (long) ways.getAsInt() * later) + " classes, but " + info.name() + " has " + classes);
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
        if (fromFile && spec.classOrderFile().flatMap(UserPath::parse).isEmpty()) {
            spec.classOrderFile().ifPresent(file -> problems.add("classOrderFile", file, UserPath.IMPOSSIBLE));
        }
        try {
            spec.orderFile().ifPresent(file -> file.check(info, problems));
        } catch (DatasetException e) {
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
            return spec.variation().groups().map(Map::size)
                    .orElseGet(() -> info.groups().map(groups -> groups.names().size()).orElse(1));
        }
        return spec.split() == Split.CLASSES
                ? spec.taskSizes(info.classes()).max().orElse(1)
                : info.classes();
    }

    private void firstTasks(int count) {
        if (count < 1 || count > spec.tasks()) {
            problems.add("firstTasks", count, "must be from 1 to " + spec.tasks() + ", the tasks of the whole stream");
        }
    }

    private void validation(double share) {
        if (!(share > 0 && share <= LARGEST_VALIDATION)) {
            problems.add("validation", share, "must be above 0 and at most 0.5");
        }
    }
}
