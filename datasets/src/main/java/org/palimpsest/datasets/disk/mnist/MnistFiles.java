package org.palimpsest.datasets.disk.mnist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.disk.Decoded;
import org.palimpsest.datasets.disk.FoundImages;
import org.palimpsest.datasets.idx.IdxReader;
import org.palimpsest.datasets.image.LabelledImages;

/** Four IDX files in a folder. */
record MnistFiles(Path folder, List<String> classNames) implements FoundImages {
    /** The file of a name, packed or not, with a dot for a hyphen or in a folder of its own, as Kaggle's archives have them. */
    static Path file(Path folder, String name) {
        String dotted = name.replace("-idx", ".idx");
        return Stream.of(name + ".gz", name, dotted + ".gz", dotted, name + "/" + name, dotted + "/" + dotted).map(folder::resolve)
                .filter(Files::isRegularFile).findFirst().orElse(folder.resolve(name));
    }

    private Path images(String part) {
        return file(folder, part + "-images-idx3-ubyte");
    }

    private Path labels(String part) {
        return file(folder, part + "-labels-idx1-ubyte");
    }

    @Override
    public List<Path> files() {
        List<Path> files = Stream.of("train", "t10k").flatMap(part -> Stream.of(images(part), labels(part))).toList();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new DatasetException(file.toString(), "is missing, packed or not, though the training images are there");
            }
        }
        return files;
    }

    @Override
    public String settings() {
        return "grey";
    }

    @Override
    public Decoded decode(ProgressMonitor monitor) {
        try (Meter meter = monitor.begin("decoding " + folder.getFileName(), 2, "parts")) {
            LabelledImages train = read("train");
            meter.add(1);
            LabelledImages test = read("t10k");
            meter.add(1);
            if (!train.shape().equals(test.shape())) {
                throw DatasetException.mismatch(images("t10k").toString(), "shape of the images", train.shape(), test.shape());
            }
            return new Decoded(classNames, Optional.empty(), train, test);
        }
    }

    private LabelledImages read(String part) {
        return IdxReader.read(images(part), labels(part), classNames.size());
    }
}
