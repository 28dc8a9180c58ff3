package org.palimpsest.datasets.idx;

import static org.testng.Assert.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The reader on the files it was made for. */
public class MnistOnDiskTest {
    @Test
    public void readsTheOfficialFiles() {
        Path raw = folder().orElseThrow(() -> new SkipException(
                "MNIST is not here: set PALIMPSEST_DATA to a folder that holds MNIST/raw/train-images-idx3-ubyte.gz"));
        LabelledImages train = read(raw, "train");
        LabelledImages test = read(raw, "t10k");

        assertEquals(train.size(), 60_000);
        assertEquals(test.size(), 10_000);
        assertEquals(train.shape(), new ImageShape(1, 28, 28));
        // class counts as published: 5,923 zeros among the training images, 980 among the test images
        assertEquals(IntStream.of(train.labels()).filter(label -> label == 0).count(), 5_923);
        assertEquals(IntStream.of(test.labels()).filter(label -> label == 0).count(), 980);
        // the mean that half the field normalises by
        assertEquals(mean(train), 0.1307, 0.00005);
    }

    private static LabelledImages read(Path raw, String part) {
        return IdxReader.read(
                raw.resolve(part + "-images-idx3-ubyte.gz"), raw.resolve(part + "-labels-idx1-ubyte.gz"), 10);
    }

    private static Optional<Path> folder() {
        return Stream.ofNullable(System.getenv("PALIMPSEST_DATA"))
                .flatMap(list -> Stream.of(list.split(File.pathSeparator)))
                .map(folder -> Path.of(folder, "MNIST", "raw"))
                .filter(raw -> Files.exists(raw.resolve("train-images-idx3-ubyte.gz")))
                .findFirst();
    }

    private static double mean(LabelledImages images) {
        var pixels = images.pixels();
        long sum = 0;
        int n = pixels.remaining();
        while (pixels.hasRemaining()) {
            sum += Byte.toUnsignedInt(pixels.get());
        }
        return sum / 255.0 / n;
    }
}
