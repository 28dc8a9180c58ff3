package org.palimpsest.dist;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Many commands in one process, since most of the time of a short one is the start of Java. The process has a home, a cache and data
 * folders of its own, as that of {@link Palimpsest} has. For commands that read: none of them may end the process.
 */
final class CommandBatch {
    private final Path home;

    /** Batches that start in a folder. */
    CommandBatch(Path home) {
        this.home = home;
    }

    /** Runs commands in order and returns what came of each. */
    List<Outcome> run(List<List<String>> commands) {
        try {
            Path in = Files.createTempFile(home, "batch-", ".in.json");
            Path out = Files.createTempFile(home, "batch-", ".out.json");
            Path log = Files.createTempFile(home, "batch-", ".log");
            JsonMapper json = new JsonMapper();
            json.writeValue(in.toFile(), commands);
            Process process = process(in, out).directory(home.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            int code = new Palimpsest.Running(List.of("(a batch)"), process, log, log).end().code();
            if (code != 0) {
                throw new AssertionError("a batch of " + commands.size() + " commands ended with " + code + ": " + Records.text(log));
            }
            return Arrays.asList(json.readValue(out.toFile(), Outcome[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder process(Path in, Path out) {
        String tests = Path.of(URI.create(CommandBatch.class.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
        List<String> classPath = Stream.concat(Stream.of(tests), Palimpsest.classPath().stream()).toList();
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dai.djl.offline=true", "-Dpalimpsest.home=" + home,
                "-cp", String.join(File.pathSeparator, classPath), CommandBatch.class.getName(), in.toString(), out.toString());
        builder.environment().put("OPT_OUT_TRACKING", "true");
        builder.environment().remove("PALIMPSEST_DATA");
        builder.environment().remove("COLUMNS");
        builder.environment().put("PALIMPSEST_WORKERS", "1");
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        return builder;
    }

    /** The process: commands from a file, outcomes to another. */
    public static void main(String[] files) throws IOException {
        JsonMapper json = new JsonMapper();
        List<Outcome> outcomes = new ArrayList<>();
        for (String[] command : json.readValue(Path.of(files[0]).toFile(), String[][].class)) {
            outcomes.add(CommandServer.execute(command));
        }
        json.writeValue(Path.of(files[1]).toFile(), outcomes);
        System.exit(0);
    }
}
