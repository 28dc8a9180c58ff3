package org.palimpsest.datasets.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.decode.EncodedImage;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.image.ClassGroups;

/** A data set found as image files in folders, which are listed when first needed. */
public abstract class ImageFiles implements FoundImages {
    private final Path folder;
    private final ImageSettings settings;
    private Optional<Listing> listing = Optional.empty();

    /**
     * What was found.
     *
     * @param folder the folder that holds it
     * @param settings what images become
     */
    protected ImageFiles(Path folder, ImageSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * The files of a data set.
     *
     * @param texts the files that say which images there are
     * @param classNames names of the classes, in the order of their labels
     * @param train training images
     * @param test test images
     */
    public record Listing(List<Path> texts, List<String> classNames, List<ImageFile> train, List<ImageFile> test) {}

    /**
     * An image file and its class.
     *
     * @param file the file
     * @param label the class
     */
    public record ImageFile(Path file, int label) {}

    /** Lists the files, after checking that they are there and fit each other. */
    protected abstract Listing list();

    /** The files, listed once. */
    protected final Listing listing() {
        if (listing.isEmpty()) {
            listing = Optional.of(list());
        }
        return listing.get();
    }

    @Override
    public final Path folder() {
        return folder;
    }

    @Override
    public final String settings() {
        return settings.id();
    }

    @Override
    public final List<Path> files() {
        List<Path> files = new ArrayList<>(listing().texts);
        Stream.concat(listing().train.stream(), listing().test.stream()).map(ImageFile::file).forEach(files::add);
        return files;
    }

    @Override
    public final Decoded decode(ProgressMonitor monitor) {
        Optional<ClassGroups> none = Optional.empty();
        return new ImageParts(listing().classNames, none, images(listing().train), images(listing().test))
                .decode(String.valueOf(folder.getFileName()), settings, monitor);
    }

    /** That they are there; to decode each would take as long as to use them. */
    @Override
    public final void check(ProgressMonitor monitor) {
        listing();
    }

    private static List<ImageParts.Labelled> images(List<ImageFile> files) {
        return files.stream().map(file -> new ImageParts.Labelled(EncodedImage.of(file.file), file.label)).toList();
    }
}
