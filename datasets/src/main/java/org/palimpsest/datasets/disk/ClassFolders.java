package org.palimpsest.datasets.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;

/** Folders of images, one for each class. */
public final class ClassFolders {
    private static final String IMAGE = "(?i)[^.].*\\.(jpe?g|png|gif|bmp)";

    private ClassFolders() {}

    /**
     * The folders in a folder, in the order of their names by code point, without hidden ones.
     *
     * @throws DatasetException if it cannot be listed
     */
    public static List<Path> in(Path folder) {
        return list(folder, path -> Files.isDirectory(path) && !path.getFileName().toString().startsWith("."));
    }

    /**
     * The images in a folder (JPEG, PNG, GIF and BMP files by their names), in the order of their names by code point, without
     * hidden ones.
     *
     * @throws DatasetException if it cannot be listed
     */
    public static List<Path> images(Path folder) {
        return list(folder, path -> path.getFileName().toString().matches(IMAGE));
    }

    /**
     * The images in the folders of some classes.
     *
     * @param folder the folder that holds them
     * @param classNames names of the folders, in the order of the labels
     * @param inner the folder within each that holds the images, or an empty text
     * @throws DatasetException if one is missing or holds no images
     */
    public static List<ImageFiles.ImageFile> images(Path folder, List<String> classNames, String inner) {
        List<ImageFiles.ImageFile> all = new ArrayList<>();
        for (int label = 0; label < classNames.size(); label++) {
            Path own = folder.resolve(classNames.get(label)).resolve(inner);
            List<Path> images = Files.isDirectory(own) ? images(own) : List.of();
            if (images.isEmpty()) {
                throw new DatasetException(own.toString(), "holds no images, though it is the folder of a class");
            }
            for (Path image : images) {
                all.add(new ImageFiles.ImageFile(image, label));
            }
        }
        return all;
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted).sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
        } catch (IOException e) {
            throw new DatasetException(folder.toString(), "cannot be listed: " + e, e);
        }
    }
}
