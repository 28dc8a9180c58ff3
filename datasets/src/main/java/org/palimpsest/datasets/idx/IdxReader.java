package org.palimpsest.datasets.idx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * Reads pairs of IDX files, images and their labels, plain or gzipped (told by their first bytes, not their names).
 * Format: <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database</a>.
 */
public final class IdxReader {
    private IdxReader() {}

    /**
     * Reads a pair of files.
     *
     * @param images unsigned bytes of three dimensions: [count, height, width]
     * @param labels unsigned bytes of one dimension: [count]
     * @param classes how many classes there are; labels must be below
     * @return the images, of one channel
     * @throws DatasetException if a file cannot be read, has another magic number, is empty, is shorter or longer than
     *     it says, holds a label out of range, or if the counts differ
     */
    public static LabelledImages read(Path images, Path labels, int classes) {
        try (InputStream imageStream = open(images); InputStream labelStream = open(labels)) {
            return read(images.toString(), imageStream, labels.toString(), labelStream, classes);
        } catch (IOException e) {
            throw new DatasetException(images + ", " + labels, "cannot be closed: " + Reason.of(e), e);
        }
    }

    /**
     * Reads a pair of streams to their ends; the caller closes them.
     *
     * @param imagesName the name of the images' file, for messages
     * @param images as in {@link #read(Path, Path, int)}
     * @param labelsName the name of the labels' file, for messages
     * @param labels as in {@link #read(Path, Path, int)}
     * @param classes how many classes there are; labels must be below
     * @return the images, of one channel
     * @throws DatasetException as in {@link #read(Path, Path, int)}
     */
    public static LabelledImages read(
            String imagesName, InputStream images, String labelsName, InputStream labels, int classes) {
        IdxArray pixels = IdxArray.read(imagesName, images, 3);
        IdxArray named = IdxArray.read(labelsName, labels, 1);
        if (pixels.size(0) != named.size(0)) {
            throw DatasetException.mismatch(
                    labelsName, "labels for the images of " + imagesName, pixels.size(0), named.size(0));
        }
        int[] label = new int[named.size(0)];
        for (int i = 0; i < label.length; i++) {
            label[i] = Byte.toUnsignedInt(named.data()[i]);
            if (label[i] >= classes) {
                throw DatasetException.mismatch(labelsName, "label " + i, "below " + classes, label[i]);
            }
        }
        ImageShape shape = new ImageShape(1, pixels.size(1), pixels.size(2));
        return new LabelledImages(shape, ByteBuffer.wrap(pixels.data()), label);
    }

    private static InputStream open(Path path) {
        try {
            return Files.newInputStream(path);
        } catch (IOException e) {
            throw new DatasetException(path.toString(), "cannot be opened: " + Reason.of(e), e);
        }
    }
}
