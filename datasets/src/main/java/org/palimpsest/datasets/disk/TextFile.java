package org.palimpsest.datasets.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.TextLines;

/** Text files that come with data sets. */
public final class TextFile {
    /** So many that every number is an int. */
    private static final int MOST_DIGITS = 9;

    private TextFile() {}

    /**
     * The lines of a file, without blanks at their ends and without the empty lines at the end of the file.
     *
     * @throws DatasetException if it is missing or cannot be read
     */
    public static List<String> lines(Path file) {
        List<String> lines = TextLines.of(file).stream().map(String::stripTrailing).toList();
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).isEmpty()) {
            end--;
        }
        return lines.subList(0, end);
    }

    /**
     * The file that a list names, with its accents as they are in the folder and whichever slash parts folders.
     *
     * @param folder what the name is relative to
     * @param written the name
     * @return the file, be it there or not
     */
    public static Path named(Path folder, String written) {
        String name = written.replace('\\', '/');
        boolean plain = name.chars().allMatch(c -> c < 128);
        return Stream.of(name, Names.composed(name), Normalizer.normalize(name, Form.NFD)).map(folder::resolve)
                .filter(file -> plain || Files.exists(file)).findFirst().orElseGet(() -> folder.resolve(name));
    }

    /**
     * Reads a whole number of 0 or more that stands in a file.
     *
     * @param file the file, for messages
     * @param line the number of the line, from 1
     * @param text what should be a number
     * @throws DatasetException if it is none
     */
    public static int number(Path file, int line, String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw DatasetException.mismatch(file.toString(), "line " + line, "a whole number", "'" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
