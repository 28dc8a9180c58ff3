package org.palimpsest.datasets.disk;

import java.io.IOException;
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
import org.palimpsest.datasets.ImageShape;
import org.palimpsest.datasets.LabelledImages;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.ShotLists;

/** A made-up data set in two files of a label and four pixels an image, under the name of a real one so that it has editions. */
final class TinyLayout implements Layout {

    final AtomicInteger decoded = new AtomicInteger();
    private final String name;

    TinyLayout(String name) {
        this.name = name;
    }

    /** Writes the files into a folder of the right name below another. */
    static Path write(Path root) throws IOException {
        Path folder = Files.createDirectories(root.resolve("tiny"));
        Files.write(folder.resolve("train.bin"), new byte[] {0, 10, 20, 30, 40, 1, 50, 60, 70, 80});
        Files.write(folder.resolve("test.bin"), new byte[] {1, 1, 2, 3, 4});
        return folder;
    }

    @Override
    public DatasetCard card() {
        return new DatasetCard(name, "Tiny", "none", "made up", 2, 2, 1, "1x2x2", "tiny (train.bin, test.bin)", false, false, false);
    }

    @Override
    public Optional<Found> find(Path root, DatasetName asked) {
        return Stream.of(root.resolve("tiny"), root)
                .filter(folder -> Files.isRegularFile(folder.resolve("train.bin")))
                .findFirst()
                .map(TinyFiles::new);
    }

    private final class TinyFiles implements Found {

        private final Path folder;

        TinyFiles(Path folder) {
            this.folder = folder;
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public List<Path> files() {
            return List.of(folder.resolve("train.bin"), folder.resolve("test.bin"));
        }

        @Override
        public String settings() {
            return "as-is";
        }

        @Override
        public Decoded decode(ProgressMonitor monitor) {
            decoded.incrementAndGet();
            return new Decoded(List.of("a", "b"), Optional.empty(), read("train.bin"), read("test.bin"));
        }

        @Override
        public Optional<ShotLists> shots() {
            return Optional.of(new ShotLists("made up", List.of(new int[] {1})));
        }

        private LabelledImages read(String file) {
            try {
                byte[] bytes = Files.readAllBytes(folder.resolve(file));
                int[] labels = new int[bytes.length / 5];
                ByteBuffer pixels = ByteBuffer.allocate(labels.length * 4);
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = bytes[i * 5];
                    pixels.put(bytes, i * 5 + 1, 4);
                }
                return new LabelledImages(new ImageShape(1, 2, 2), pixels.flip(), labels);
            } catch (IOException e) {
                throw new DatasetException(file, "cannot be read", e);
            }
        }
    }
}
