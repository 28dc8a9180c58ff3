package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

/**
 * {@link Scenario#DOMAIN_INCREMENTAL}: every task has the same labels, the images differ.
 *
 * @param maxAngle only with {@link Split#ROTATED}, in degrees, above 0 and at most 360, by default 180: task t turns
 *     images by t * maxAngle / tasks, so the first not at all and none by the whole of it
 * @param groups only with {@link Split#SUPERCLASSES}: superclasses in place of the data set's own, by name; every class, by name or else by
 *     index, in exactly one. Labels number them in this order
 */
public record Domains(OptionalDouble maxAngle, Optional<Map<String, List<String>>> groups) implements Variation {
    private static final double HALF_TURN = 180;
    private static final double FULL_TURN = 360;

    /** Checks that no component is null. */
    public Domains {
        Objects.requireNonNull(maxAngle, "maxAngle");
        Objects.requireNonNull(groups, "groups");
    }

    /** Images that are turned by half a turn at most, if they are turned. */
    public Domains() {
        this(OptionalDouble.empty(), Optional.empty());
    }

    /** The largest angle in degrees, as given or by default. */
    public double maxAngleOrDefault() {
        return maxAngle.orElse(HALF_TURN);
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.PERMUTED, Split.ROTATED, Split.SUPERCLASSES, Split.GROWING);
    }

    @Override
    public void check(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        maxAngle.ifPresent(angle -> {
            if (spec.split() != Split.ROTATED) {
                problems.add("maxAngle", angle, "conflicts with split " + spec.split().id() + "; it needs split rotated");
            }
            if (!(angle > 0 && angle <= FULL_TURN)) {
                problems.add("maxAngle", angle, "must be above 0 and at most 360 degrees");
            }
        });
        groups.ifPresent(lists -> {
            if (spec.split() != Split.SUPERCLASSES) {
                problems.add("groups", lists.keySet(), "conflicts with split " + spec.split().id() + "; it needs split superclasses");
            }
            new GroupLists(lists).check(info, problems);
        });
    }

    @Override
    public String definition(ImageStreamSpec spec, ImageDataset data) {
        StringBuilder text = new StringBuilder(spec.split() == Split.ROTATED ? "\nmaxAngle=" + maxAngleOrDefault() : "");
        groups.ifPresent(lists -> {
            ClassGroups made = new GroupLists(lists).of(data.info());
            text.append("\ngroups=").append(String.join("\t", made.names())).append("\ngroupOf=").append(Arrays.toString(made.groupOf()));
        });
        return text.toString();
    }
}
