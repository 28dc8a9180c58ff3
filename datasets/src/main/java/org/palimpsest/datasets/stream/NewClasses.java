package org.palimpsest.datasets.stream;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

/**
 * {@link Scenario#CLASS_INCREMENTAL} and {@link Scenario#TASK_INCREMENTAL}: every task has classes of its own.
 *
 * @param base classes of the first task, the others sharing the rest evenly; all tasks have as many if absent
 * @param ways only with base: classes of every later task, for a check on the data at hand
 */
public record NewClasses(OptionalInt base, OptionalInt ways) implements Variation {

    /** Checks that no component is null. */
    public NewClasses {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(ways, "ways");
    }

    /** Tasks of one size. */
    public NewClasses() {
        this(OptionalInt.empty(), OptionalInt.empty());
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.CLASSES);
    }

    @Override
    public OptionalInt firstClasses() {
        return base;
    }

    @Override
    public void check(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        if (base.isEmpty()) {
            ways.ifPresent(count -> problems.add("ways", count, "needs base, the number of classes of the first task"));
        }
    }

    @Override
    public String definition(ImageStreamSpec spec, ImageDataset data) {
        return base.isPresent() ? "\nbase=" + base.getAsInt() : "";
    }
}
