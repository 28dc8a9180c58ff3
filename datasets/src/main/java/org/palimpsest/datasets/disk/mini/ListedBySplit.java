package org.palimpsest.datasets.disk.mini;

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

/** All images in one folder and two tables of file name and class; classes are in the order of the training table. */
final class ListedBySplit extends ImageFiles {
    ListedBySplit(Path folder, ImageSettings settings) {
        super(folder, settings);
    }

    @Override
    protected Listing list() {
        Path trainTable = folder().resolve("split").resolve("train.csv");
        Path testTable = folder().resolve("split").resolve("test.csv");
        Map<String, Integer> labels = new LinkedHashMap<>();
        List<ImageFile> train = read(trainTable, labels);
        int classes = labels.size();
        List<ImageFile> test = read(testTable, labels);
        if (labels.size() > classes) {
            throw new DatasetException(testTable.toString(), "has classes that train.csv has not, such as "
                    + labels.keySet().stream().skip(classes).findFirst().orElseThrow() + ": these tables part classes, as for few-shot "
                    + "learning alone; needed are those of 500 training and 100 test images of every class");
        }
        return new Listing(List.of(trainTable, testTable), List.copyOf(labels.keySet()), train, test);
    }

    private List<ImageFile> read(Path table, Map<String, Integer> labels) {
        List<ImageFile> images = new ArrayList<>();
        List<String> lines = TextFile.lines(table);
        for (int line = 2; line <= lines.size(); line++) {
            String[] cells = lines.get(line - 1).split(",");
            if (cells.length != 2) {
                throw DatasetException.mismatch(table.toString(), "line " + line, "a file name, a comma and a class",
                        "'" + lines.get(line - 1) + "'");
            }
            int label = labels.computeIfAbsent(Names.composed(cells[1]), name -> labels.size());
            images.add(new ImageFile(TextFile.named(folder().resolve("images"), cells[0]), label));
        }
        ImageParts.require(table, images.stream().map(ImageFile::file).toList());
        return images;
    }

    @Override
    public Optional<ShotLists> shots() {
        Path own = Path.of("index_list", "mini_imagenet");
        return IndexLists.in(folder().resolve(own), folder().resolveSibling(own), folder().resolve("index_list"))
                .flatMap(lists -> lists.byPath(places()));
    }

    /** The training images by the last name of a path. */
    private ToIntFunction<String> places() {
        Map<String, Integer> places = new HashMap<>();
        List<ImageFile> train = listing().train();
        for (int i = 0; i < train.size(); i++) {
            places.put(Names.composed(train.get(i).file().getFileName().toString()), i);
        }
        return line -> places.getOrDefault(Names.composed(line.substring(line.lastIndexOf('/') + 1)), -1);
    }
}
