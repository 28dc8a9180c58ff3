package org.palimpsest.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A copy of the launcher in a folder of its own, which builds nothing. */
final class Launcher {
    private final Path root;

    Launcher(Path root) {
        this.root = root;
        try {
            Files.createDirectories(lib());
            Files.copy(ArchitectureTest.moduleFolder("dist").resolveSibling("palimpsest"), root.resolve("palimpsest"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it takes the jars from. */
    Path lib() {
        return root.resolve("dist/target/lib");
    }

    /** A Java that is a script of the shell; returns its home. */
    Path java(String name, String script) {
        Path java = Folders.write(root.resolve(name).resolve("bin/java"), "#!/bin/sh\n" + script);
        try {
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return root.resolve(name);
    }

    /** Starts a command with some variables, of which those that nobody gave are not set. */
    Palimpsest.Running start(Map<String, String> variables, String... command) {
        try {
            List<String> words = new ArrayList<>(List.of("bash", root.resolve("palimpsest").toString()));
            words.addAll(List.of(command));
            Path out = Files.createTempFile(root, "command-", ".out");
            Path err = Files.createTempFile(root, "command-", ".err");
            ProcessBuilder builder = new ProcessBuilder(words).directory(root.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
            List.of("PALIMPSEST_DATA", "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS").forEach(builder.environment()::remove);
            builder.environment().putAll(Map.of("PALIMPSEST_NO_BUILD", "1", "PALIMPSEST_WORKERS", "1", "XDG_CACHE_HOME", root.resolve("cache").toString()));
            builder.environment().putAll(variables);
            return new Palimpsest.Running(List.of(command), builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. */
    Outcome run(Map<String, String> variables, String... command) {
        return start(variables, command).end();
    }
}
