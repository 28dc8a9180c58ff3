package org.palimpsest.datasets.stream;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

/**
 * {@link Scenario#CLASS_INCREMENTAL} and {@link Scenario#TASK_INCREMENTAL}: every task has classes of its own.
 *
 * @param base classes of the first task, the others sharing the rest evenly; all tasks have as many if absent
 * @param ways only with base: classes of every later task, for a check on the data at hand
 * @param increments not with base: the classes of every task, each at least 1 and all of the data set's together
 */
public record NewClasses(OptionalInt base, OptionalInt ways, Optional<List<Integer>> increments) implements Variation {
    /** Checks that no component is null. */
    public NewClasses {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(ways, "ways");
        Objects.requireNonNull(increments, "increments");
    }

    /** Tasks of one size. */
    public NewClasses() {
        this(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.CLASSES);
    }

    @Override
    public OptionalInt firstClasses() {
        return increments.isPresent() ? OptionalInt.empty() : base;
    }

    @Override
    public void check(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        if (base.isEmpty()) {
            ways.ifPresent(count -> problems.add("ways", count, "needs base, the number of classes of the first task"));
        }
        increments.ifPresent(sizes -> check(sizes, spec, info, problems));
    }

    private void check(List<Integer> sizes, ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        long sum = sizes.stream().mapToLong(Integer::longValue).sum();
        base.ifPresent(count -> problems.add("base", count, "conflicts with increments, which say the classes of every task"));
        if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
            problems.add("increments", sizes, "must be the number of classes of each task, each at least 1");
        } else if (sum != info.classes()) {
            problems.add("increments", sizes, "are " + sum + " classes, but " + info.name() + " has " + info.classes());
        }
        if (spec.tasks() >= 1 && sizes.size() != spec.tasks()) {
            problems.add("tasks", spec.tasks(), "is not the number of increments (valid: " + sizes.size() + ", or leave it out)");
        }
    }

    @Override
    public String definition(ImageStreamSpec spec, ImageDataset data) {
        return (base.isPresent() ? "\nbase=" + base.getAsInt() : "") + increments.map(sizes -> "\nincrements=" + sizes).orElse("");
    }
}
