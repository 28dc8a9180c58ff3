package org.palimpsest.datasets.decode;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;

/** Decodes many image files into one block of pixels, on all cores. */
public final class ImageDecoder {
    /** The formats that are read, for people. */
    public static final String FORMATS = ImageFileReader.FORMATS;

    /** Damaged files that are named before the rest are counted. */
    private static final int NAMED = 10;

    private ImageDecoder() {}

    /**
     * Whether a file begins as an image of a format that is read.
     *
     * @throws DatasetException if it cannot be read
     */
    public static boolean isImage(Path file) {
        return ImageFileReader.isImage(file);
    }

    /**
     * Decodes and scales images.
     *
     * @param images the files
     * @param settings what they become
     * @param meter hears of each image that is done
     * @return unsigned bytes, image by channel by row by column, in memory outside the heap
     * @throws DatasetException if some cannot be decoded, which are named, or if there are more than 2^31 - 1 bytes
     */
    public static ByteBuffer decode(List<EncodedImage> images, ImageSettings settings, Meter meter) {
        int each = settings.channels() * settings.size() * settings.size();
        long total = (long) each * images.size();
        if (total > Integer.MAX_VALUE) {
            int fitting = (int) Math.sqrt((double) Integer.MAX_VALUE / images.size() / settings.channels());
            throw new DatasetException(images.get(0).name() + " and others", images.size() + " images of " + settings.size()
                    + " pixels a side are " + (total >> 20) + " MiB, more than the 2047 MiB that fit; ask for at most " + fitting
                    + " pixels, with @" + fitting + " after the name of the data set");
        }
        ByteBuffer block = ByteBuffer.allocateDirect((int) total);
        Queue<String> damaged = new ConcurrentLinkedQueue<>();
        IntStream.range(0, images.size()).parallel().forEach(i -> {
            try {
                byte[] planes = Resizer.resize(ImageFileReader.read(images.get(i)), settings);
                block.put(i * each, planes);
            } catch (DatasetException e) {
                damaged.add(e.getMessage());
            }
            meter.add(1);
        });
        refuse(damaged);
        return block;
    }

    private static void refuse(Queue<String> damaged) {
        if (damaged.isEmpty()) {
            return;
        }
        List<String> sorted = damaged.stream().sorted().toList();
        String first = sorted.stream().limit(NAMED).collect(Collectors.joining(System.lineSeparator()));
        String rest = sorted.size() > NAMED ? System.lineSeparator() + "and " + (sorted.size() - NAMED) + " more" : "";
        throw new DatasetException(sorted.size() + " damaged image" + (sorted.size() == 1 ? "" : "s"), first + rest);
    }
}
