package org.palimpsest.datasets.disk.cub;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.ImageFiles;
import org.palimpsest.datasets.disk.ImageParts;
import org.palimpsest.datasets.disk.IndexLists;
import org.palimpsest.datasets.disk.TextFile;
import org.palimpsest.datasets.image.ShotLists;

/** The images of birds and the four text files that say what they are, joined by the numbers that those begin their lines with. */
final class CubFiles extends ImageFiles {
    private static final String IMAGES = "images";

    CubFiles(Path folder, ImageSettings settings) {
        super(folder, settings);
    }

    @Override
    protected Listing list() {
        Path images = folder().resolve("images.txt");
        Path labels = folder().resolve("image_class_labels.txt");
        Path split = folder().resolve("train_test_split.txt");
        Path classes = folder().resolve("classes.txt");
        List<String> classNames = classNames(classes);
        Map<Integer, String> classOf = numbered(labels);
        Map<Integer, String> trains = numbered(split);
        List<ImageFile> train = new ArrayList<>();
        List<ImageFile> test = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        numbered(images).forEach((id, path) -> {
            int label = label(labels, id, of(id, classOf, labels), classNames.size());
            if (!Names.composed(path).replace('\\', '/').startsWith(Names.composed(classNames.get(label)) + "/")) {
                throw DatasetException.mismatch(labels.toString(), "class of image " + id + ", " + path, path.replaceAll("/.*", ""),
                        classNames.get(label));
            }
            String training = of(id, trains, split);
            if (!training.equals("0") && !training.equals("1")) {
                throw DatasetException.mismatch(split.toString(), "image " + id, "0 or 1", "'" + training + "'");
            }
            ImageFile image = new ImageFile(TextFile.named(folder().resolve(IMAGES), path), label);
            (training.equals("1") ? train : test).add(image);
            files.add(image.file());
        });
        ImageParts.require(images, files);
        return new Listing(List.of(images, labels, split, classes), classNames, train, test);
    }

    private static int label(Path file, int id, String written, int classes) {
        boolean number = written.length() < 5 && written.chars().allMatch(Character::isDigit);
        int label = number && !written.isEmpty() ? Integer.parseInt(written) : 0;
        if (label < 1 || label > classes) {
            throw DatasetException.mismatch(file.toString(), "class of image " + id, "1 to " + classes, written);
        }
        return label - 1;
    }

    private static List<String> classNames(Path file) {
        Map<Integer, String> names = numbered(file);
        List<String> inOrder = new ArrayList<>();
        for (int number = 1; number <= names.size(); number++) {
            inOrder.add(of(number, names, file));
        }
        return inOrder;
    }

    private static String of(int id, Map<Integer, String> numbered, Path file) {
        return Optional.ofNullable(numbered.get(id)).orElseThrow(() -> new DatasetException(file.toString(), "has no line of number " + id));
    }

    /** The lines of a file by the numbers that they begin with, in their order. */
    private static Map<Integer, String> numbered(Path file) {
        Map<Integer, String> numbered = new LinkedHashMap<>();
        int line = 0;
        for (String text : TextFile.lines(file)) {
            line++;
            int blank = text.indexOf(' ');
            if (blank < 0) {
                throw DatasetException.mismatch(file.toString(), "line " + line, "a number, a blank and more", "'" + text + "'");
            }
            int number = TextFile.number(file, line, text.substring(0, blank));
            if (numbered.put(number, text.substring(blank + 1)) != null) {
                throw new DatasetException(file.toString(), "line " + line + " is the second of number " + number);
            }
        }
        return numbered;
    }

    /** The official lists name images of all 200 species, so that they are of no use to the half. */
    @Override
    public Optional<ShotLists> shots() {
        Path own = Path.of("index_list", "cub200");
        return IndexLists.in(folder().resolve("cub_fscil_index_list"), folder().resolve(own),
                        folder().resolveSibling("cub_fscil_index_list"), folder().resolveSibling(own))
                .flatMap(lists -> lists.byPath(places()));
    }

    /** The training images by what follows {@code images} in a path. */
    private ToIntFunction<String> places() {
        Path images = folder().resolve(IMAGES);
        Map<String, Integer> places = new HashMap<>();
        List<ImageFile> train = listing().train();
        for (int i = 0; i < train.size(); i++) {
            places.put(Names.composed(images.relativize(train.get(i).file()).toString().replace(File.separatorChar, '/')), i);
        }
        return line -> places.getOrDefault(Names.composed(line.replaceFirst("^(.*/)?images/", "")), -1);
    }
}
