package org.palimpsest.harness.pool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.palimpsest.harness.config.PlannedRun;

/** A process that makes runs, as whoever hands them out sees it. */
final class Worker {
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** Processor time that shows more than a virtual machine that waits: so much, and such a part of the time. */
    private static final Duration COMPUTES = Duration.ofMillis(500);
    private static final int PART = 50;
    private static final long LAST_WORDS_MILLIS = 2000;
    private static final Set<String> OPTIONS_OF_JAVA = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private final int place;
    private final Process process;
    private final Writer names;
    private Optional<PlannedRun> run = Optional.empty();
    private boolean ready;
    private boolean stopped;
    private long since;
    private long heard;
    private Duration processor = Duration.ZERO;

    private Worker(int place, Process process) {
        this.place = place;
        this.process = process;
        heard = System.nanoTime();
        names = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /**
     * Starts a process. What it writes to standard error goes where that of this process goes.
     *
     * @param place of the worker among those that may be at work at once
     * @param heard is told each message, and nothing at the end of the process; by another thread
     * @param otherwise is told what the process writes besides
     */
    static Worker start(int place, List<String> command, BiConsumer<Worker, Optional<Message>> heard, Consumer<String> otherwise) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // the command has these options, and Java says of each process that it has picked them up
        builder.environment().keySet().removeAll(OPTIONS_OF_JAVA);
        Process process = builder.start();
        Worker worker = new Worker(place, process);
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    Optional<Message> message = Message.read(line);
                    if (message.isPresent()) {
                        heard.accept(worker, message);
                    } else if (!line.isEmpty()) {
                        otherwise.accept(line);
                    }
                }
            } catch (IOException e) {
                // it has ended in the middle of a line
            }
        }, "worker " + process.pid());
        reader.setDaemon(true);
        reader.start();
        // others may have inherited its output, and hold it open
        process.onExit().thenRun(() -> {
            try {
                reader.join(LAST_WORDS_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard.accept(worker, Optional.empty());
        });
        return worker;
    }

    /** Its place among those that may be at work at once. */
    int place() {
        return place;
    }

    /** What it is making. */
    Optional<PlannedRun> run() {
        return run;
    }

    /** Whether it has ever waited for a run. */
    boolean ready() {
        return ready;
    }

    /** Hands it a run. */
    void make(PlannedRun next) {
        run = Optional.of(next);
        since = System.nanoTime();
        moved();
        try {
            names.write(next.id().relativePath() + "\n");
            names.flush();
        } catch (IOException e) {
            // it has ended, which its reader says
        }
    }

    /** It has made what it was to make, or lost it. */
    void free() {
        run = Optional.empty();
        ready = true;
    }

    /** When its run was handed out, by {@link System#nanoTime}. */
    long since() {
        return since;
    }

    /** For so long nobody could hear it. */
    void excuse(long nanos) {
        heard += nanos;
    }

    /** It got on. */
    void moved() {
        heard = System.nanoTime();
        processor = process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Whether it has neither said a word nor computed for so long; to be asked again and again. */
    boolean isStuck(Duration patience) {
        Duration now = process.info().totalCpuDuration().orElse(Duration.ZERO);
        Duration least = patience.dividedBy(PART);
        if (now.minus(processor).compareTo(least.compareTo(COMPUTES) > 0 ? least : COMPUTES) > 0) {
            moved();
        }
        return System.nanoTime() - heard > patience.toNanos();
    }

    /** Nothing more is to be done. */
    void dismiss() {
        if (!stopped) {
            stopped = true;
            since = System.nanoTime();
        }
        try {
            names.close();
        } catch (IOException e) {
            // it has ended before
        }
    }

    /** Whether its end was wanted. */
    boolean isStopped() {
        return stopped;
    }

    /** Asks it to stop in the middle of its run. */
    void stop() {
        stopped = true;
        since = System.nanoTime();
        process.destroy();
    }

    /** Whether it has been asked to stop for too long. */
    boolean isStubborn() {
        return stopped && System.nanoTime() - since > GRACE.toNanos();
    }

    /** Ends it, whatever it does. */
    void kill() {
        stopped = true;
        process.destroyForcibly();
    }

    /** Waits for its end, which has been asked for, and forces it if it does not come; its exit code. */
    int end() {
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PoolException("interrupted while a worker came to its end");
        }
    }
}
