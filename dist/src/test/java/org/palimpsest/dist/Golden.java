package org.palimpsest.dist;

import static org.testng.Assert.assertTrue;
import static org.testng.Assert.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testng.SkipException;

/**
 * The golden files: what the command line said when they were written, and has to say ever after. A change of one is a deliberate act:
 * {@code mvn -pl dist -am verify -Dtest='Golden*' -Dsurefire.failIfNoSpecifiedTests=false -Dgolden.write=true} writes them anew, and the
 * difference is then there to be read and committed.
 */
final class Golden {
    private static final int SHOWN = 20;
    private static final String HOW = "\nIf that is meant, write the file again with -Dgolden.write=true and commit the difference.";

    private Golden() {}

    /** Whether the golden files are to be written instead of compared. */
    static boolean writing() {
        return Boolean.getBoolean("golden.write");
    }

    /** A file or folder among the golden ones. */
    static Path file(String name) {
        Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("src/test/resources/golden");
        assertTrue(Files.isDirectory(folder), folder + " is not the folder of golden files");
        return folder.resolve(name);
    }

    /** Holds text to be that of a golden file. */
    static void assertSame(String name, String actual) {
        assertSame(name, actual.lines().toList());
    }

    /** Holds lines to be those of a golden file. */
    static void assertSame(String name, List<String> actual) {
        Path file = file(name);
        if (writing()) {
            Folders.write(file, String.join("\n", actual) + "\n");
            throw new SkipException(file + " is written");
        }
        assertTrue(Files.exists(file), file + " is missing; -Dgolden.write=true writes it");
        assertSame(file.toString(), Records.text(file).lines().toList(), actual);
    }

    /** Holds lines to be the same, and tells which are gone and which are new. */
    static void assertSame(String what, List<String> expected, List<String> actual) {
        if (expected.equals(actual)) {
            return;
        }
        List<String> gone = without(expected, actual);
        List<String> added = without(actual, expected);
        if (gone.isEmpty() && added.isEmpty()) {
            int at = 0;
            while (expected.get(at).equals(actual.get(at))) {
                at++;
            }
            fail(what + ": the lines come in another order, from line " + (at + 1) + ": " + actual.get(at) + HOW);
        }
        String summary = gone.isEmpty() ? "nothing changed or gone, " + added.size() + " lines new: if something was added, the file is to be extended"
                : gone.size() + " lines changed or gone, " + added.size() + " new";
        fail(what + ": " + summary + "\n" + lines("- ", gone) + lines("+ ", added) + HOW);
    }

    /** The lines that are in one list more often than in another. */
    private static List<String> without(List<String> lines, List<String> others) {
        Map<String, Integer> left = new HashMap<>();
        others.forEach(line -> left.merge(line, 1, Integer::sum));
        List<String> rest = new ArrayList<>();
        for (String line : lines) {
            if (left.merge(line, -1, Integer::sum) < 0) {
                rest.add(line);
            }
        }
        return rest;
    }

    private static String lines(String mark, List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.stream().limit(SHOWN).forEach(line -> text.append(mark).append(line).append('\n'));
        return lines.size() <= SHOWN ? text.toString() : text.append(mark).append("... and ").append(lines.size() - SHOWN).append(" more\n").toString();
    }
}
