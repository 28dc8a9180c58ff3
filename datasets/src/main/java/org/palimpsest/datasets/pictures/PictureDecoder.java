package org.palimpsest.datasets.pictures;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;

/** Decodes many picture files into one block of pixels, on all cores. */
public final class PictureDecoder {

    /** Damaged files that are named before the rest are counted. */
    private static final int NAMED = 10;

    private PictureDecoder() {}

    /**
     * Decodes and scales pictures.
     *
     * @param pictures the files
     * @param settings what they become
     * @param meter hears of each picture that is done
     * @return unsigned bytes, picture by channel by row by column, in memory outside the heap
     * @throws DatasetException if some cannot be decoded, which are named, or if there are more than 2^31 - 1 bytes
     */
    public static ByteBuffer decode(List<Picture> pictures, PictureSettings settings, Meter meter) {
        int each = settings.channels() * settings.size() * settings.size();
        long total = (long) each * pictures.size();
        if (total > Integer.MAX_VALUE) {
            int fitting = (int) Math.sqrt((double) Integer.MAX_VALUE / pictures.size() / settings.channels());
            throw new DatasetException(pictures.get(0).name() + " and others", pictures.size() + " pictures of " + settings.size()
                    + " pixels a side are " + (total >> 20) + " MiB, more than the 2047 MiB that fit; ask for at most " + fitting
                    + " pixels, with @" + fitting + " after the name of the data set");
        }
        ByteBuffer block = ByteBuffer.allocateDirect((int) total);
        Queue<String> damaged = new ConcurrentLinkedQueue<>();
        IntStream.range(0, pictures.size()).parallel().forEach(i -> {
            try {
                byte[] planes = Resizer.resize(PictureReader.read(pictures.get(i)), settings);
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
        throw new DatasetException(sorted.size() + " damaged picture" + (sorted.size() == 1 ? "" : "s"), first + rest);
    }
}
