package org.palimpsest.harness.cli;

import com.sun.jna.Function;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;

/**
 * Java's second compiler, which costs seconds and earns them in minutes of Java at work. The launcher has Java leave it out; where a command
 * turns out to be long, the process begins again with it: the same program, number, arguments and open files.
 */
final class SecondCompiler {
    /** Updates, of all runs together, that pay for it. */
    private static final long MANY_UPDATES = 30_000;

    /** What the launcher starts Java with where it leaves the compiler out. */
    private static final String LEFT_OUT = "palimpsest.compilers";
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-D" + LEFT_OUT + "=first");
    /** Warnings that were shown before the process began again. */
    private static final String SHOWN = "palimpsest.shown";
    private static final Set<String> BEFORE = ConcurrentHashMap.newKeySet();
    private static final Set<String> SO_FAR = ConcurrentHashMap.newKeySet();

    static {
        BEFORE.addAll(Arrays.asList(System.getProperty(SHOWN, "").split(",")));
    }

    private SecondCompiler() {}

    /** Begins again if a plan is long, or Java's part in it large. To be called before anything is locked or written. */
    static void useFor(Plan plan) {
        if (!plan.gauges().isEmpty() || plan.runs().stream().anyMatch(SecondCompiler::isMostlyJava)
                || plan.runs().stream().mapToLong(run -> run.stream().updates()).sum() > MANY_UPDATES) {
            use();
        }
    }

    /** Of plug-ins nobody knows what they do. */
    private static boolean isMostlyJava(PlannedRun run) {
        return !run.plugins().isEmpty() || run.recipe().method().computesInJava();
    }

    /** A monitor that begins again, before the other one hears of it, when files are to be hashed or decoded: a data set needs it once. */
    static ProgressMonitor useForFiles(ProgressMonitor monitor) {
        return (what, total, unit) -> {
            if (total > 0 && !unit.equals(DataMonitor.BYTES)) { // of a transfer, during which something may be locked
                use();
            }
            return monitor.begin(what, total, unit);
        };
    }

    /** Begins again with both compilers, and so does not return, unless this process has both, or the system is none that can do that. */
    static void use() {
        if (System.getProperty(LEFT_OUT) == null) {
            return;
        }
        System.clearProperty(LEFT_OUT);
        try {
            // a character for each byte, so that the words come out as they are
            String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1);
            List<String> words = new ArrayList<>(List.of(line.substring(0, line.length() - 1).split("\0", -1)));
            words.removeAll(OPTIONS);
            words.add(1, "-D" + SHOWN + "=" + String.join(",", SO_FAR));
            Function.getFunction("c", "execv", Function.C_CONVENTION, StandardCharsets.ISO_8859_1.name())
                    .invokeInt(new Object[] {"/proc/self/exe", words.toArray(String[]::new)});
        } catch (IOException | LinkageError | RuntimeException e) {
            // it goes on as it is: slower, and with the same results
        }
    }

    /** Whether a warning has not been shown before the process began again. */
    static boolean isNew(String warning) {
        String mark = Integer.toHexString(warning.hashCode());
        SO_FAR.add(mark);
        return !BEFORE.remove(mark);
    }
}
