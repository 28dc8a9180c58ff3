package org.palimpsest.datasets;

import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a stream's declaration must keep to; see {@link StreamSpec} for the rules themselves. */
final class StreamRules {

    private static final double FULL_TURN = 360;

    private final String source;
    private final StreamSpec spec;
    private final DatasetInfo info;
    private final List<Problem> problems = new ArrayList<>();

    StreamRules(String source, StreamSpec spec, DatasetInfo info) {
        this.source = source;
        this.spec = spec;
        this.info = info;
    }

    List<Problem> problems() {
        names();
        tasks();
        scenario();
        classOrder();
        boolean evenlySplit = spec.tasks() >= 1 && spec.classesPerTask(info.classes()) >= 1;
        if (evenlySplit) {
            examples("examplesPerTask", spec.examplesPerTask(), info.train());
            examples("testPerTask", spec.testPerTask(), info.test());
        }
        angle();
        return List.copyOf(problems);
    }

    private void names() {
        if (!spec.id().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            add("id", spec.id(), "must be lower-case letters and digits, with single hyphens between");
        }
        if (spec.version() < 1) {
            add("version", spec.version(), "must be at least 1");
        }
        if (!spec.dataset().equals(info.name())) {
            add("dataset", spec.dataset(), "is not the data set at hand, '" + info.name() + "'");
        }
    }

    private void tasks() {
        int classes = info.classes();
        if (spec.tasks() < 1) {
            add("tasks", spec.tasks(), "must be at least 1");
        } else if (spec.split() == Split.CLASSES && spec.tasks() > classes) {
            add("tasks", spec.tasks(), "is more than the " + classes + " classes of " + info.name());
        } else if (spec.split() == Split.CLASSES && classes % spec.tasks() != 0) {
            String divisors = IntStream.rangeClosed(1, classes)
                    .filter(n -> classes % n == 0)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(", "));
            add("tasks", spec.tasks(), "does not divide the " + classes + " classes of " + info.name()
                    + " evenly (valid: " + divisors + ")");
        }
    }

    private void scenario() {
        boolean domain = spec.scenario() == Scenario.DOMAIN_INCREMENTAL;
        if (domain && spec.split() == Split.CLASSES) {
            add("split", spec.split().id(), "gives every task other classes, but a domain-incremental stream has the "
                    + "same in all (valid: permuted, rotated)");
        }
        if (!domain && spec.split() != Split.CLASSES) {
            add("split", spec.split().id(), "gives every task the same classes, but a " + spec.scenario().id()
                    + " stream has new ones in each (valid: classes)");
        }
    }

    private void classOrder() {
        boolean fromFile = spec.classOrder() == ClassOrder.FILE;
        if (fromFile && spec.classOrderFile().isEmpty()) {
            add("classOrderFile", "", "is needed with classOrder file");
        }
        if (!fromFile && spec.classOrderFile().isPresent()) {
            add("classOrderFile", spec.classOrderFile().get(), "conflicts with classOrder " + spec.classOrder().id()
                    + "; it needs classOrder file");
        }
        try {
            spec.orderFile().ifPresent(file -> problems.addAll(file.problems(info)));
        } catch (DatasetException | InvalidPathException e) {
            add("classOrderFile", spec.classOrderFile().orElse(""), e.getMessage());
        }
    }

    private void examples(String key, OptionalInt count, int available) {
        int atLeast = spec.classesPerTask(info.classes());
        if (count.isPresent() && (count.getAsInt() < atLeast || count.getAsInt() > available)) {
            add(key, count.getAsInt(), "must be between " + atLeast + " (one for each class of a task) and " + available
                    + " (all of " + info.name() + ")");
        }
    }

    private void angle() {
        if (spec.maxAngle().isEmpty()) {
            return;
        }
        double angle = spec.maxAngle().getAsDouble();
        if (spec.split() != Split.ROTATED) {
            add("maxAngle", angle, "conflicts with split " + spec.split().id() + "; it needs split rotated");
        }
        if (!(angle > 0 && angle <= FULL_TURN)) {
            add("maxAngle", angle, "must be above 0 and at most 360 degrees");
        }
    }

    private void add(String key, Object value, String message) {
        problems.add(new Problem(source, key, value.toString(), message));
    }
}
