package org.palimpsest.datasets.stream;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

/**
 * {@link Scenario#BLURRY}: classes occur in tasks before and after their own.
 *
 * @param blur how they spread
 */
public record Blurry(Blur blur) implements Variation {

    /** Checks that no component is null. */
    public Blurry {
        Objects.requireNonNull(blur, "blur");
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.CLASSES);
    }

    @Override
    public void check(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        if (spec.tasks() == 1) {
            problems.add("tasks", 1, "leaves a blurry stream nothing to blur (valid: 2 or more)");
        }
        spec.examplesPerTask().ifPresent(count -> problems.add("examplesPerTask", count,
                "conflicts with scenario blurry, which deals every example out once"));
        boolean overlap = blur.kind() == Blur.Kind.OVERLAP;
        check("percent", blur.percent(), overlap, 100, "must be above 0 and below 100", problems);
        check("width", blur.width(), !overlap, Math.nextUp(1.0), "must be above 0 and at most 1", problems);
        if (!overlap) {
            spec.imbalance().ifPresent(imbalance -> problems.add("imbalance", ImageStreamSpec.word(imbalance.kind()),
                    "conflicts with blur kind sigmoid, whose tasks are pieces of equal length of a pass "
                            + "in which all tasks' classes take equal time (valid: overlap)"));
        }
    }

    private void check(String key, OptionalDouble value, boolean wanted, double below, String range, Problems problems) {
        String kind = ImageStreamSpec.word(blur.kind());
        if (wanted && value.isEmpty()) {
            problems.add("blur." + key, "", "is needed with blur kind " + kind);
        } else if (!wanted && value.isPresent()) {
            problems.add("blur." + key, value.getAsDouble(), "conflicts with blur kind " + kind);
        } else if (wanted && !(value.getAsDouble() > 0 && value.getAsDouble() < below)) {
            problems.add("blur." + key, value.getAsDouble(), range);
        }
    }

    @Override
    public String definition(ImageStreamSpec spec, ImageDataset data) {
        StringBuilder text = new StringBuilder("\nblur=").append(ImageStreamSpec.word(blur.kind()));
        blur.percent().ifPresent(percent -> text.append("\nblurPercent=").append(percent));
        blur.width().ifPresent(width -> text.append("\nblurWidth=").append(width));
        return text.toString();
    }
}
