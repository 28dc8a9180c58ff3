package org.palimpsest.datasets.stream;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ShotLists;

/**
 * {@link Scenario#FEW_SHOT}: a base session with all examples of many classes, then sessions with a few of new ones.
 *
 * @param base classes of the base session, the others sharing the rest evenly
 * @param ways classes of every later session, for a check on the data at hand
 * @param shots the examples of the later sessions
 */
public record FewShot(int base, OptionalInt ways, Shots shots) implements Variation {

    /** Checks that no component is null. */
    public FewShot {
        Objects.requireNonNull(ways, "ways");
        Objects.requireNonNull(shots, "shots");
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.CLASSES);
    }

    @Override
    public OptionalInt firstClasses() {
        return OptionalInt.of(base);
    }

    /** The official shots, where they are used. */
    Optional<ShotLists> officialShots(ImageStreamSpec spec, ImageDataset data) {
        Shots.From from = shots.from().orElse(Shots.From.AUTO);
        boolean official = from == Shots.From.OFFICIAL || from == Shots.From.AUTO && spec.classOrder() == ClassOrder.NATURAL;
        return official ? data.shots() : Optional.empty();
    }

    @Override
    public void check(ImageStreamSpec spec, DatasetInfo info, Problems problems) {
        spec.examplesPerTask().ifPresent(count -> problems.add("examplesPerTask", count,
                "conflicts with scenario few-shot, whose sessions have shots.count examples of each class"));
        if (shots.count() < 1) {
            problems.add("shots.count", shots.count(), "must be at least 1");
        }
        if (shots.from().equals(Optional.of(Shots.From.OFFICIAL)) && spec.classOrder() != ClassOrder.NATURAL) {
            problems.add("shots.from", "official", "conflicts with classOrder " + spec.classOrder().id()
                    + ", since the lists are made for the natural order (valid: auto, seed; or classOrder natural)");
        }
        spec.imbalance().ifPresent(imbalance -> imbalance.refuse(Scenario.FEW_SHOT, problems));
    }

    @Override
    public String definition(ImageStreamSpec spec, ImageDataset data) {
        return "\nbase=" + base + "\nshots=" + shots.count()
                + "\nshotsFrom=" + officialShots(spec, data).map(lists -> "official " + lists.sha256()).orElse("seed");
    }
}
