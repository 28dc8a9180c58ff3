package org.palimpsest.datasets.disk;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.datasets.ClassGroups;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ImageShape;
import org.palimpsest.datasets.LabelledImages;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.pictures.Picture;
import org.palimpsest.datasets.pictures.PictureDecoder;
import org.palimpsest.datasets.pictures.PictureSettings;

/**
 * The picture files of a data set, before any is decoded.
 *
 * @param classNames names of the classes, in the order of their labels
 * @param groups their superclasses, if there are any
 * @param train the training part
 * @param test the test part
 */
public record PictureParts(List<String> classNames, Optional<ClassGroups> groups, List<Labelled> train, List<Labelled> test) {

    /** Missing files that are named before the rest are counted. */
    private static final int NAMED = 10;

    /**
     * A picture file and its class.
     *
     * @param picture the file
     * @param label the class
     */
    public record Labelled(Picture picture, int label) {}

    /**
     * Decodes both parts.
     *
     * @param dataset the data set's name, for the monitor
     * @param settings what pictures become
     * @param monitor hears of every picture
     * @throws DatasetException if some cannot be decoded or they do not fit into memory
     */
    public Decoded decode(String dataset, PictureSettings settings, ProgressMonitor monitor) {
        try (Meter meter = monitor.begin("decoding " + dataset, (long) train.size() + test.size(), "pictures")) {
            return new Decoded(classNames, groups, images(train, settings, meter), images(test, settings, meter));
        }
    }

    private static LabelledImages images(List<Labelled> part, PictureSettings settings, Meter meter) {
        ByteBuffer pixels = PictureDecoder.decode(part.stream().map(Labelled::picture).toList(), settings, meter);
        ImageShape shape = new ImageShape(settings.channels(), settings.size(), settings.size());
        return new LabelledImages(shape, pixels, part.stream().mapToInt(Labelled::label).toArray());
    }

    /**
     * Checks that pictures which a list names are there.
     *
     * @param list the file that names them, for the message
     * @param pictures the files
     * @throws DatasetException if some are not, with the first of their names
     */
    public static void require(Path list, List<Path> pictures) {
        List<Path> absent = pictures.parallelStream().filter(file -> !Files.isRegularFile(file)).toList();
        if (!absent.isEmpty()) {
            String names = absent.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(", "));
            String more = absent.size() > NAMED ? " and " + (absent.size() - NAMED) + " more" : "";
            throw new DatasetException(list.toString(), absent.size() + " of the " + pictures.size() + " pictures that it lists are missing: "
                    + names + more);
        }
    }
}
