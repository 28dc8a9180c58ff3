package org.palimpsest.datasets.disk.mini;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.ImageFiles;
import org.palimpsest.datasets.disk.ImageParts;
import org.palimpsest.datasets.disk.IndexLists;
import org.palimpsest.datasets.disk.TextFile;
import org.palimpsest.datasets.image.ShotLists;

/**
 * Images in a folder for each class, and lists of those that each session of the few-shot protocol trains and tests on: all are
 * one data set, its classes in the order of the sessions and by name within each.
 */
final class ListedBySession extends ImageFiles {
    private final IndexLists lists;
    private final int depth;

    ListedBySession(Path folder, IndexLists lists, ImageSettings settings) {
        super(folder, settings);
        this.lists = lists;
        this.depth = depth(folder, lists.lines(1).get(0));
    }

    /** How many names at the end of a listed path lead from the folder to a file, at least those of class and file; 0 if none do. */
    static int depth(Path folder, String line) {
        String[] names = line.split("/");
        for (int depth = names.length; depth >= 2; depth--) {
            if (Files.isRegularFile(TextFile.named(folder, last(line, depth)))) {
                return depth;
            }
        }
        return 0;
    }

    private static String last(String line, int depth) {
        String[] names = line.split("/");
        return String.join("/", Arrays.copyOfRange(names, Math.max(0, names.length - depth), names.length));
    }

    @Override
    protected Listing list() {
        Map<String, Integer> labels = new LinkedHashMap<>();
        List<ImageFile> train = new ArrayList<>();
        List<ImageFile> test = new ArrayList<>();
        List<Path> texts = new ArrayList<>();
        for (int session = 1; session <= lists.sessions(); session++) {
            List<String> lines = lists.lines(session);
            for (String name : new TreeSet<>(lines.stream().map(ListedBySession::className).toList())) {
                labels.putIfAbsent(name, labels.size());
            }
            train.addAll(images(lists.file(session), lines, labels));
            texts.add(lists.file(session));
            Path tested = lists.folder().resolve("test_" + session + ".txt");
            test.addAll(images(tested, TextFile.lines(tested).stream().map(line -> line.replace('\\', '/')).filter(line -> !line.isEmpty()).toList(),
                    labels));
            texts.add(tested);
        }
        return new Listing(texts, List.copyOf(labels.keySet()), once(train), once(test));
    }

    /** Some lists are of all sessions so far. */
    private static List<ImageFile> once(List<ImageFile> images) {
        return images.stream().distinct().toList();
    }

    private List<ImageFile> images(Path list, List<String> lines, Map<String, Integer> labels) {
        List<ImageFile> images = new ArrayList<>();
        for (String line : lines) {
            Integer label = labels.get(className(line));
            if (label == null) {
                throw new DatasetException(list.toString(), "tests " + line + ", of a class that no session so far has trained");
            }
            images.add(new ImageFile(TextFile.named(folder(), last(line, depth)), label));
        }
        ImageParts.require(list, images.stream().map(ImageFile::file).toList());
        return images;
    }

    private static String className(String line) {
        String[] names = line.split("/");
        return names.length < 2 ? "" : Names.composed(names[names.length - 2]);
    }

    @Override
    public Optional<ShotLists> shots() {
        Map<Path, Integer> places = new HashMap<>();
        for (int i = 0; i < listing().train().size(); i++) {
            places.put(listing().train().get(i).file(), i);
        }
        return lists.byPath(line -> places.getOrDefault(TextFile.named(folder(), last(line, depth)), -1));
    }
}
