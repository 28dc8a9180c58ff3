package org.palimpsest.datasets.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/** Made-up data sets to keep. */
final class Samples {
    static final List<String> NAMES = List.of("Äpfel", "猫", "a \t b", "🦆");

    private Samples() {}

    /** Colour images that fill more than a page, in four classes of two groups. */
    static ImageDataset images() {
        return images(500, 20, Optional.of(new ClassGroups(List.of("früh", "spät"), new int[] {0, 1, 1, 0})));
    }

    static ImageDataset images(int train, int test, Optional<ClassGroups> groups) {
        ImageShape shape = new ImageShape(3, 4, 5);
        DatasetInfo info = new DatasetInfo("tiny@5", "Tiny ☺", "none", "made up", NAMES, shape, train, test,
                new double[] {0.1, 1 / 3.0, Math.PI}, new double[] {1, Double.MIN_VALUE, 0.25}, groups);
        return new ImageDataset(info, images(shape, train, 1), images(shape, test, 7), "ab".repeat(32));
    }

    private static LabelledImages images(ImageShape shape, int count, int factor) {
        ByteBuffer pixels = ByteBuffer.allocate(count * shape.size());
        for (int i = 0; i < pixels.capacity(); i++) {
            pixels.put(i, (byte) (i * factor + i / 256));
        }
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i * factor % NAMES.size();
        }
        return new LabelledImages(shape, pixels, labels);
    }

    /** Features, of which the test part has none. */
    static ImageDataset features() {
        ImageShape shape = new ImageShape(3, 1, 1);
        ByteBuffer values = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : new float[] {0.5f, -1e30f, Float.MIN_VALUE, 3, 2, 1}) {
            values.putFloat(value);
        }
        DatasetInfo info = new DatasetInfo("features:x", "X", "none", "made up", List.of("a", "b"), shape, 2, 0,
                new double[3], new double[] {1, 1, 1}, Optional.empty());
        return new ImageDataset(info, new LabelledImages(shape, ElementType.FLOAT32, values.flip(), new int[] {1, 0}),
                new LabelledImages(shape, ElementType.FLOAT32, ByteBuffer.allocate(0), new int[0]), "cd".repeat(32));
    }
}
