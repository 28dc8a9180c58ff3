package org.palimpsest.datasets.disk.cub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ShotLists;
import org.palimpsest.datasets.disk.IndexLists;
import org.palimpsest.datasets.disk.PictureFiles;
import org.palimpsest.datasets.disk.PictureParts;
import org.palimpsest.datasets.disk.TextFile;
import org.palimpsest.datasets.pictures.PictureSettings;

/** The pictures of birds and the four text files that say what they are, joined by the numbers that those begin their lines with. */
final class CubFiles extends PictureFiles {

    private static final String PICTURES = "images";

    CubFiles(Path folder, PictureSettings settings) {
        super(folder, settings);
    }

    @Override
    protected Listing list() {
        Path pictures = folder().resolve("images.txt");
        Path labels = folder().resolve("image_class_labels.txt");
        Path split = folder().resolve("train_test_split.txt");
        Path classes = folder().resolve("classes.txt");
        List<String> classNames = classNames(classes);
        Map<Integer, String> classOf = numbered(labels);
        Map<Integer, String> trains = numbered(split);
        List<PictureFile> train = new ArrayList<>();
        List<PictureFile> test = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        numbered(pictures).forEach((id, path) -> {
            int label = TextFile.number(labels, 0, of(id, classOf, labels)) - 1;
            if (label < 0 || label >= classNames.size()) {
                throw DatasetException.mismatch(labels.toString(), "class of image " + id, "1 to " + classNames.size(), label + 1);
            }
            if (!path.startsWith(classNames.get(label) + "/")) {
                throw DatasetException.mismatch(labels.toString(), "class of image " + id + ", " + path, path.replaceAll("/.*", ""),
                        classNames.get(label));
            }
            String training = of(id, trains, split);
            if (!training.matches("[01]")) {
                throw DatasetException.mismatch(split.toString(), "image " + id, "0 or 1", "'" + training + "'");
            }
            PictureFile picture = new PictureFile(folder().resolve(PICTURES).resolve(path), label);
            (training.equals("1") ? train : test).add(picture);
            files.add(picture.file());
        });
        PictureParts.require(pictures, files);
        return new Listing(List.of(pictures, labels, split, classes), classNames, train, test);
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
            String[] cells = text.split(" ", 2);
            if (cells.length < 2) {
                throw DatasetException.mismatch(file.toString(), "line " + line, "a number, a blank and more", "'" + text + "'");
            }
            if (numbered.put(TextFile.number(file, line, cells[0]), cells[1]) != null) {
                throw new DatasetException(file.toString(), "line " + line + " is the second of number " + cells[0]);
            }
        }
        return numbered;
    }

    /** The official lists name pictures of all 200 species, so that they are of no use to the half. */
    @Override
    public Optional<ShotLists> shots() {
        Path own = Path.of("index_list", "cub200");
        Map<String, Integer> places = new HashMap<>();
        List<PictureFile> train = listing().train();
        for (int i = 0; i < train.size(); i++) {
            places.put(folder().resolve(PICTURES).relativize(train.get(i).file()).toString().replace('\\', '/'), i);
        }
        return IndexLists.in(folder().resolve("cub_fscil_index_list"), folder().resolve(own),
                        folder().resolveSibling("cub_fscil_index_list"), folder().resolveSibling(own))
                .flatMap(lists -> lists.byPath(line -> places.getOrDefault(line.replaceFirst("^(.*/)?images/", ""), -1)));
    }
}
