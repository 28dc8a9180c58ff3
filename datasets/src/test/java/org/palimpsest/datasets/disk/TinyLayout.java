package org.palimpsest.datasets.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.image.ShotLists;

/**
 * A data set of two files, {@code tiny/train.raw} and {@code tiny/test.raw}, in which each image is a label and two grey pixels;
 * beside them {@code shots.txt} with the images of one session.
 */
record TinyLayout(DatasetCard card, AtomicInteger decoded) implements Layout {
    static final byte[] TRAIN = {0, 10, 11, 1, 20, 21, 0, 30, 31};
    static final byte[] TEST = {1, 40, 41};

    static TinyLayout of(String name) {
        return of(name, false);
    }

    static TinyLayout of(String name, boolean family) {
        return new TinyLayout(new DatasetCard(name, "Tiny", "none", "made up", 2, 3, 1, "1x1x2", "tiny/train.raw and tiny/test.raw",
                true, family, false), new AtomicInteger());
    }

    /** Writes it as it should be. */
    static Path write(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("train.raw"), TRAIN);
            Files.write(folder.resolve("test.raw"), TEST);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        return Stream.of(root.resolve("tiny"), root)
                .filter(folder -> Files.isRegularFile(folder.resolve("train.raw")))
                .findFirst()
                .map(folder -> new TinyFiles(folder, name, decoded));
    }

    private record TinyFiles(Path folder, DatasetName name, AtomicInteger decoded) implements FoundImages {
        @Override
        public List<Path> files() {
            return List.of(folder.resolve("train.raw"), folder.resolve("test.raw"));
        }

        @Override
        public String settings() {
            return name.size().orElse(2) + "-raw";
        }

        @Override
        public Decoded decode(ProgressMonitor monitor) {
            decoded.incrementAndGet();
            return new Decoded(List.of("a", "b"), Optional.empty(), images("train.raw"), images("test.raw"));
        }

        private LabelledImages images(String file) {
            byte[] bytes = read(folder.resolve(file));
            int count = bytes.length / 3;
            ByteBuffer pixels = ByteBuffer.allocate(2 * count);
            int[] labels = new int[count];
            for (int i = 0; i < count; i++) {
                labels[i] = bytes[3 * i];
                pixels.put(bytes, 3 * i + 1, 2);
            }
            return new LabelledImages(new ImageShape(1, 1, 2), pixels.flip(), labels);
        }

        @Override
        public Optional<ShotLists> shots() {
            Path lists = folder.resolve("shots.txt");
            return Files.exists(lists)
                    ? Optional.of(new ShotLists("shots.txt", List.of(new int[] {read(lists)[0] - '0'})))
                    : Optional.empty();
        }

        private static byte[] read(Path file) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new DatasetException(file.toString(), "cannot be read: " + e, e);
            }
        }
    }
}
