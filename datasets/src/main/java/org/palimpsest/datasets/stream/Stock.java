package org.palimpsest.datasets.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;

/**
 * What there is to deal out to the tasks of a stream under one seed: the classes of each task, and the examples that are left of each class
 * when validation, imbalance and limits have taken theirs.
 *
 * @param train to learn from
 * @param test to examine
 */
record Stock(ImageStreamSpec spec, ImageDataset dataset, RandomStreams random, ClassPlan plan, ExamplePool train, ExamplePool test) {
    private static final int TASKS_SHOWN = 3;

    /** The stock of a sound declaration. */
    static Stock of(ImageStreamSpec spec, ImageDataset dataset, RandomStreams random) {
        ClassPlan plan = new ClassPlan(spec, dataset.info(), random);
        Holdout holdout = Holdout.of(spec, dataset, plan, random);
        int[][] kept = spec.imbalance()
                .map(law -> law.thin(holdout.kept(), plan.order(), c -> random.get("stream-imbalance", c)))
                .orElse(holdout.kept());
        int[][] examined = examinedPart(spec) == Part.TRAIN
                ? holdout.heldOut()
                : ExamplePool.byClass(dataset.test(), dataset.info().classes());
        PerClass most = spec.perClass().orElse(new PerClass(OptionalInt.empty(), OptionalInt.empty()));
        kept = PerClass.thin(kept, most.train(), c -> random.get("stream-train-of-class", c));
        examined = PerClass.thin(examined, most.test(), c -> random.get("stream-test-of-class", c));
        return new Stock(spec, dataset, random, plan,
                new ExamplePool(kept, spec.examplesPerTask(), task -> random.get("stream-train", task)),
                new ExamplePool(examined, spec.testPerTask(), task -> random.get("stream-test", task)));
    }

    Part examinedPart() {
        return examinedPart(spec);
    }

    private static Part examinedPart(ImageStreamSpec spec) {
        return spec.validation().isPresent() || memorised(spec) ? Part.TRAIN : Part.TEST;
    }

    /** Whether what is examined is what was learned. */
    private static boolean memorised(ImageStreamSpec spec) {
        return spec.variation() instanceof Relabelled;
    }

    /** Finds tasks that have too little, or nothing, to learn from or to be examined by. */
    void check(Problems problems) {
        shortage("examplesPerTask", spec.examplesPerTask(), train, problems);
        shortage("testPerTask", spec.testPerTask(), test, problems);
        if (spec.officialShots(dataset).isEmpty()) {
            spec.fewShot().ifPresent(fewShot -> shortage(fewShot.shots(), problems));
        }
        int[] sizes = spec.variation() instanceof Blurry blurry ? new Blurring(plan, train, spec.tasks(), random).sizes(blurry.blur())
                : IntStream.range(0, spec.tasks()).map(t -> train.available(plan.datasetClasses(t))).toArray();
        without("training", t -> sizes[t] == 0, problems);
        if (!memorised(spec)) {
            without("test", t -> test.available(plan.datasetClasses(t)) == 0, problems);
        }
    }

    private void shortage(Shots shots, Problems problems) {
        int smallest = IntStream.range(1, spec.tasks()).flatMap(t -> Arrays.stream(plan.datasetClasses(t)))
                .map(c -> train.ofClass(c).length).min().orElse(shots.count());
        if (shots.count() > smallest) {
            problems.add("shots.count", shots.count(), "is more than the " + smallest
                    + " training examples of the smallest new class");
        }
    }

    private void shortage(String key, OptionalInt perTask, ExamplePool pool, Problems problems) {
        perTask.ifPresent(count -> {
            int smallest = IntStream.range(0, spec.tasks()).map(t -> pool.available(plan.datasetClasses(t))).min().orElseThrow();
            // a task without any is told as such
            if (count > smallest && smallest > 0) {
                problems.add(key, count, "is more than the " + smallest + " examples of the smallest task");
            }
        });
    }

    private void without(String what, IntPredicate task, Problems problems) {
        int[] empty = IntStream.range(0, spec.tasks()).filter(task).toArray();
        if (empty.length == 0) {
            return;
        }
        List<String> named = new ArrayList<>();
        Arrays.stream(empty).limit(TASKS_SHOWN).forEach(t -> named.add((t + 1) + " (" + plan.names(t) + ")"));
        String more = empty.length > TASKS_SHOWN ? " and " + (empty.length - TASKS_SHOWN) + " more" : "";
        String tasks = (empty.length == 1 ? "task " : "tasks ") + String.join(", ", named) + more;
        if (what.equals("test") && spec.validation().isPresent()) {
            problems.add("validation", spec.validation().getAsDouble(), "finds no training examples that could be held out in " + tasks);
        } else {
            problems.add("dataset", spec.dataset(), "has no " + what + " examples for " + tasks);
        }
    }
}
