package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process of its own that takes a results folder and keeps it until it is killed or its input ends. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        try (ResultsLock lock = RunStore.at(Path.of(arguments[0])).lock(System.err::println, Duration.ZERO)) {
            System.out.println("held");
            System.in.read();
        }
    }

    static Process start(Path results) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
                        System.getProperty("java.class.path"), LockHolder.class.getName(), results.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader().readLine();
        if (!"held".equals(line)) {
            throw new AssertionError("the other process does not hold the lock, it said " + line);
        }
        return process;
    }
}
