package org.palimpsest.datasets.disk;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.decode.EncodedImage;
import org.palimpsest.datasets.decode.ImageDecoder;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * The image files of a data set, before any is decoded.
 *
 * @param classNames names of the classes, in the order of their labels
 * @param groups their superclasses, if there are any
 * @param train the training part
 * @param test the test part
 */
public record ImageParts(List<String> classNames, Optional<ClassGroups> groups, List<Labelled> train, List<Labelled> test) {
    /** Missing files that are named before the rest are counted. */
    private static final int NAMED = 10;

    /**
     * An image file and its class.
     *
     * @param image the file
     * @param label the class
     */
    public record Labelled(EncodedImage image, int label) {}

    /**
     * Decodes both parts.
     *
     * @param dataset the data set's name, for the monitor
     * @param settings what images become
     * @param monitor hears of every image
     * @throws DatasetException if some cannot be decoded or they do not fit into memory
     */
    public Decoded decode(String dataset, ImageSettings settings, ProgressMonitor monitor) {
        try (Meter meter = monitor.begin("decoding " + dataset, (long) train.size() + test.size(), "images")) {
            return new Decoded(classNames, groups, images(train, settings, meter), images(test, settings, meter));
        }
    }

    private static LabelledImages images(List<Labelled> part, ImageSettings settings, Meter meter) {
        ByteBuffer pixels = ImageDecoder.decode(part.stream().map(Labelled::image).toList(), settings, meter);
        ImageShape shape = new ImageShape(settings.channels(), settings.size(), settings.size());
        return new LabelledImages(shape, pixels, part.stream().mapToInt(Labelled::label).toArray());
    }

    /**
     * Checks that images which a list names are there.
     *
     * @param list the file that names them, for the message
     * @param images the files
     * @throws DatasetException if some are not, with the first of their names
     */
    public static void require(Path list, List<Path> images) {
        List<Path> absent = images.parallelStream().filter(file -> !Files.isRegularFile(file)).toList();
        if (!absent.isEmpty()) {
            String names = absent.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", "));
            String more = absent.size() > NAMED ? " and " + (absent.size() - NAMED) + " more" : "";
            throw new DatasetException(list.toString(), absent.size() + " of the " + images.size() + " images that it lists are missing: "
                    + names + more);
        }
    }
}
