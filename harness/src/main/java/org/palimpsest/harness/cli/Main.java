package org.palimpsest.harness.cli;

import ai.djl.engine.EngineException;
import com.google.inject.ProvisionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Printable;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.Stopping;
import org.palimpsest.results.record.LockedException;
import org.palimpsest.results.record.RecordException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The program. */
@Command(
        name = "palimpsest",
        description = "A continual-learning benchmark harness: runs methods over streams of tasks and keeps the score.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            RunCommand.class, ListCommand.class, DescribeCommand.class, LeaderboardCommand.class, ExportCommand.class, ShowCommand.class, CompareCommand.class,
            ReproduceCommand.class,
            DataCommand.class, StreamCommand.class, BenchCommand.class, DoctorCommand.class, HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:some runs failed", "2:bad input, nothing was begun", "3:the machine does not allow it",
            "130:stopped from outside; the same command goes on"})
public final class Main extends CommandGroup {
    /** Thrown when the machine, not the input, stands in the way. */
    private static final List<Class<? extends Exception>> MACHINE = List.of(EnvironmentException.class, RecordException.class, LockedException.class,
            EngineException.class, IOException.class, UncheckedIOException.class);

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        // nothing is sent or fetched at start
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (Arrays.asList(args).contains("--debug")) {
            System.setProperty("palimpsest.log", "debug");
        }
        AtomicBoolean ended = new AtomicBoolean();
        // whoever stops a run stops native code at work, which crashes if the engine is taken down around it
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (!ended.get()) {
                try {
                    Stopping.now();
                } finally {
                    Runtime.getRuntime().halt(Exit.STOPPED);
                }
            }
        }));
        int code = Exit.RUNS_FAILED;
        try {
            code = execute(args);
        } finally {
            ended.set(true);
        }
        System.exit(code);
    }

    /** Runs a command and returns its exit code. */
    public static int execute(String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setOut(new PrintWriter(new TerminalWriter(line.getOut(), Ansi.AUTO.enabled()), true));
        line.setErr(new PrintWriter(new TerminalWriter(line.getErr(), Ansi.AUTO.enabled()), true));
        Arguments.register(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Main::misspelt);
        line.setExecutionExceptionHandler(Main::failed);
        return line.execute(args);
    }

    private static int misspelt(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        line.getErr().println(line.getColorScheme().errorText(Printable.of(e.getMessage())));
        boolean suggested = CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
        if (!suggested && line.getParent() == null && e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            line.getErr().println("Commands" + Names.suggestion(unmatched.getUnmatched().get(0), line.getSubcommands().keySet()));
        }
        if (!suggested) {
            line.getErr().println("Try 'palimpsest help" + (line.getParent() == null ? "" : " " + line.getCommandName()) + "'.");
        }
        return Exit.BAD_INPUT;
    }

    private static int failed(Exception thrown, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        // what is found wrong while parts are put together
        Exception e = thrown instanceof ProvisionException && thrown.getCause() instanceof InvalidInputException invalid ? invalid : thrown;
        Integer code = e instanceof InvalidInputException || e instanceof DatasetException || e instanceof InvalidPathException
                ? (Integer) Exit.BAD_INPUT
                : MACHINE.stream().anyMatch(type -> type.isInstance(e)) ? (Integer) Exit.ENVIRONMENT : null;
        if ("debug".equals(System.getProperty("palimpsest.log"))) {
            e.printStackTrace(line.getErr());
        } else {
            String text = code == null ? "unexpected error: " + Printable.of(e.toString()) + " (--debug shows where)" : words(e);
            line.getErr().println(line.getColorScheme().errorText(text));
        }
        return code == null ? Exit.RUNS_FAILED : code;
    }

    private static String words(Exception e) {
        if (e instanceof InvalidPathException path) {
            return Printable.of(path.getInput()) + ": " + UserPath.IMPOSSIBLE;
        }
        return e instanceof EngineException ? causes(e) : e instanceof IOException || e instanceof UncheckedIOException ? file(e) : e.getMessage();
    }

    /** Which file, and why it cannot be used. */
    private static String file(Exception e) {
        Throwable fault = e instanceof UncheckedIOException ? e.getCause() : e;
        String which = fault instanceof FileSystemException system && system.getFile() != null ? system.getFile() : "a file";
        return Printable.of(which) + " cannot be used: " + Printable.of(Reason.of(e));
    }

    /** What was thrown, and what that came of. */
    static String causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).map(Throwable::getMessage).filter(Objects::nonNull).distinct()
                .collect(Collectors.joining(": "));
    }

    /** {@code --version}. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"palimpsest " + Machine.version()};
        }
    }
}
