package org.palimpsest.datasets.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.palimpsest.datasets.DatasetException;

/** Text files that come with data sets. */
public final class TextFile {
    /** So many that every number is an int. */
    private static final int MOST_DIGITS = 9;

    private TextFile() {}

    /**
     * The lines of a file in UTF-8, without blanks at their ends and without the empty lines at the end of the file.
     *
     * @throws DatasetException if it is missing or cannot be read
     */
    public static List<String> lines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file).stream().map(String::stripTrailing).toList();
            int end = lines.size();
            while (end > 0 && lines.get(end - 1).isEmpty()) {
                end--;
            }
            return lines.subList(0, end);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + e, e);
        }
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
