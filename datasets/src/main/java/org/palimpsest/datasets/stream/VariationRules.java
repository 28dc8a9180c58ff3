package org.palimpsest.datasets.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.image.DatasetInfo;

/** What the declaration of a stream must keep to in what only some streams have: shots, blur, noise and the like. */
final class VariationRules {

    private static final double LARGEST_VALIDATION = 0.5;

    private final String source;
    private final StreamSpec spec;
    private final DatasetInfo info;
    private final List<Problem> problems = new ArrayList<>();

    VariationRules(String source, StreamSpec spec, DatasetInfo info) {
        this.source = source;
        this.spec = spec;
        this.info = info;
    }

    List<Problem> problems() {
        fewShot();
        blurry();
        relabelled();
        imbalance();
        labelNoise();
        validation();
        perClass();
        return List.copyOf(problems);
    }

    private void fewShot() {
        boolean fewShot = spec.scenario() == Scenario.FEW_SHOT;
        if (fewShot && spec.base().isEmpty()) {
            add("base", "", "is needed with scenario few-shot: the number of classes of the base session");
        }
        if (fewShot && spec.shots().isEmpty()) {
            add("shots", "", "is needed with scenario few-shot, as in {count: 5}");
        }
        if (fewShot) {
            spec.examplesPerTask().ifPresent(count -> add("examplesPerTask", count,
                    "conflicts with scenario few-shot, whose sessions have shots.count examples of each class"));
        }
        spec.shots().ifPresent(shots -> {
            if (!fewShot) {
                add("shots", shots.count(), "conflicts with scenario " + spec.scenario().id() + "; it needs few-shot");
            }
            if (shots.count() < 1) {
                add("shots.count", shots.count(), "must be at least 1");
            }
            if (shots.from().equals(Optional.of(Shots.From.OFFICIAL)) && spec.classOrder() != ClassOrder.NATURAL) {
                add("shots.from", "official", "conflicts with classOrder " + spec.classOrder().id()
                        + ", since the lists are made for the natural order (valid: auto, seed; or classOrder natural)");
            }
        });
    }

    private void blurry() {
        boolean blurry = spec.scenario() == Scenario.BLURRY;
        if (blurry && spec.blur().isEmpty()) {
            add("blur", "", "is needed with scenario blurry, as in {kind: overlap, percent: 10} or "
                    + "{kind: sigmoid, width: 0.05}");
        }
        if (blurry) {
            spec.examplesPerTask().ifPresent(count -> add("examplesPerTask", count,
                    "conflicts with scenario blurry, which deals every example out once"));
        }
        spec.blur().ifPresent(blur -> {
            if (!blurry) {
                add("blur", StreamSpec.word(blur.kind()), "conflicts with scenario " + spec.scenario().id()
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
            add("blur." + key, "", "is needed with blur kind " + kind);
        } else if (!wanted && value.isPresent()) {
            add("blur." + key, value.getAsDouble(), "conflicts with blur kind " + kind);
        } else if (wanted && !(value.getAsDouble() > 0 && value.getAsDouble() < below)) {
            add("blur." + key, value.getAsDouble(), range);
        }
    }

    private void relabelled() {
        boolean relabelled = spec.scenario() == Scenario.RELABELLED;
        if (relabelled && spec.classOrder() != ClassOrder.NATURAL) {
            add("classOrder", spec.classOrder().id(), "makes no difference where labels are drawn at random (valid: natural)");
        }
        if (relabelled) {
            spec.testPerTask().ifPresent(count -> add("testPerTask", count,
                    "conflicts with scenario relabelled, which examines what was trained on (valid: examplesPerTask)"));
        }
        spec.labels().ifPresent(labels -> {
            if (!relabelled) {
                add("labels", labels, "conflicts with scenario " + spec.scenario().id() + "; it needs relabelled");
            }
            if (labels < 2) {
                add("labels", labels, "must be at least 2");
            }
        });
    }

    private void imbalance() {
        spec.imbalance().ifPresent(imbalance -> {
            String kind = StreamSpec.word(imbalance.kind());
            if (!(imbalance.ratio() > 0 && imbalance.ratio() < 1)) {
                add("imbalance.ratio", imbalance.ratio(), "must be above 0 and below 1");
            }
            if (spec.scenario() == Scenario.FEW_SHOT || spec.scenario() == Scenario.RELABELLED) {
                add("imbalance", kind, "conflicts with scenario " + spec.scenario().id()
                        + " (valid: class-incremental, task-incremental, domain-incremental, blurry)");
            }
            if (spec.blur().filter(blur -> blur.kind() == Blur.Kind.SIGMOID).isPresent()) {
                add("imbalance", kind, "conflicts with blur kind sigmoid, whose tasks are pieces of equal length of a pass "
                        + "in which all tasks' classes take equal time (valid: overlap)");
            }
        });
    }

    private void labelNoise() {
        spec.labelNoise().ifPresent(noise -> {
            String kind = StreamSpec.word(noise.kind());
            if (!(noise.rate() > 0 && noise.rate() <= 1)) {
                add("labelNoise.rate", noise.rate(), "must be above 0 and at most 1");
            }
            if (spec.scenario() == Scenario.RELABELLED) {
                add("labelNoise", kind, "conflicts with scenario relabelled, where all labels are drawn at random");
            }
            if (spec.split() == Split.GROWING) {
                add("labelNoise", kind, "conflicts with split growing, where an image has one label in all tasks");
            }
            boolean lonely = spec.split() == Split.CLASSES && spec.tasks() >= 1 && hasTaskOfOneClass();
            if (lonely) {
                add("labelNoise", kind, "needs another label in the same task, but there are tasks of a single class");
            }
        });
    }

    private void perClass() {
        spec.perClass().ifPresent(most -> {
            most.train().ifPresent(count -> atLeastOne("perClass.train", count));
            most.test().ifPresent(count -> atLeastOne("perClass.test", count));
            if (most.test().isPresent() && spec.scenario() == Scenario.RELABELLED) {
                add("perClass.test", most.test().getAsInt(),
                        "conflicts with scenario relabelled, which examines what was trained on (valid: perClass.train)");
            }
        });
    }

    private void atLeastOne(String key, int count) {
        if (count < 1) {
            add(key, count, "must be at least 1");
        }
    }

    private boolean hasTaskOfOneClass() {
        return spec.firstClasses(info.classes()) == 1 || spec.laterClasses(info.classes()) == 1;
    }

    private void validation() {
        spec.validation().ifPresent(share -> {
            if (!(share > 0 && share <= LARGEST_VALIDATION)) {
                add("validation", share, "must be above 0 and at most 0.5");
            }
            if (spec.scenario() == Scenario.RELABELLED) {
                add("validation", share, "conflicts with scenario relabelled, which examines what was trained on");
            }
        });
    }

    private void add(String key, Object value, String message) {
        problems.add(new Problem(source, key, value.toString(), message));
    }
}
