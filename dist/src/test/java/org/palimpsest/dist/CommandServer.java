package org.palimpsest.dist;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.palimpsest.harness.cli.Main;

/**
 * The program's own entry, called over and over in one process that is started again when a command hangs or takes the process with it.
 * Home, user and caches are folders below the one that commands start in.
 */
final class CommandServer implements AutoCloseable {
    /** The code of a command that did not come to an end in time. */
    static final int HUNG = -1;
    /** The code of a command that took the process with it. */
    static final int DIED = -2;
    private static final String ANSWER = "\u0001";
    private static final String END = "\u0002";

    private final Path home;
    private final Path scratch;
    private final Path logs;
    private final JsonMapper json = new JsonMapper();
    private Process process;
    private BufferedWriter requests;
    private BlockingQueue<String> answers;

    /**
     * A server that is started with its first command.
     *
     * @param home folder that commands start in
     * @param scratch folder below it for the caches and the home of the user
     * @param logs folder for what Java itself has to say
     */
    CommandServer(Path home, Path scratch, Path logs) {
        this.home = home;
        this.logs = logs;
        this.scratch = scratch;
    }

    /** What a process that runs commands finds around it. */
    static ProcessBuilder surroundings(ProcessBuilder builder, Path home, Path scratch) {
        builder.directory(home.toFile());
        builder.environment().put("OPT_OUT_TRACKING", "true");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("PALIMPSEST_DATA");
        builder.environment().put("PALIMPSEST_WORKERS", "1");
        builder.environment().put("PALIMPSEST_MIRROR", scratch.resolve("mirror").toUri().toString());
        builder.environment().put("XDG_CACHE_HOME", scratch.resolve("cache").toString());
        return builder;
    }

    /** The options of Java that go with them. */
    static List<String> options(Path home, Path scratch) {
        return List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dai.djl.offline=true", "-Dpalimpsest.home=" + home,
                "-Duser.home=" + scratch.resolve("user"), "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8");
    }

    /** Runs a command; the process is lost if that takes too long. */
    Outcome run(List<String> command, Duration patience) {
        try {
            if (process == null) {
                start();
            }
            requests.write(json.writeValueAsString(command) + "\n");
            requests.flush();
            String answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer != null && answer.startsWith(ANSWER)) {
                return json.readValue(answer.substring(ANSWER.length()), Outcome.class);
            }
            close();
            return answer == null ? new Outcome(command, HUNG, "", "no end after " + patience)
                    : new Outcome(command, DIED, "", "the process ended: " + answer);
        } catch (IOException e) {
            close();
            return new Outcome(command, DIED, "", "the process ended: " + e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start() throws IOException {
        String tests = Path.of(URI.create(CommandServer.class.getProtectionDomain().getCodeSource().getLocation().toString())).toString();
        List<String> classPath = Stream.concat(Stream.of(tests), Palimpsest.classPath().stream()).toList();
        List<String> java = Stream.of(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()), options(home, scratch),
                List.of("-cp", String.join(File.pathSeparator, classPath), CommandServer.class.getName())).flatMap(List::stream).toList();
        Path log = Files.createTempFile(logs, "server-", ".log");
        process = surroundings(new ProcessBuilder(java), home, scratch).redirectError(log.toFile()).start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = new LinkedBlockingQueue<>();
        Process started = process;
        BlockingQueue<String> queue = answers;
        Thread reader = new Thread(() -> read(started, queue), "answers of " + home.getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    /** What is no answer was printed past it, by native code. */
    private static void read(Process process, BlockingQueue<String> queue) {
        StringBuilder noise = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ANSWER)) {
                    queue.add(line);
                } else {
                    noise.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            noise.append(e.getMessage());
        }
        queue.add(END + noise);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process = null;
        }
    }

    /** The process: a command a line, an outcome a line. */
    public static void main(String[] none) {
        JsonMapper json = new JsonMapper();
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                answers.println(ANSWER + json.writeValueAsString(execute(json.readValue(line, String[].class))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.exit(0);
    }

    /** Runs a command in this process. */
    static Outcome execute(String... command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        int code;
        try {
            code = Main.execute(command);
        } catch (Throwable e) { // as the end of a process by it
            e.printStackTrace();
            code = 1;
        }
        System.out.flush();
        System.err.flush();
        return new Outcome(List.of(command), code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
