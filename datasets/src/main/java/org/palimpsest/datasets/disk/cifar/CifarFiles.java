package org.palimpsest.datasets.disk.cifar;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.disk.Decoded;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.IndexLists;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.ShotLists;

/** CIFAR as found on disk, in whichever format. */
abstract class CifarFiles implements Found {

    private final Path folder;
    private final CifarVariant variant;

    CifarFiles(Path folder, CifarVariant variant) {
        this.folder = folder;
        this.variant = variant;
    }

    /** Names of the training files. */
    abstract List<String> train();

    /** Name of the test file. */
    abstract String test();

    /** Names of the files that hold names. */
    abstract List<String> meta();

    /** Reads images. */
    abstract CifarBatch read(Path file);

    /** Reads the names of the classes. */
    abstract List<String> classNames();

    /** Reads the names of the superclasses, if the set has any. */
    abstract Optional<List<String>> groupNames();

    CifarVariant variant() {
        return variant;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public List<Path> files() {
        List<Path> files = Stream.of(train(), List.of(test()), meta()).flatMap(List::stream).map(folder::resolve).toList();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new DatasetException(file.toString(), "is missing; " + variant.card().title() + " there has "
                        + String.join(", ", files.stream().map(f -> f.getFileName().toString()).toList()));
            }
        }
        return files;
    }

    @Override
    public String settings() {
        return "rgb";
    }

    @Override
    public Decoded decode(ProgressMonitor monitor) {
        List<String> names = classNames();
        if (names.size() != variant.card().classes()) {
            throw DatasetException.mismatch(folder.resolve(meta().get(0)).toString(), "class names", variant.card().classes(), names.size());
        }
        List<CifarBatch> train = new ArrayList<>();
        CifarBatch test;
        try (Meter meter = monitor.begin("decoding " + variant.card().name(), train().size() + 1L, "files")) {
            for (String file : train()) {
                train.add(read(folder.resolve(file)));
                meter.add(1);
            }
            test = read(folder.resolve(test()));
            meter.add(1);
        }
        var training = CifarBatch.join(train, names.size());
        var testing = CifarBatch.join(List.of(test), names.size());
        List<CifarBatch> all = Stream.concat(train.stream(), Stream.of(test)).toList();
        Optional<ClassGroups> groups = groupNames()
                .map(groupNames -> new ClassGroups(groupNames, CifarBatch.groupOf(all, names.size(), groupNames.size())));
        return new Decoded(names, groups, training, testing);
    }

    @Override
    public Optional<ShotLists> shots() {
        Path own = Path.of("index_list", variant.card().name());
        return IndexLists.in(folder.resolve("fscil_index_list"), folder.resolve(own), folder.resolveSibling("fscil_index_list"),
                folder.resolveSibling(own)).map(IndexLists::byNumber);
    }
}
