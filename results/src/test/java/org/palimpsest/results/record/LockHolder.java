package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process of its own that takes a results folder, or joins in somebody's hold of it, or takes a network, until it is killed or its input ends. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        RunStore store = RunStore.at(Path.of(arguments[0]));
        AutoCloseable held = switch (arguments[1]) {
            case "lock" -> store.lock(System.err::println, Duration.ZERO);
            case "join" -> store.join();
            default -> store.bases().hold(arguments[1], () -> {});
        };
        System.out.println("held");
        System.in.read();
        held.close();
    }

    static Process start(Path results) throws IOException {
        return start(results, "lock");
    }

    /** What is "lock", "join", or the digest of a network. */
    static Process start(Path results, String what) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
                        System.getProperty("java.class.path"), LockHolder.class.getName(), results.toString(), what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader().readLine();
        if (!"held".equals(line)) {
            throw new AssertionError("the other process does not hold the lock, it said " + line);
        }
        return process;
    }
}
