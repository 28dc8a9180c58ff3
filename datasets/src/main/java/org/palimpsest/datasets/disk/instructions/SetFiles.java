package org.palimpsest.datasets.disk.instructions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the examples of a set are.
 *
 * @param id the name of the set
 * @param train the file of its training examples
 * @param test the file of its test examples; if there is none, each fifth example of the other is a test example
 * @param labels the list of answers there are to choose from, if there is one
 */
record SetFiles(String id, Path train, Optional<Path> test, Optional<Path> labels) {
    private static final List<String> ENDINGS = List.of(".json", ".jsonl");
    private static final List<String> TRAINING = List.of("train", "training");
    private static final List<String> TESTING = List.of("test", "testing", "val", "valid", "validation", "dev", "eval");

    /** A set in a folder of its own; empty if there are no training examples. */
    static Optional<SetFiles> in(Path folder) {
        Optional<Path> labels = Optional.of(folder.resolve("labels.json")).filter(Files::isRegularFile);
        return named(folder, TRAINING).map(train -> new SetFiles(folder.getFileName().toString(), train, named(folder, TESTING), labels));
    }

    /** A set in a folder of a published collection, which has both parts, whether they are there or not. */
    static SetFiles published(Path folder) {
        Optional<Path> labels = Optional.of(folder.resolve("labels.json")).filter(Files::isRegularFile);
        return new SetFiles(folder.getFileName().toString(), folder.resolve("train.json"), Optional.of(folder.resolve("test.json")), labels);
    }

    /** A set in one file. */
    static SetFiles alone(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return new SetFiles(dot > 0 ? name.substring(0, dot) : name, file, Optional.empty(), Optional.empty());
    }

    private static Optional<Path> named(Path folder, List<String> names) {
        return names.stream().flatMap(name -> ENDINGS.stream().map(ending -> folder.resolve(name + ending))).filter(Files::isRegularFile).findFirst();
    }

    /** All its files. */
    List<Path> files() {
        return Stream.of(Stream.of(train), test.stream(), labels.stream()).flatMap(files -> files).toList();
    }
}
