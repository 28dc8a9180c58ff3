package org.palimpsest.datasets.disk.folders;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.ClassFolders;
import org.palimpsest.datasets.disk.ImageFiles;

/** Images in folders by part and class. */
final class TwoFolders extends ImageFiles {
    private final Parts parts;

    TwoFolders(Path folder, Parts parts, ImageSettings settings) {
        super(folder, settings);
        this.parts = parts;
    }

    @Override
    protected Listing list() {
        parts.tellOthers();
        SortedMap<String, Path> trained = byName(Parts.classes(parts.train()));
        SortedMap<String, Path> tested = byName(Parts.classes(parts.test()));
        if (!trained.keySet().equals(tested.keySet())) {
            List<String> untested = trained.keySet().stream().filter(name -> !tested.containsKey(name)).toList();
            List<String> untrained = tested.keySet().stream().filter(name -> !trained.containsKey(name)).toList();
            throw new DatasetException(parts.test().toString(), "does not have the classes of " + parts.train() + ": without "
                    + first(untested) + ", but with " + first(untrained));
        }
        List<Path> classes = trained.values().stream().sorted(Comparator.comparing(TwoFolders::name)).toList();
        List<Path> tests = classes.stream().map(own -> tested.get(Names.composed(name(own)))).toList();
        return new Listing(List.of(), classes.stream().map(TwoFolders::name).toList(), ClassFolders.labelled(classes), ClassFolders.labelled(tests));
    }

    /** Some systems write an accent as a letter of its own. */
    private static SortedMap<String, Path> byName(List<Path> folders) {
        SortedMap<String, Path> byName = new TreeMap<>();
        for (Path folder : folders) {
            Path other = byName.put(Names.composed(name(folder)), folder);
            if (other != null) {
                throw new DatasetException(folder.toString(), "is there twice, once with its accents as letters of their own");
            }
        }
        return byName;
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }

    private static String first(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(10, names.size())))
                + (names.size() > 10 ? " and " + (names.size() - 10) + " more" : "");
    }
}
