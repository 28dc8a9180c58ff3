package org.palimpsest.datasets.stream;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

/**
 * {@link Scenario#RELABELLED}: every task has the same images with labels drawn anew.
 *
 * @param labels how many labels to draw from, at least 2, by default as many as the data set has classes
 */
public record Relabelled(OptionalInt labels) implements Variation {

    /** Checks that no component is null. */
    public Relabelled {
        Objects.requireNonNull(labels, "labels");
    }

    /** As many labels as there are classes. */
    public Relabelled() {
        this(OptionalInt.empty());
    }

    @Override
    public int labelCount(DatasetInfo info) {
        return labels.orElse(info.classes());
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.RELABELLED);
    }

    @Override
    public void check(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        if (spec.classOrder() != ClassOrder.NATURAL) {
            problems.add("classOrder", spec.classOrder().id(), "makes no difference where labels are drawn at random (valid: natural)");
        }
        labels.ifPresent(count -> {
            if (count < 2) {
                problems.add("labels", count, "must be at least 2");
            }
        });
        String memory = "conflicts with scenario relabelled, which examines what was trained on";
        spec.testPerTask().ifPresent(count -> problems.add("testPerTask", count, memory + " (valid: examplesPerTask)"));
        spec.perClass().ifPresent(most -> most.test().ifPresent(
                count -> problems.add("perClass.test", count, memory + " (valid: perClass.train)")));
        spec.validation().ifPresent(share -> problems.add("validation", share, memory));
        spec.imbalance().ifPresent(imbalance -> imbalance.refuse(Scenario.RELABELLED, problems));
        spec.labelNoise().ifPresent(noise -> problems.add("labelNoise", ImageStreamSpec.word(noise.kind()),
                "conflicts with scenario relabelled, where all labels are drawn at random"));
    }

    @Override
    public String definition(ImageStreamSpec spec, ImageDataset data) {
        return "\nlabels=" + labelCount(data.info());
    }
}
