package org.palimpsest.datasets.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.datasets.decode.ImageDecoder;

/**
 * Folders of images, one for each class. Whatever looks like a picture, or may hold some, is read or refused; what systems leave behind
 * (hidden files, {@code Thumbs.db}, {@code __MACOSX} and its like) and notes are passed over.
 */
public final class ClassFolders {
    private static final Pattern READ = Pattern.compile("(?i).+\\.(jpe?g|jpe|jfif|png|gif|bmp|dib|tiff?|webp|p[bgpn]m)");
    private static final Pattern NOT_READ = Pattern.compile("(?i).+\\.(heic|heif|avif|jxl|jp2|j2k|jpx|psd|svgz?|ico|tga|exr|hdr|pcx|pam|pfm|raw|cr2|cr3|"
            + "nef|arw|orf|rw2|dng|dcm|npy|npz|mat|h5|hdf5|tfrecords?|parquet|zip|tar|tgz|gz|bz2|xz|7z|rar)");
    private static final Pattern NOTES = Pattern.compile("(?i).+\\.(txt|md|rst|json|jsonl|csv|tsv|xml|ya?ml|html?|log|ini|db|py|pdf)");
    private static final Set<String> LEFT_BEHIND = Set.of("__MACOSX", "@eaDir", "#recycle", "$RECYCLE.BIN", "System Volume Information", "lost+found");
    /** Folders that are named before the rest are counted. */
    private static final int NAMED = 10;

    private ClassFolders() {}

    /**
     * The folders in a folder, in the order of their names by code point, without hidden ones and those that systems leave behind.
     *
     * @throws DatasetException if it cannot be listed
     */
    public static List<Path> in(Path folder) {
        return list(folder).stream().filter(Files::isDirectory).toList();
    }

    /**
     * The files in a folder itself that have the name of an image, in the order of their names.
     *
     * @throws DatasetException if it cannot be listed
     */
    public static List<Path> loose(Path folder) {
        return list(folder).stream().filter(path -> READ.matcher(path.getFileName().toString()).matches() && !Files.isDirectory(path)).toList();
    }

    /**
     * The images in some folders and the folders below them, in the order of their paths by code point.
     *
     * @throws DatasetException if a folder cannot be listed or holds pictures that are not read, with all such folders
     */
    public static List<List<Path>> images(List<Path> folders) {
        List<List<Path>> images = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Path folder : folders) {
            List<Path> own = new ArrayList<>();
            List<Path> others = new ArrayList<>();
            for (Path file : below(folder)) {
                if (READ.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file)) {
                    own.add(file);
                } else if (looksLikeOne(file)) {
                    others.add(file);
                }
            }
            images.add(own);
            if (!others.isEmpty()) {
                refused.add(folder + ": " + others.size() + (others.size() == 1 ? " file is" : " files are") + " of a format that is not read ("
                        + endings(others) + ")");
            }
        }
        if (!refused.isEmpty()) {
            String rest = refused.size() > NAMED ? "; and so in " + (refused.size() - NAMED) + " more folders" : "";
            throw new DatasetException(refused.stream().limit(NAMED).collect(Collectors.joining("; ")) + rest,
                    "read are " + ImageDecoder.FORMATS + "; convert them or take them away");
        }
        return images;
    }

    /**
     * The images in the folders of some classes.
     *
     * @param folders the folders, in the order of the labels
     * @throws DatasetException if one is missing or holds no images
     */
    public static List<ImageFiles.ImageFile> labelled(List<Path> folders) {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw none(folder);
            }
        }
        List<ImageFiles.ImageFile> all = new ArrayList<>();
        List<List<Path>> images = images(folders);
        for (int label = 0; label < images.size(); label++) {
            if (images.get(label).isEmpty()) {
                throw none(folders.get(label));
            }
            for (Path image : images.get(label)) {
                all.add(new ImageFiles.ImageFile(image, label));
            }
        }
        return all;
    }

    private static DatasetException none(Path folder) {
        return new DatasetException(folder.toString(), "holds no images, though it is the folder of a class");
    }

    private static boolean looksLikeOne(Path file) {
        String name = file.getFileName().toString();
        boolean named = READ.matcher(name).matches() || NOT_READ.matcher(name).matches();
        return named || !NOTES.matcher(name).matches() && Files.isRegularFile(file) && ImageDecoder.isImage(file);
    }

    private static String endings(List<Path> files) {
        Set<String> endings = new TreeSet<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            String ending = dot < 0 ? "no ending" : name.substring(dot).toLowerCase(Locale.ROOT);
            endings.add(READ.matcher(name).matches() ? ending + " that is no file" : ending);
        }
        return String.join(", ", endings);
    }

    private static boolean isLeftBehind(Path name) {
        return name.toString().startsWith(".") || LEFT_BEHIND.contains(name.toString());
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> tree = Files.find(folder, Integer.MAX_VALUE, (path, about) -> !about.isDirectory(), FileVisitOption.FOLLOW_LINKS)) {
            return tree.filter(path -> StreamSupport.stream(folder.relativize(path).spliterator(), false).noneMatch(ClassFolders::isLeftBehind))
                    .sorted(Comparator.comparing(path -> folder.relativize(path).toString()))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw notListed(folder, e);
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !isLeftBehind(path.getFileName())).peek(UserPath::requireName)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
        } catch (IOException | UncheckedIOException e) {
            throw notListed(folder, e);
        }
    }

    private static DatasetException notListed(Path folder, Exception e) {
        return new DatasetException(folder.toString(), "cannot be listed: " + Reason.of(e), e);
    }
}
