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
import org.palimpsest.datasets.disk.FoundImages;
import org.palimpsest.datasets.disk.IndexLists;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.ShotLists;

/** CIFAR as found on disk, in whichever format. */
abstract class CifarFiles implements FoundImages {
    private final Path folder;
    private final CifarVariant variant;
    private final List<Path> train;
    private final Path test;
    private final List<Path> names;

    CifarFiles(Path folder, CifarVariant variant, CifarVariant.Files files) {
        this.folder = folder;
        this.variant = variant;
        this.train = files.train().stream().map(folder::resolve).toList();
        this.test = folder.resolve(files.test());
        this.names = files.names().stream().map(folder::resolve).toList();
    }

    /** Reads images. */
    abstract CifarBatch read(Path file);

    /** Reads the names of the classes. */
    abstract List<String> classNames();

    /** Reads the names of the superclasses, if the set has any. */
    abstract Optional<List<String>> groupNames();

    /** The files that hold names. */
    List<Path> names() {
        return names;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public List<Path> files() {
        List<Path> files = Stream.of(train, List.of(test), names).flatMap(List::stream).toList();
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
        List<String> classes = classNames();
        if (classes.size() != variant.card().classes()) {
            throw DatasetException.mismatch(names.get(0).toString(), "class names", variant.card().classes(), classes.size());
        }
        List<CifarBatch> batches = new ArrayList<>();
        try (Meter meter = monitor.begin("decoding " + variant.card().name(), train.size() + 1L, "files")) {
            for (Path file : Stream.concat(train.stream(), Stream.of(test)).toList()) {
                batches.add(read(file));
                meter.add(1);
            }
        }
        var training = CifarBatch.join(batches.subList(0, train.size()), classes.size());
        var testing = CifarBatch.join(batches.subList(train.size(), batches.size()), classes.size());
        Optional<ClassGroups> groups = groupNames()
                .map(groupNames -> new ClassGroups(groupNames, CifarBatch.groupOf(batches, classes.size(), groupNames.size())));
        return new Decoded(classes, groups, training, testing);
    }

    @Override
    public Optional<ShotLists> shots() {
        Path own = Path.of("index_list", variant.card().name());
        return IndexLists.in(folder.resolve("fscil_index_list"), folder.resolve(own), folder.resolveSibling("fscil_index_list"),
                folder.resolveSibling(own)).map(IndexLists::byNumber);
    }
}
