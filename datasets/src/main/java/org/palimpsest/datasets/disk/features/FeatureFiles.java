package org.palimpsest.datasets.disk.features;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.disk.Decoded;
import org.palimpsest.datasets.disk.FoundImages;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.npy.ArraySource;
import org.palimpsest.datasets.npy.NpyArray;

/** Features in an archive of arrays or a folder of them. */
final class FeatureFiles implements FoundImages {
    private static final List<String> PARTED = List.of("X_train", "y_train", "X_test", "y_test");
    private static final List<String> JOINT = List.of("features", "labels", "split");

    private final Path path;
    private final ArraySource arrays;

    FeatureFiles(Path path) {
        this.path = path;
        this.arrays = new ArraySource(path);
    }

    @Override
    public Path folder() {
        return Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    }

    @Override
    public List<Path> files() {
        if (!Files.isDirectory(path)) {
            return List.of(path.toAbsolutePath());
        }
        List<String> names = isParted() ? PARTED : JOINT;
        for (String name : names) {
            if (!arrays.has(name)) {
                throw new DatasetException(arrays.file(name).toString(), "is missing; needed are " + String.join(", ", names));
            }
        }
        return names.stream().map(arrays::file).toList();
    }

    private boolean isParted() {
        return arrays.has(PARTED.get(0));
    }

    @Override
    public String settings() {
        return "float32";
    }

    @Override
    public Decoded decode(ProgressMonitor monitor) {
        try (Meter meter = monitor.begin("reading " + path.getFileName(), 1, "data sets")) {
            List<LabelledImages> parts = isParted()
                    ? List.of(part("X_train", "y_train"), part("X_test", "y_test"))
                    : split(part("features", "labels"), arrays.list("split"));
            meter.add(1);
            LabelledImages train = parts.get(0);
            LabelledImages test = parts.get(1);
            if (!train.shape().equals(test.shape())) {
                throw DatasetException.mismatch(path.toString(), "features of a test example", train.shape().channels(), test.shape().channels());
            }
            List<String> names = IntStream.range(0, classes(train, test)).mapToObj(Integer::toString).toList();
            return new Decoded(names, Optional.empty(), train, test);
        }
    }

    private LabelledImages part(String features, String labels) {
        NpyArray.Matrix matrix = arrays.matrix(features);
        int[] classes = arrays.list(labels);
        if (classes.length != matrix.rows()) {
            throw DatasetException.mismatch(path.toString(), "labels in " + labels + " for " + features, matrix.rows(), classes.length);
        }
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0) {
                throw DatasetException.mismatch(path.toString(), "label " + i + " in " + labels, "0 or more", classes[i]);
            }
        }
        return new LabelledImages(new ImageShape(matrix.columns(), 1, 1), ElementType.FLOAT32, matrix.values(), classes);
    }

    private List<LabelledImages> split(LabelledImages all, int[] split) {
        if (split.length != all.size()) {
            throw DatasetException.mismatch(path.toString(), "values in split", all.size(), split.length);
        }
        for (int i = 0; i < split.length; i++) {
            if (split[i] != 0 && split[i] != 1) {
                throw DatasetException.mismatch(path.toString(), "value " + i + " in split", "0 or 1", split[i]);
            }
        }
        return Stream.of(0, 1).map(part -> rows(all, IntStream.range(0, split.length).filter(i -> split[i] == part).toArray())).toList();
    }

    private static LabelledImages rows(LabelledImages all, int[] rows) {
        int row = all.shape().size() * Float.BYTES;
        ByteBuffer values = ByteBuffer.allocateDirect(rows.length * row);
        ByteBuffer from = all.pixels();
        for (int i = 0; i < rows.length; i++) {
            values.put(i * row, from, rows[i] * row, row);
        }
        return new LabelledImages(all.shape(), all.type(), values, Arrays.stream(rows).map(all::label).toArray());
    }

    /** How many classes there are: every one up to the largest label must be trained. */
    private int classes(LabelledImages train, LabelledImages test) {
        int largest = Math.max(largest(train), largest(test));
        BitSet trained = new BitSet();
        Arrays.stream(train.labels()).filter(label -> label < train.size()).forEach(trained::set);
        int missing = trained.nextClearBit(0);
        if (missing <= largest) {
            throw new DatasetException(path.toString(), "has no training examples of class " + missing + ", though labels go up to " + largest);
        }
        return largest + 1;
    }

    private static int largest(LabelledImages images) {
        return Arrays.stream(images.labels()).max().orElse(-1);
    }
}
