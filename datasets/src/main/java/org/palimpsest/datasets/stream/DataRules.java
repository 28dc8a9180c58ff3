package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ShotLists;

/** What a sound declaration of a stream needs of the images at hand, whatever the seed. */
final class DataRules {
    private final ImageStreamSpec spec;
    private final ImageDataset dataset;
    private final Problems problems;

    DataRules(ImageStreamSpec spec, ImageDataset dataset, Problems problems) {
        this.spec = spec;
        this.dataset = dataset;
        this.problems = problems;
    }

    void check() {
        if (spec.split() == Split.ROTATED && dataset.train().type() != ElementType.UINT8) {
            problems.add("split", spec.split().id(), "turns images, but " + dataset.info().name() + " has features (valid: permuted, superclasses, growing)");
        }
        boolean listed = spec.fewShot().flatMap(fewShot -> fewShot.shots().from()).equals(Optional.of(Shots.From.OFFICIAL));
        if (listed && dataset.shots().isEmpty()) {
            problems.addMissing("shots.from", "official", "no official lists are at hand for " + dataset.info().name()
                    + " (valid: auto, seed)");
        }
        spec.officialShots(dataset).ifPresent(this::shots);
        if (spec.validation().isPresent()) {
            validation();
        }
    }

    /** Lists are made for the natural order, so place and class are the same. */
    private void shots(ShotLists lists) {
        int sessions = spec.tasks() - 1;
        if (lists.sessions().size() != sessions) {
            unfit(lists, "they have " + lists.sessions().size() + " sessions after the base, the stream " + sessions);
            return;
        }
        int classes = dataset.info().classes();
        for (int task = 1; task <= sessions; task++) {
            session(lists, task, spec.start(task, classes), spec.start(task + 1, classes));
        }
    }

    private void session(ShotLists lists, int task, int first, int end) {
        int[] images = lists.sessions().get(task - 1);
        int[] counts = new int[end - first];
        if (Arrays.stream(images).distinct().count() != images.length) {
            unfit(lists, "session " + task + " after the base lists an image twice");
            return;
        }
        for (int i : images) {
            if (i < 0 || i >= dataset.train().size()) {
                unfit(lists, "session " + task + " after the base lists training image " + i + " of "
                        + dataset.train().size());
                return;
            }
            int c = dataset.train().label(i);
            if (c < first || c >= end) {
                unfit(lists, "session " + task + " after the base lists training image " + i + " of class " + c
                        + ", but its classes are " + first + " to " + (end - 1));
                return;
            }
            counts[c - first]++;
        }
        int shots = spec.fewShot().orElseThrow().shots().count();
        for (int c = first; c < end; c++) {
            if (counts[c - first] != shots) {
                unfit(lists, "they have " + counts[c - first] + " shots of class " + c + ", the stream " + shots);
                return;
            }
        }
    }

    private void unfit(ShotLists lists, String trouble) {
        problems.add("shots", spec.fewShot().orElseThrow().shots().count(), "the official lists (" + lists.origin() + ") do not fit: " + trouble
                + " (valid: from seed)");
    }

    private void validation() {
        int[][] byClass = ExamplePool.byClass(dataset.train(), dataset.info().classes());
        for (int c = 0; c < byClass.length; c++) {
            int place = c;
            boolean shotsOnly = spec.fewShot()
                    .filter(fewShot -> spec.classOrder() != ClassOrder.NATURAL || place >= fewShot.base()).isPresent();
            if (byClass[c].length < 2 && !shotsOnly) {
                problems.add("validation", spec.validation().getAsDouble(), "class " + dataset.info().classNames().get(c) + " has "
                        + byClass[c].length + " training examples, of which none can be held out");
            }
        }
    }
}
