package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Reads a results folder as a stranger would, with no help from the code that wrote it. */
final class Records {
    /** The columns that tell how long something took or how much memory the process had, and so differ from run to run. */
    private static final Set<String> VARYING = Set.of(
            "train_seconds", "probe_seconds", "evaluation_seconds", "checkpoint_seconds", "gauge_seconds", "total_seconds", "peak_resident_bytes",
            "peak_device_bytes");
    /** What shared the machine; not there if nothing did. */
    private static final String WORKERS = "workers";

    private Records() {}

    /** Every {@code run.json} below a results folder, by the run's relative folder. */
    static Map<String, JsonNode> runs(Path results) {
        Path root = results.resolve("runs");
        Map<String, JsonNode> runs = new TreeMap<>();
        Folders.tree(root).stream().filter(file -> file.endsWith("run.json"))
                .forEach(file -> runs.put(root.relativize(file.getParent()).toString(), json(file)));
        return runs;
    }

    /** The files of the records; unlike a walk this does not mind files that come and go while we look. */
    static Stream<Path> files(Path results) {
        Stream<File> level = Stream.of(results.resolve("runs").toFile());
        for (int depth = 0; depth < 4; depth++) {
            level = level.flatMap(file -> Stream.ofNullable(file.listFiles()).flatMap(Arrays::stream));
        }
        return level.map(File::toPath);
    }

    /** Whether a file of the records has a name with this end. */
    static boolean exists(Path results, String end) {
        return files(results).anyMatch(file -> file.toString().endsWith(end));
    }

    /** The single run of a method on a benchmark. */
    static Path run(Path results, String benchmark, String method) {
        List<Path> found = Folders.tree(results.resolve("runs").resolve(benchmark).resolve(method)).stream()
                .filter(file -> file.endsWith("run.json")).map(Path::getParent).toList();
        if (found.size() != 1) {
            throw new AssertionError("not one run of " + method + " on " + benchmark + ": " + found);
        }
        return found.get(0);
    }

    /** The single run of a method with a seed on a benchmark. */
    static Path run(Path results, String benchmark, String method, long seed) {
        return Folders.tree(results.resolve("runs").resolve(benchmark).resolve(method)).stream().filter(file -> file.endsWith("run.json"))
                .map(Path::getParent).filter(folder -> folder.getFileName().toString().startsWith(seed + "-")).findFirst().orElseThrow();
    }

    static JsonNode json(Path file) {
        try {
            return JsonMapper.builder().build().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Everything that must be the same whenever the same suite is run: the text of every {@code accuracy.csv},
     * {@code probe.csv}, {@code confusion.csv} and {@code training.csv}, and of every leaderboard without the columns of time and resident memory.
     */
    static Map<String, String> reproducible(Path results) {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : Folders.tree(results)) {
            String name = results.relativize(file).toString();
            if (name.startsWith("runs") && name.endsWith(".csv")) {
                texts.put(name, text(file));
            } else if (name.startsWith("leaderboards") && name.endsWith(".csv")) {
                texts.put(name, csv(file).stream().map(row -> withoutVarying(row).toString()).collect(Collectors.joining("\n")));
            }
        }
        return texts;
    }

    /** Two folders hold the same: the files that {@link #reproducible} gives of each, and these byte for byte. */
    static void assertSame(Map<String, String> actual, Map<String, String> expected) {
        assertEquals(actual.keySet(), expected.keySet());
        List<String> different = expected.keySet().stream().filter(name -> !actual.get(name).equals(expected.get(name))).toList();
        assertEquals(different.toString(), "[]", "files that differ");
    }

    private static Map<String, String> withoutVarying(Map<String, String> row) {
        Map<String, String> kept = new LinkedHashMap<>(row);
        if (!kept.keySet().containsAll(VARYING)) {
            throw new AssertionError("columns of cost are missing from " + kept.keySet());
        }
        kept.keySet().removeAll(VARYING);
        kept.remove(WORKERS);
        kept.remove("tuning_train_seconds"); // there only where options were searched for
        return kept;
    }

    /** Makes a record without a seal, of an older version, one that was begun with the code that made another one. */
    static void pretendCode(Path run, Path other) {
        ObjectNode info = (ObjectNode) json(run.resolve("run.json"));
        info.set("environment", json(other.resolve("run.json")).get("environment"));
        Folders.write(run.resolve("run.json"), info.toPrettyString());
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of a CSV file with a header. */
    static List<Map<String, String>> csv(Path file) {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return CSVFormat.RFC4180.builder().setHeader().get().parse(reader).stream().map(CSVRecord::toMap).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of a leaderboard, by method. */
    static Map<String, Map<String, String>> byMethod(Path leaderboard) {
        return csv(leaderboard).stream().collect(Collectors.toMap(row -> row.get("method"), row -> row));
    }
}
