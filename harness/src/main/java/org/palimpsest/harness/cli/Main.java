package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.Stopping;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The program. */
@Command(
        name = "palimpsest",
        description = "A continual-learning benchmark harness: runs methods over streams of tasks and keeps the score.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:some runs failed, what was compared is worse, or came out otherwise", "2:bad input, nothing was begun",
            "3:the machine does not allow it", "130:stopped from outside; the same command goes on"})
public final class Main extends CommandGroup {
    private static final List<Class<?>> COMMANDS = List.of(RunCommand.class, TuneCommand.class, SubmitCommand.class, StatusCommand.class,
            WatchCommand.class, CancelCommand.class, ListCommand.class, DescribeCommand.class, LeaderboardCommand.class, ReportCommand.class,
            PlotCommand.class, ExportCommand.class, ExportModelCommand.class, MergeCommand.class, ShowCommand.class, CompareCommand.class,
            ReplayCommand.class, ReproduceCommand.class, NewCommand.class, CheckCommand.class, DataCommand.class, StreamCommand.class,
            BenchCommand.class, DoctorCommand.class, HelpCommand.class);

    private Main() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        main(List.<String[]>of(args));
    }

    /** Runs commands one after the other and ends the process with the exit code of the last one. */
    static void main(List<String[]> commands) {
        // nothing is sent or fetched at start
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        // what a start injects once takes less than classes that would inject it faster
        System.setProperty("guice_bytecode_gen_option", "DISABLED");
        if (commands.stream().flatMap(Stream::of).anyMatch("--debug"::equals)) {
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
            for (String[] command : commands) {
                code = execute(command);
            }
        } finally {
            ended.set(true);
        }
        System.exit(code);
    }

    /** Runs a command and returns its exit code. */
    public static int execute(String... args) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            // what it would say once it were ready for commands
            new CommandLine(CommandSpec.create()).getOut().println(Version.TEXT);
            return CommandLine.ExitCode.OK;
        }
        CommandLine line = new CommandLine(new Main());
        for (Class<?> command : commands(List.of(args))) {
            line.addSubcommand(command);
        }
        line.setOut(new PrintWriter(new TerminalWriter(line.getOut(), Ansi.AUTO.enabled()), true));
        line.setErr(new PrintWriter(new TerminalWriter(line.getErr(), Ansi.AUTO.enabled()), true));
        Arguments.register(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        Faults faults = new Faults();
        line.setParameterExceptionHandler(faults);
        line.setExecutionExceptionHandler(faults);
        return line.execute(args);
    }

    /** The command that is given, or all where it may be any: to learn what each of them understands takes its time. */
    private static List<Class<?>> commands(List<String> args) {
        if (args.equals(List.of("--version"))) {
            return List.of();
        }
        List<Class<?>> given = COMMANDS.stream().filter(c -> !args.isEmpty() && c.getAnnotation(Command.class).name().equals(args.get(0))).toList();
        return given.isEmpty() || given.contains(HelpCommand.class) ? COMMANDS : given;
    }

    /** {@code --version}. */
    static final class Version implements IVersionProvider {
        private static final String TEXT = "palimpsest " + Machine.version();

        @Override
        public String[] getVersion() {
            return new String[] {TEXT};
        }
    }
}
