package org.palimpsest.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.harness.config.CommaList;
import org.palimpsest.harness.config.Numerals;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How the texts of a command line are read, by the rules of the files of definitions. */
final class Arguments {
    private Arguments() {}

    /** Has a command line read paths and numbers so. */
    static void register(CommandLine line) {
        line.registerConverter(Path.class, Arguments::path);
        line.registerConverter(Integer.class, Arguments::whole);
        line.registerConverter(int.class, Arguments::whole);
        line.registerConverter(Long.class, Arguments::longer);
        line.registerConverter(long.class, Arguments::longer);
    }

    private static Path path(String text) {
        return UserPath.parse(text).orElseThrow(() -> new TypeConversionException("'" + text + "': " + UserPath.IMPOSSIBLE));
    }

    private static int whole(String text) {
        long value = longer(text);
        if (value != (int) value) {
            throw new TypeConversionException("'" + text + "' is no whole number of the size that is read here");
        }
        return (int) value;
    }

    private static long longer(String text) {
        OptionalLong value = Numerals.whole(text);
        return value.orElseThrow(() -> new TypeConversionException("'" + text + "' is no whole number"));
    }

    /** A file to write must have a place. */
    static void checkOut(Path out, Problems problems) {
        if (Files.isDirectory(out)) {
            problems.add("--out", out, "is a folder");
        } else if (!Files.isDirectory(out.toAbsolutePath().getParent())) {
            problems.add("--out", out, "is in no folder that exists");
        }
    }

    /** The entries of comma lists, without the blanks around them; an empty entry is a problem. */
    static List<String> entries(String option, List<String> given, Problems problems) {
        List<String> entries = new ArrayList<>();
        for (String list : given) {
            for (String entry : CommaList.of(list)) {
                if (entry.isEmpty()) {
                    problems.at("command line").add(option, list, CommaList.GAP);
                } else {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }
}
