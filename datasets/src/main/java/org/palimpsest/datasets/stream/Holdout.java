package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ShotLists;

/**
 * The training images of each class, parted into those to learn from and those held out for validation.
 *
 * @param kept to learn from, ascending
 * @param heldOut to examine in place of test images, ascending
 */
record Holdout(int[][] kept, int[][] heldOut) {

    /** Holds out the declared share of every class; see {@link ImageStreamSpec#validation}. */
    static Holdout of(ImageStreamSpec spec, ImageDataset dataset, ClassPlan plan, RandomStreams random) {
        int[][] byClass = ExamplePool.byClass(dataset.train(), dataset.info().classes());
        if (spec.validation().isEmpty()) {
            return new Holdout(byClass, new int[byClass.length][0]);
        }
        double share = spec.validation().getAsDouble();
        Optional<ShotLists> official = spec.officialShots(dataset);
        BitSet reserved = new BitSet();
        official.ifPresent(lists -> lists.sessions().forEach(session -> Arrays.stream(session).forEach(reserved::set)));
        int[][] kept = new int[byClass.length][];
        int[][] heldOut = new int[byClass.length][];
        for (int place = 0; place < byClass.length; place++) {
            int c = plan.order()[place];
            int[] free = Arrays.stream(byClass[c]).filter(i -> !reserved.get(i)).toArray();
            int needed = place < spec.fewShot().map(FewShot::base).orElse(byClass.length) ? 1
                    : official.isPresent() ? 0 : spec.fewShot().orElseThrow().shots().count();
            int count = Math.max(0, Math.min(count(share, byClass[c].length), free.length - needed));
            StratifiedSample.Choice choice =
                    StratifiedSample.choose(free, count, random.get("stream-validation", c));
            heldOut[c] = choice.chosen();
            kept[c] = IntStream.concat(
                            Arrays.stream(choice.rest()), Arrays.stream(byClass[c]).filter(reserved::get))
                    .sorted()
                    .toArray();
        }
        return new Holdout(kept, heldOut);
    }

    /** The share of n examples to the nearest whole number, but at least one. */
    private static int count(double share, int n) {
        return Math.max(1, (int) Math.round(share * n));
    }
}
