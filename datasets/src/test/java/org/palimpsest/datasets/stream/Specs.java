package org.palimpsest.datasets.stream;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

/** Declarations for tests: class-incremental over the tiny images unless told otherwise. */
final class Specs {
    private String id = "tiny-stream";
    private int version = 1;
    private Scenario scenario = Scenario.CLASS_INCREMENTAL;
    private String dataset = "tiny";
    private int tasks = 3;
    private Split split = Split.CLASSES;
    private ClassOrder order = ClassOrder.SEED;
    private OptionalInt examples = OptionalInt.empty();
    private OptionalInt test = OptionalInt.empty();
    private OptionalDouble angle = OptionalDouble.empty();
    private Optional<Map<String, List<String>>> groups = Optional.empty();
    private Optional<String> file = Optional.empty();
    private OptionalInt base = OptionalInt.empty();
    private OptionalInt ways = OptionalInt.empty();
    private Optional<List<Integer>> increments = Optional.empty();
    private Optional<Shots> shots = Optional.empty();
    private Optional<Blur> blur = Optional.empty();
    private OptionalInt labels = OptionalInt.empty();
    private Optional<Imbalance> imbalance = Optional.empty();
    private Optional<LabelNoise> noise = Optional.empty();
    private OptionalDouble validation = OptionalDouble.empty();
    private Optional<PerClass> perClass = Optional.empty();
    private OptionalInt firstTasks = OptionalInt.empty();

    static Specs classes(int tasks) {
        return new Specs().tasks(tasks);
    }

    static Specs domains(Split split, int tasks) {
        return new Specs().tasks(tasks).split(split).scenario(Scenario.DOMAIN_INCREMENTAL).order(ClassOrder.NATURAL);
    }

    static Specs fewShot(int base, int sessions, int shots) {
        return classes(1 + sessions).scenario(Scenario.FEW_SHOT).base(base).shots(shots, null).order(ClassOrder.NATURAL);
    }

    static Specs overlap(int tasks, double percent) {
        return classes(tasks).scenario(Scenario.BLURRY).blur(Blur.Kind.OVERLAP, percent);
    }

    static Specs sigmoid(int tasks, double width) {
        return classes(tasks).scenario(Scenario.BLURRY).blur(Blur.Kind.SIGMOID, width);
    }

    static Specs relabelled(int tasks) {
        return classes(tasks).scenario(Scenario.RELABELLED).split(Split.RELABELLED).order(ClassOrder.NATURAL);
    }

    Specs id(String value) {
        id = value;
        return this;
    }

    Specs version(int value) {
        version = value;
        return this;
    }

    Specs scenario(Scenario value) {
        scenario = value;
        return this;
    }

    Specs dataset(String value) {
        dataset = value;
        return this;
    }

    Specs tasks(int value) {
        tasks = value;
        return this;
    }

    Specs split(Split value) {
        split = value;
        return this;
    }

    Specs order(ClassOrder value) {
        order = value;
        return this;
    }

    Specs examples(int value) {
        examples = OptionalInt.of(value);
        return this;
    }

    Specs test(int value) {
        test = OptionalInt.of(value);
        return this;
    }

    Specs angle(double value) {
        angle = OptionalDouble.of(value);
        return this;
    }

    /** Groups in their order, each with its classes. */
    Specs groups(Object... namesAndClasses) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (int i = 0; i < namesAndClasses.length; i += 2) {
            lists.put((String) namesAndClasses[i], List.of(((String) namesAndClasses[i + 1]).split(" ")));
        }
        groups = Optional.of(lists);
        return this;
    }

    Specs file(String value) {
        file = Optional.of(value);
        return this;
    }

    Specs base(int value) {
        base = OptionalInt.of(value);
        return this;
    }

    Specs increments(Integer... sizes) {
        increments = Optional.of(List.of(sizes));
        return this;
    }

    Specs ways(int value) {
        ways = OptionalInt.of(value);
        return this;
    }

    Specs shots(int count, Shots.From from) {
        shots = Optional.of(new Shots(count, Optional.ofNullable(from)));
        return this;
    }

    Specs blur(Blur.Kind kind, double value) {
        boolean overlap = kind == Blur.Kind.OVERLAP;
        OptionalDouble given = OptionalDouble.of(value);
        blur = Optional.of(new Blur(
                kind, overlap ? given : OptionalDouble.empty(), overlap ? OptionalDouble.empty() : given));
        return this;
    }

    Specs blur(Blur value) {
        blur = Optional.of(value);
        return this;
    }

    Specs labels(int value) {
        labels = OptionalInt.of(value);
        return this;
    }

    Specs imbalance(Imbalance.Kind kind, double ratio) {
        imbalance = Optional.of(new Imbalance(kind, ratio));
        return this;
    }

    Specs noise(LabelNoise.Kind kind, double rate) {
        noise = Optional.of(new LabelNoise(kind, rate));
        return this;
    }

    Specs firstTasks(int value) {
        firstTasks = OptionalInt.of(value);
        return this;
    }

    Specs validation(double value) {
        validation = OptionalDouble.of(value);
        return this;
    }

    Specs perClass(OptionalInt train, OptionalInt examined) {
        perClass = Optional.of(new PerClass(train, examined));
        return this;
    }

    /** What is wrong with the declaration, as far as can be said without images. */
    List<Problem> problems(DatasetInfo info) {
        Problems problems = new Problems();
        spec().check(info, problems.at("s.yaml"));
        return problems.list();
    }

    /** What is wrong with the declaration over images. */
    List<Problem> problems(ImageDataset dataset) {
        Problems problems = new Problems();
        spec().check(dataset, problems.at("s.yaml"));
        return problems.list();
    }

    ImageStreamSpec spec() {
        return new ImageStreamSpec(id, version, scenario, dataset, tasks, split, order, examples, test, file, variation(),
                imbalance, noise, validation, perClass, firstTasks);
    }

    private Variation variation() {
        return switch (scenario) {
            case CLASS_INCREMENTAL, TASK_INCREMENTAL -> new NewClasses(base, ways, increments);
            case DOMAIN_INCREMENTAL -> new Domains(angle, groups);
            case FEW_SHOT -> new FewShot(base.orElseThrow(), ways, shots.orElseThrow());
            case BLURRY -> new Blurry(blur.orElseThrow());
            case RELABELLED -> new Relabelled(labels);
        };
    }
}
