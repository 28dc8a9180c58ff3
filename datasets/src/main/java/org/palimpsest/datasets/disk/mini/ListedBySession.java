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
import org.palimpsest.datasets.ShotLists;
import org.palimpsest.datasets.disk.IndexLists;
import org.palimpsest.datasets.disk.PictureFiles;
import org.palimpsest.datasets.disk.PictureParts;
import org.palimpsest.datasets.disk.TextFile;
import org.palimpsest.datasets.pictures.PictureSettings;

/**
 * Pictures in a folder for each class, and lists of those that each session of the few-shot protocol trains and tests on: all are
 * one data set, its classes in the order of the sessions and by name within each.
 */
final class ListedBySession extends PictureFiles {

    private final IndexLists lists;
    private final int depth;

    ListedBySession(Path folder, IndexLists lists, PictureSettings settings) {
        super(folder, settings);
        this.lists = lists;
        this.depth = depth(folder, lists.lines(1).get(0));
    }

    /** How many names at the end of a listed path lead from the folder to a file, at least those of class and file; 0 if none do. */
    static int depth(Path folder, String line) {
        String[] names = line.split("/");
        for (int depth = names.length; depth >= 2; depth--) {
            if (Files.isRegularFile(folder.resolve(last(line, depth)))) {
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
        List<PictureFile> train = new ArrayList<>();
        List<PictureFile> test = new ArrayList<>();
        List<Path> texts = new ArrayList<>();
        for (int session = 1; session <= lists.sessions(); session++) {
            List<String> lines = lists.lines(session);
            for (String name : new TreeSet<>(lines.stream().map(ListedBySession::className).toList())) {
                labels.putIfAbsent(name, labels.size());
            }
            train.addAll(pictures(lists.file(session), lines, labels));
            texts.add(lists.file(session));
            Path tested = lists.folder().resolve("test_" + session + ".txt");
            test.addAll(pictures(tested, TextFile.lines(tested).stream().filter(line -> !line.isEmpty()).toList(), labels));
            texts.add(tested);
        }
        return new Listing(texts, List.copyOf(labels.keySet()), once(train), once(test));
    }

    /** Some lists are of all sessions so far. */
    private static List<PictureFile> once(List<PictureFile> pictures) {
        return pictures.stream().distinct().toList();
    }

    private List<PictureFile> pictures(Path list, List<String> lines, Map<String, Integer> labels) {
        List<PictureFile> pictures = new ArrayList<>();
        for (String line : lines) {
            Integer label = labels.get(className(line));
            if (label == null) {
                throw new DatasetException(list.toString(), "tests " + line + ", of a class that no session so far has trained");
            }
            pictures.add(new PictureFile(folder().resolve(last(line, depth)), label));
        }
        PictureParts.require(list, pictures.stream().map(PictureFile::file).toList());
        return pictures;
    }

    private static String className(String line) {
        String[] names = line.split("/");
        return names.length < 2 ? "" : names[names.length - 2];
    }

    @Override
    public Optional<ShotLists> shots() {
        Map<Path, Integer> places = new HashMap<>();
        for (int i = 0; i < listing().train().size(); i++) {
            places.put(listing().train().get(i).file(), i);
        }
        return lists.byPath(line -> places.getOrDefault(folder().resolve(last(line, depth)), -1));
    }
}
