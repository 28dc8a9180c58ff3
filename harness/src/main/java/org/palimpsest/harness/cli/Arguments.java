package org.palimpsest.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.harness.config.CommaList;
import org.palimpsest.harness.config.Numerals;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the texts of a command line are read, by the rules of the files of definitions. */
final class Arguments {
    private Arguments() {}

    /** Has a command line read paths and numbers so. */
    static void register(CommandLine line) {
        line.registerConverter(Path.class, new Paths());
        line.registerConverter(Integer.class, new Whole());
        line.registerConverter(int.class, new Whole());
        line.registerConverter(Long.class, new Longer());
        line.registerConverter(long.class, new Longer());
    }

    // no lambdas: Java 17 cannot put those for the interfaces of this library into the launcher's archive of classes

    private static final class Paths implements ITypeConverter<Path> {
        @Override
        public Path convert(String text) {
            return UserPath.parse(text).orElseThrow(() -> new TypeConversionException("'" + text + "': " + UserPath.IMPOSSIBLE));
        }
    }

    private static final class Whole implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            long value = Longer.parse(text);
            if (value != (int) value) {
                throw new TypeConversionException("'" + text + "' is no whole number of the size that is read here");
            }
            return (int) value;
        }
    }

    private static final class Longer implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return parse(text);
        }

        private static long parse(String text) {
            return Numerals.whole(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is no whole number"));
        }
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
