package org.palimpsest.datasets.stream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/** Small made-up data sets in which every image, training or test, has pixels of its own. */
public final class TinyImages {
    static final ImageShape SHAPE = new ImageShape(1, 4, 4);

    private TinyImages() {}

    /** Six classes a to f, with ten training and four test images each, in no order of classes. */
    public static ImageDataset sixClasses() {
        return of(new int[] {10, 10, 10, 10, 10, 10}, new int[] {4, 4, 4, 4, 4, 4});
    }

    static ImageDataset of(int[] trainPerClass, int[] testPerClass) {
        LabelledImages train = images(trainPerClass, 0);
        LabelledImages test = images(testPerClass, train.size());
        List<String> names = IntStream.range(0, trainPerClass.length).mapToObj(c -> "" + (char) ('a' + c)).toList();
        DatasetInfo info = new DatasetInfo("tiny", "Tiny", "none", "made up", names, SHAPE, train.size(), test.size(),
                new double[] {0}, new double[] {1}, Optional.empty());
        return new ImageDataset(info, train, test, "0".repeat(64));
    }

    /** As many images of every class. */
    static ImageDataset of(int classes, int train, int test) {
        return of(IntStream.range(0, classes).map(c -> train).toArray(), IntStream.range(0, classes).map(c -> test).toArray());
    }

    /** The same images with superclasses. */
    static ImageDataset grouped(ImageDataset tiny, int... groupOf) {
        List<String> names = IntStream.rangeClosed(0, IntStream.of(groupOf).max().orElseThrow())
                .mapToObj(g -> "group " + g)
                .toList();
        DatasetInfo info = tiny.info();
        DatasetInfo grouped = new DatasetInfo(info.name(), info.title(), info.licence(), info.origin(), info.classNames(),
                info.shape(), info.train(), info.test(), info.mean(), info.std(),
                Optional.of(new ClassGroups(names, groupOf)));
        return new ImageDataset(grouped, tiny.train(), tiny.test(), tiny.sha256());
    }

    /** The identity of an image, by its pixels. */
    static String image(LabelledImages images, int i) {
        byte[] pixels = new byte[SHAPE.size()];
        images.pixels().get(i * pixels.length, pixels);
        return pixels[0] + "/" + pixels[1];
    }

    private static LabelledImages images(int[] perClass, int firstId) {
        int[] labels = IntStream.range(0, perClass.length)
                .flatMap(c -> IntStream.range(0, perClass[c]).map(i -> c))
                .toArray();
        int[] order = RandomStreams.permutation(labels.length, RandomStreams.of(firstId).get("tiny"));
        ByteBuffer pixels = ByteBuffer.allocate(labels.length * SHAPE.size());
        int[] shuffled = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            shuffled[i] = labels[order[i]];
            pixels.putShort(i * SHAPE.size(), (short) (firstId + i));
        }
        return new LabelledImages(SHAPE, pixels, shuffled);
    }
}
