package org.palimpsest.datasets.disk.folders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.ClassFolders;
import org.palimpsest.datasets.disk.ImageFiles;
import org.palimpsest.datasets.disk.ImageParts;
import org.palimpsest.datasets.disk.TextFile;

/** The images of Tiny ImageNet; classes are in the order of {@code wnids.txt} and have the first of their words as name. */
final class TinyImagenetFiles extends ImageFiles {
    TinyImagenetFiles(Path folder, ImageSettings settings) {
        super(folder, settings);
    }

    @Override
    protected Listing list() {
        Path ids = folder().resolve("wnids.txt");
        Path words = folder().resolve("words.txt");
        List<String> wnids = TextFile.lines(ids);
        List<ImageFile> train = ClassFolders.labelled(wnids.stream().map(wnid -> images(folder().resolve("train").resolve(wnid))).toList());
        Path val = folder().resolve("val");
        if (wnids.stream().anyMatch(wnid -> Files.isDirectory(val.resolve(wnid)))) {
            // as most scripts leave it
            List<ImageFile> sorted = ClassFolders.labelled(wnids.stream().map(wnid -> images(val.resolve(wnid))).toList());
            return new Listing(List.of(ids, words), names(wnids, words), train, sorted);
        }
        Path annotations = val.resolve("val_annotations.txt");
        return new Listing(List.of(ids, words, annotations), names(wnids, words), train, annotated(annotations, wnids));
    }

    /** Where the images of a class are: in a folder of their own, as they come, or in that of the class. */
    private static Path images(Path folder) {
        Path inner = folder.resolve("images");
        return Files.isDirectory(inner) ? inner : folder;
    }

    /** Lines of a file name, its class and a box, with tabs between. */
    private static List<ImageFile> annotated(Path annotations, List<String> wnids) {
        List<ImageFile> images = new ArrayList<>();
        Path folder = annotations.resolveSibling("images");
        int line = 0;
        for (String text : TextFile.lines(annotations)) {
            line++;
            String[] cells = text.split("\t");
            int label = cells.length < 2 ? -1 : wnids.indexOf(cells[1]);
            if (label < 0) {
                throw DatasetException.mismatch(annotations.toString(), "line " + line, "an image, a tab and a class of wnids.txt",
                        "'" + text + "'");
            }
            images.add(new ImageFile(TextFile.named(folder, cells[0]), label));
        }
        ImageParts.require(annotations, images.stream().map(ImageFile::file).toList());
        return images;
    }

    private static List<String> names(List<String> wnids, Path words) {
        Map<String, String> wordOf = new HashMap<>();
        for (String line : TextFile.lines(words)) {
            String[] cells = line.split("\t", 2);
            if (cells.length == 2) {
                wordOf.put(cells[0], cells[1].split(",")[0].strip());
            }
        }
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String wnid : wnids) {
            String word = wordOf.get(wnid);
            if (word == null) {
                throw new DatasetException(words.toString(), "has no words for " + wnid + " of wnids.txt");
            }
            // some words stand for two things
            names.add(taken.add(word) ? word : word + " (" + wnid + ")");
        }
        return names;
    }
}
