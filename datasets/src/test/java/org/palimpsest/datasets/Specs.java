package org.palimpsest.datasets;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
    private Optional<String> file = Optional.empty();

    static Specs classes(int tasks) {
        return new Specs().tasks(tasks);
    }

    static Specs domains(Split split, int tasks) {
        return new Specs().tasks(tasks).split(split).scenario(Scenario.DOMAIN_INCREMENTAL).order(ClassOrder.NATURAL);
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

    Specs file(String value) {
        file = Optional.of(value);
        return this;
    }

    StreamSpec spec() {
        return new StreamSpec(id, version, scenario, dataset, tasks, split, order, examples, test, angle, file);
    }
}
