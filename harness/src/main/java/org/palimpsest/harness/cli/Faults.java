package org.palimpsest.harness.cli;

import ai.djl.engine.EngineException;
import com.google.inject.ProvisionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Printable;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.UserPath;
import org.palimpsest.harness.pool.PoolException;
import org.palimpsest.results.record.LockedException;
import org.palimpsest.results.record.RecordException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** What is said of a command that cannot be read or that failed, and its exit code. */
final class Faults implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** Thrown when the machine, not the input, stands in the way. */
    private static final List<Class<? extends Exception>> MACHINE = List.of(EnvironmentException.class, PoolException.class, RecordException.class,
            LockedException.class, EngineException.class, IOException.class, UncheckedIOException.class);

    @Override
    public int handleParseException(ParameterException e, String[] args) {
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

    @Override
    public int handleExecutionException(Exception thrown, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
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
}
