package org.palimpsest.datasets.stream;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.TextLines;
import org.palimpsest.datasets.image.DatasetInfo;

/**
 * A file that fixes the order of a data set's classes, by name or else by index, each exactly once: one a line, or a list as programs print
 * them, {@code 3,1,0,2} or {@code [3 1 0 2]}, over as many lines as there are.
 */
record ClassOrderFile(Path path) {
    /** A comment starts a line or follows a blank, since a class name may hold a hash. */
    private static final String COMMENT = "(^|\\s)#.*";
    private static final Pattern WITH_COMMAS = Pattern.compile("\\s*(?:\"([^\"]*)\"|'([^']*)'|([^,]+))\\s*(?:,|$)");

    /** A class as written, and where. */
    private record Entry(String place, String text) {}

    /**
     * The classes as written, without comments and empty lines.
     *
     * @throws DatasetException if the file cannot be read as text
     */
    List<String> entries() {
        return read().stream().map(Entry::text).toList();
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
        Map<Integer, String> placeOf = new HashMap<>();
        List<Integer> order = new ArrayList<>();
        for (Entry entry : read()) {
            int found = find(entry.text, info.classNames());
            String other = found < 0 ? null : placeOf.putIfAbsent(found, entry.place);
            if (found < 0) {
                problems.add(entry.place, entry.text, "unknown class"
                        + Names.suggestion(entry.text, info.classNames(), "'palimpsest describe dataset NAME' shows all"));
            } else if (other != null) {
                problems.add(entry.place, entry.text, "the class is on " + other + " already");
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

    private List<Entry> read() {
        List<Entry> lines = new ArrayList<>();
        int number = 0;
        for (String line : TextLines.of(path)) {
            number++;
            String text = line.replaceFirst(COMMENT, "").strip();
            if (!text.isEmpty()) {
                lines.add(new Entry("line " + number, text));
            }
        }
        String whole = String.join(" ", lines.stream().map(Entry::text).toList());
        boolean bracketed = whole.startsWith("[") && whole.endsWith("]");
        boolean oneLine = lines.size() == 1 && (whole.indexOf(',') >= 0 || whole.matches("\\d+(\\s+\\d+)+"));
        return bracketed || oneLine ? list(bracketed ? whole.substring(1, whole.length() - 1) : whole) : lines;
    }

    private static List<Entry> list(String text) {
        List<Entry> entries = new ArrayList<>();
        Matcher each = text.indexOf(',') >= 0 ? WITH_COMMAS.matcher(text) : Pattern.compile("(\\S+)()()").matcher(text);
        while (each.find()) {
            String entry = each.group(1) != null ? each.group(1) : each.group(2) != null ? each.group(2) : each.group(3).strip();
            if (!entry.isEmpty()) {
                entries.add(new Entry("entry " + (entries.size() + 1), entry));
            }
        }
        return entries;
    }

    /** The index of a class given by name or, failing that, by index; -1 if it is neither. Accents may be written either way. */
    static int find(String entry, List<String> names) {
        int named = names.indexOf(entry);
        if (named < 0) {
            named = names.stream().map(Names::composed).toList().indexOf(Names.composed(entry));
        }
        if (named >= 0 || !entry.matches("\\d{1,9}")) {
            return named;
        }
        int index = Integer.parseInt(entry);
        return index < names.size() ? index : -1;
    }
}
