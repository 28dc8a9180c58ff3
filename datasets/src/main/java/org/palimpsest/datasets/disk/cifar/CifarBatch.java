package org.palimpsest.datasets.disk.cifar;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * What one file holds.
 *
 * @param file its name, for messages
 * @param labels the class of every image
 * @param groups the superclass of every image; empty if the set has none
 * @param pixels image after image, each red, green, blue by row by column
 */
record CifarBatch(String file, int[] labels, int[] groups, ByteBuffer pixels) {
    static final ImageShape SHAPE = new ImageShape(3, 32, 32);

    /** Joins the batches of one part, after checking their labels. */
    static LabelledImages join(List<CifarBatch> batches, int classes) {
        batches.forEach(batch -> check(batch.file, "label", batch.labels, classes));
        int[] labels = batches.stream().flatMapToInt(batch -> Arrays.stream(batch.labels)).toArray();
        return new LabelledImages(SHAPE, pixels(batches), labels);
    }

    private static ByteBuffer pixels(List<CifarBatch> batches) {
        if (batches.size() == 1) {
            return batches.get(0).pixels;
        }
        long bytes = batches.stream().mapToLong(batch -> batch.pixels.remaining()).sum();
        if (bytes > Integer.MAX_VALUE) {
            throw DatasetException.mismatch(batches.get(0).file + " and others", "bytes of all images", "at most " + Integer.MAX_VALUE, bytes);
        }
        ByteBuffer all = ByteBuffer.allocateDirect((int) bytes);
        batches.forEach(batch -> all.put(batch.pixels.duplicate()));
        return all.flip();
    }

    /** The superclass of every class, which every image must agree on. */
    static int[] groupOf(List<CifarBatch> batches, int classes, int groups) {
        int[] groupOf = IntStream.generate(() -> -1).limit(classes).toArray();
        for (CifarBatch batch : batches) {
            check(batch.file, "superclass", batch.groups, groups);
            for (int i = 0; i < batch.labels.length; i++) {
                int label = batch.labels[i];
                if (groupOf[label] >= 0 && groupOf[label] != batch.groups[i]) {
                    throw DatasetException.mismatch(batch.file, "superclass of image " + i + " of class " + label,
                            groupOf[label], batch.groups[i]);
                }
                groupOf[label] = batch.groups[i];
            }
        }
        for (int c = 0; c < classes; c++) {
            if (groupOf[c] < 0) {
                throw new DatasetException(batches.get(0).file, "holds no image of class " + c + ", so its superclass is not known");
            }
        }
        return groupOf;
    }

    private static void check(String file, String what, int[] numbers, int limit) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0 || numbers[i] >= limit) {
                throw DatasetException.mismatch(file, what + " of image " + i, "0 to " + (limit - 1), numbers[i]);
            }
        }
    }
}
