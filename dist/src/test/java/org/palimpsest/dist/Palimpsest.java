package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The command line, started as the launcher starts it: in a process of its own, with output that is no terminal. */
final class Palimpsest {
    /** What SIGKILL leaves as exit code: 128 + 9. */
    private static final int KILLED = 137;
    private static final long PATIENCE_SECONDS = 240;
    private static final long AWAKE_NANOS = 120_000_000_000L;
    private static final String MAIN = "org.palimpsest.harness.cli.Main";

    private final Path home;
    private final List<String> javaOptions;
    private final List<String> code;

    /** A launcher in a folder of its own, which is also where its commands are started. */
    Palimpsest(Path home) {
        this(home, List.of(), classPath());
    }

    private Palimpsest(Path home, List<String> javaOptions, List<String> code) {
        this.home = home;
        this.javaOptions = javaOptions;
        this.code = code;
    }

    /** The same launcher with options for Java. */
    Palimpsest with(String... options) {
        return new Palimpsest(home, List.of(options), code);
    }

    /** The same launcher with another class path. */
    Palimpsest of(List<String> otherCode) {
        return new Palimpsest(home, javaOptions, otherCode);
    }

    Path home() {
        return home;
    }

    /** Where records go when a command does not say. */
    Path results() {
        return home.resolve("results");
    }

    /** Everything of the product and the libraries it needs, without these tests and their tools. */
    static List<String> classPath() {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.replace('\\', '/').matches(".*/dist/target/.*|.*/(testng|archunit)-[^/]*|.*/org/seleniumhq/.*|.*/io/opentelemetry/.*"))
                .toList();
    }

    /** The arguments that start Java with a command. */
    List<String> java(String... command) {
        List<String> java = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dai.djl.offline=true", "-Dpalimpsest.home=" + home,
                "-cp", String.join(File.pathSeparator, code), MAIN));
        java.addAll(1, javaOptions);
        java.addAll(1, Archive.OPTIONS);
        java.addAll(List.of(command));
        return java;
    }

    /** Starts a command and lets it run; its output goes to files. */
    Running start(String... command) {
        try {
            Path out = Files.createTempFile(home, "command-", ".out");
            Path err = Files.createTempFile(home, "command-", ".err");
            ProcessBuilder builder = new ProcessBuilder(java(command)).directory(home.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("OPT_OUT_TRACKING", "true");
            // what is on this machine is no part of a test that does not name it
            builder.environment().remove("PALIMPSEST_DATA");
            builder.environment().remove("COLUMNS");
            // one process for a command, but where a test is about several
            builder.environment().put("PALIMPSEST_WORKERS", "1");
            builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
            return new Running(List.of(command), builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end, with what is true of all {@linkplain #plain plain} ones. */
    Outcome run(String... command) {
        return plain(start(command).end());
    }

    /** Whatever a command is, it prints no colours into a file and no stack trace that nobody asked for. */
    static Outcome plain(Outcome outcome) {
        assertFalse((outcome.out() + outcome.err()).contains("\u001b"), "escape sequences in " + outcome);
        boolean trace = outcome.err().lines().anyMatch(line -> line.startsWith("\tat "));
        assertTrue(!trace || outcome.command().contains("--debug"), "a stack trace in " + outcome);
        return outcome;
    }

    /** A command at work. */
    record Running(List<String> command, Process process, Path out, Path err) {
        /** Waits for its end. */
        Outcome end() {
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + outcome(-1));
                }
                return outcome(process.exitValue());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /**
         * Waits, awake, until something can be seen of its work.
         *
         * @param what it is, for the error
         */
        void await(String what, BooleanSupplier seen) {
            long deadline = System.nanoTime() + AWAKE_NANOS;
            while (!seen.getAsBoolean()) {
                if (!process.isAlive() && !seen.getAsBoolean() || System.nanoTime() >= deadline) {
                    process.destroyForcibly();
                    throw new AssertionError("never came to '" + what + "': " + errors());
                }
                Thread.onSpinWait();
            }
        }

        /**
         * Kills it.
         *
         * @param where it was to be when that happened, for the error where it had ended already
         */
        void kill(String where) {
            try {
                assertEquals(process.destroyForcibly().waitFor(), KILLED, "ended by itself before '" + where + "': " + errors());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What it has said on standard error so far, but for Java's own word on options that whoever runs the tests gives to every program. */
        String errors() {
            String notice = "Picked up JAVA_TOOL_OPTIONS: " + System.getenv("JAVA_TOOL_OPTIONS");
            return read(err).lines().filter(line -> !line.equals(notice)).collect(Collectors.joining("\n"));
        }

        private Outcome outcome(int code) {
            return new Outcome(command, code, read(out), errors());
        }

        private static String read(Path file) {
            try (var lines = Files.lines(file)) {
                return lines.collect(Collectors.joining("\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Classes come ready-made from an archive, as the launcher has them: a third of what a command costs. Java makes none of folders of classes, which are
     * there instead of jars where tests run before the modules are packaged.
     */
    private static final class Archive {
        static final List<String> OPTIONS = options();

        private static List<String> options() {
            if (!classPath().stream().allMatch(entry -> entry.endsWith(".jar"))) {
                return List.of();
            }
            Path home = Folders.temporary(Archive.class);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(home)));
            Path archive = home.resolve("classes.jsa");
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                    "-XX:ArchiveClassesAtExit=" + archive, "-Dai.djl.offline=true", "-Dpalimpsest.home=" + home,
                    "-cp", String.join(File.pathSeparator, classPath()), "org.palimpsest.harness.cli.Rehearsal",
                    "list methods", "describe er", "run split-digits-online --methods er --seeds 1", "leaderboard split-digits-online")
                    .directory(home.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("OPT_OUT_TRACKING", "true");
            try {
                assertEquals(builder.start().waitFor(), 0);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertTrue(Files.exists(archive));
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off");
        }
    }
}
