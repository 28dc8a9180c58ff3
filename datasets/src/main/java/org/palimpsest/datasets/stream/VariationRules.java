package org.palimpsest.datasets.stream;

import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;

/** What the declaration of a stream must keep to in what only some streams have: shots, blur, noise and the like. */
final class VariationRules {

    private static final double LARGEST_VALIDATION = 0.5;

    private final StreamSpec spec;
    private final DatasetInfo info;
    private final Problems problems;

    VariationRules(StreamSpec spec, DatasetInfo info, Problems problems) {
        this.spec = spec;
        this.info = info;
        this.problems = problems;
    }

    void check() {
        fewShot();
        blurry();
        relabelled();
        imbalance();
        labelNoise();
        validation();
        perClass();
    }

    private void fewShot() {
        boolean fewShot = spec.scenario() == Scenario.FEW_SHOT;
        if (fewShot && spec.base().isEmpty()) {
            problems.add("base", "", "is needed with scenario few-shot: the number of classes of the base session");
        }
        if (fewShot && spec.shots().isEmpty()) {
            problems.add("shots", "", "is needed with scenario few-shot, as in {count: 5}");
        }
        if (fewShot) {
            spec.examplesPerTask().ifPresent(count -> problems.add("examplesPerTask", count,
                    "conflicts with scenario few-shot, whose sessions have shots.count examples of each class"));
        }
        spec.shots().ifPresent(shots -> {
            if (!fewShot) {
                problems.add("shots", shots.count(), "conflicts with scenario " + spec.scenario().id() + "; it needs few-shot");
            }
            if (shots.count() < 1) {
                problems.add("shots.count", shots.count(), "must be at least 1");
            }
            if (shots.from().equals(Optional.of(Shots.From.OFFICIAL)) && spec.classOrder() != ClassOrder.NATURAL) {
                problems.add("shots.from", "official", "conflicts with classOrder " + spec.classOrder().id()
                        + ", since the lists are made for the natural order (valid: auto, seed; or classOrder natural)");
            }
        });
    }

    private void blurry() {
        boolean blurry = spec.scenario() == Scenario.BLURRY;
        if (blurry && spec.blur().isEmpty()) {
            problems.add("blur", "", "is needed with scenario blurry, as in {kind: overlap, percent: 10} or "
                    + "{kind: sigmoid, width: 0.05}");
        }
        if (blurry) {
            spec.examplesPerTask().ifPresent(count -> problems.add("examplesPerTask", count,
                    "conflicts with scenario blurry, which deals every example out once"));
        }
        spec.blur().ifPresent(blur -> {
            if (!blurry) {
                problems.add("blur", StreamSpec.word(blur.kind()), "conflicts with scenario " + spec.scenario().id()
                        + "; it needs blurry");
            }
            boolean overlap = blur.kind() == Blur.Kind.OVERLAP;
            blurValue("percent", blur.percent(), overlap, blur, 100, "must be above 0 and below 100");
            blurValue("width", blur.width(), !overlap, blur, Math.nextUp(1.0), "must be above 0 and at most 1");
        });
    }

    private void blurValue(
            String key, OptionalDouble value, boolean wanted, Blur blur, double below, String range) {
        String kind = StreamSpec.word(blur.kind());
        if (wanted && value.isEmpty()) {
            problems.add("blur." + key, "", "is needed with blur kind " + kind);
        } else if (!wanted && value.isPresent()) {
            problems.add("blur." + key, value.getAsDouble(), "conflicts with blur kind " + kind);
        } else if (wanted && !(value.getAsDouble() > 0 && value.getAsDouble() < below)) {
            problems.add("blur." + key, value.getAsDouble(), range);
        }
    }

    private void relabelled() {
        boolean relabelled = spec.scenario() == Scenario.RELABELLED;
        if (relabelled && spec.classOrder() != ClassOrder.NATURAL) {
            problems.add("classOrder", spec.classOrder().id(), "makes no difference where labels are drawn at random (valid: natural)");
        }
        if (relabelled) {
            spec.testPerTask().ifPresent(count -> problems.add("testPerTask", count,
                    "conflicts with scenario relabelled, which examines what was trained on (valid: examplesPerTask)"));
        }
        spec.labels().ifPresent(labels -> {
            if (!relabelled) {
                problems.add("labels", labels, "conflicts with scenario " + spec.scenario().id() + "; it needs relabelled");
            }
            if (labels < 2) {
                problems.add("labels", labels, "must be at least 2");
            }
        });
    }

    private void imbalance() {
        spec.imbalance().ifPresent(imbalance -> {
            String kind = StreamSpec.word(imbalance.kind());
            if (!(imbalance.ratio() > 0 && imbalance.ratio() < 1)) {
                problems.add("imbalance.ratio", imbalance.ratio(), "must be above 0 and below 1");
            }
            if (spec.scenario() == Scenario.FEW_SHOT || spec.scenario() == Scenario.RELABELLED) {
                problems.add("imbalance", kind, "conflicts with scenario " + spec.scenario().id()
                        + " (valid: class-incremental, task-incremental, domain-incremental, blurry)");
            }
            if (spec.blur().filter(blur -> blur.kind() == Blur.Kind.SIGMOID).isPresent()) {
                problems.add("imbalance", kind, "conflicts with blur kind sigmoid, whose tasks are pieces of equal length of a pass "
                        + "in which all tasks' classes take equal time (valid: overlap)");
            }
        });
    }

    private void labelNoise() {
        spec.labelNoise().ifPresent(noise -> {
            String kind = StreamSpec.word(noise.kind());
            if (!(noise.rate() > 0 && noise.rate() <= 1)) {
                problems.add("labelNoise.rate", noise.rate(), "must be above 0 and at most 1");
            }
            if (spec.scenario() == Scenario.RELABELLED) {
                problems.add("labelNoise", kind, "conflicts with scenario relabelled, where all labels are drawn at random");
            }
            if (spec.split() == Split.GROWING) {
                problems.add("labelNoise", kind, "conflicts with split growing, where an image has one label in all tasks");
            }
            boolean lonely = spec.split() == Split.CLASSES && spec.tasks() >= 1 && hasTaskOfOneClass();
            if (lonely) {
                problems.add("labelNoise", kind, "needs another label in the same task, but there are tasks of a single class");
            }
        });
    }

    private void perClass() {
        spec.perClass().ifPresent(most -> {
            most.train().ifPresent(count -> atLeastOne("perClass.train", count));
            most.test().ifPresent(count -> atLeastOne("perClass.test", count));
            if (most.test().isPresent() && spec.scenario() == Scenario.RELABELLED) {
                problems.add("perClass.test", most.test().getAsInt(),
                        "conflicts with scenario relabelled, which examines what was trained on (valid: perClass.train)");
            }
        });
    }

    private void atLeastOne(String key, int count) {
        if (count < 1) {
            problems.add(key, count, "must be at least 1");
        }
    }

    private boolean hasTaskOfOneClass() {
        return spec.firstClasses(info.classes()) == 1 || spec.laterClasses(info.classes()) == 1;
    }

    private void validation() {
        spec.validation().ifPresent(share -> {
            if (!(share > 0 && share <= LARGEST_VALIDATION)) {
                problems.add("validation", share, "must be above 0 and at most 0.5");
            }
            if (spec.scenario() == Scenario.RELABELLED) {
                problems.add("validation", share, "conflicts with scenario relabelled, which examines what was trained on");
            }
        });
    }
}
