package org.palimpsest.datasets.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.DatasetInfo;

/** A file that fixes the order of a data set's classes: one a line, by name or else by index, each exactly once. */
record ClassOrderFile(Path path) {
    /** A comment starts a line or follows a blank, since a class name may hold a hash. */
    private static final String COMMENT = "(^|\\s)#.*";

    /**
     * The classes as written, without comments and empty lines.
     *
     * @throws DatasetException if the file cannot be read as UTF-8 text
     */
    List<String> entries() {
        return lines().stream().filter(line -> !line.isEmpty()).toList();
    }

    /**
     * The order as class indices.
     *
     * @throws DatasetException if the file cannot be read
     * @throws InvalidInputException if it is not an order of the classes
     */
    int[] order(DatasetInfo info) {
        Problems problems = new Problems();
        int[] order = parse(info, problems);
        problems.throwIfAny();
        return order;
    }

    /**
     * Adds everything that is wrong with the file's contents, as of the file itself.
     *
     * @throws DatasetException if the file cannot be read
     */
    void check(DatasetInfo info, Problems problems) {
        parse(info, problems);
    }

    private int[] parse(DatasetInfo info, Problems collector) {
        Problems problems = collector.at(path.toString());
        Map<Integer, Integer> lineOf = new HashMap<>();
        List<Integer> order = new ArrayList<>();
        int number = 0;
        for (String line : lines()) {
            number++;
            if (line.isEmpty()) {
                continue;
            }
            int found = find(line, info.classNames());
            if (found < 0) {
                problems.add("line " + number, line, "unknown class" + Names.suggestion(line, info.classNames()));
            } else if (lineOf.putIfAbsent(found, number) != null) {
                problems.add("line " + number, line, "the class is on line " + lineOf.get(found) + " already");
            } else {
                order.add(found);
            }
        }
        List<String> missing = new ArrayList<>(info.classNames());
        order.forEach(found -> missing.set(found, ""));
        missing.removeIf(String::isEmpty);
        if (!missing.isEmpty()) {
            problems.add("", "", "classes that are missing: " + String.join(", ", missing));
        }
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(path).stream().map(line -> line.replaceFirst(COMMENT, "").strip()).toList();
        } catch (IOException e) {
            throw new DatasetException(path.toString(), "cannot be read as UTF-8 text: " + e, e);
        }
    }

    /** The index of a class given by name or, failing that, by index; -1 if it is neither. */
    static int find(String entry, List<String> names) {
        int named = names.indexOf(entry);
        if (named >= 0 || !entry.matches("\\d{1,9}")) {
            return named;
        }
        int index = Integer.parseInt(entry);
        return index < names.size() ? index : -1;
    }
}
