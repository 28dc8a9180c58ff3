package org.palimpsest.datasets.disk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.ClassGroups;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.pictures.Picture;
import org.palimpsest.datasets.pictures.PictureSettings;

/** A data set found as picture files in folders, which are listed when first needed. */
public abstract class PictureFiles implements Found {

    private final Path folder;
    private final PictureSettings settings;
    private Optional<Listing> listing = Optional.empty();

    /**
     * What was found.
     *
     * @param folder the folder that holds it
     * @param settings what pictures become
     */
    protected PictureFiles(Path folder, PictureSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * The files of a data set.
     *
     * @param texts the files that say which pictures there are
     * @param classNames names of the classes, in the order of their labels
     * @param train training pictures
     * @param test test pictures
     */
    public record Listing(List<Path> texts, List<String> classNames, List<PictureFile> train, List<PictureFile> test) {}

    /**
     * A picture file and its class.
     *
     * @param file the file
     * @param label the class
     */
    public record PictureFile(Path file, int label) {}

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
        Stream.concat(listing().train.stream(), listing().test.stream()).map(PictureFile::file).forEach(files::add);
        return files;
    }

    @Override
    public final Decoded decode(ProgressMonitor monitor) {
        Optional<ClassGroups> none = Optional.empty();
        return new PictureParts(listing().classNames, none, pictures(listing().train), pictures(listing().test))
                .decode(String.valueOf(folder.getFileName()), settings, monitor);
    }

    private static List<PictureParts.Labelled> pictures(List<PictureFile> files) {
        return files.stream().map(file -> new PictureParts.Labelled(Picture.of(file.file), file.label)).toList();
    }
}
