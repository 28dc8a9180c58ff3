package org.palimpsest.harness.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.harness.engine.StreamKind;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.harness.wiring.HarnessModule;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that every command understands. */
final class CommonOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--plugins", paramLabel = "DIR", description = "also load the plug-in jars in this folder")
    private Path plugins;

    @Option(names = "--data", paramLabel = "DIR", description = "a folder to look for data sets in, before those of PALIMPSEST_DATA; repeatable")
    private List<Path> data = List.of();

    @Option(names = "--quiet", description = "print results and errors only")
    private boolean quiet;

    @Option(names = "--debug", description = "show stack traces and the log")
    private boolean debug;

    private Injector injector;

    boolean quiet() {
        return quiet;
    }

    boolean debug() {
        return debug;
    }

    /** These options again, for a command of another process. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        data.forEach(folder -> words.add("--data=" + folder.toAbsolutePath().normalize()));
        if (plugins != null) {
            words.add("--plugins=" + plugins.toAbsolutePath().normalize());
        }
        if (debug) {
            words.add("--debug");
        }
        return words;
    }

    /** Says what may not be meant, unless nothing but results is wanted. */
    void warn(String text) {
        if (!quiet && SecondCompiler.isNew(text)) {
            spec.commandLine().getErr().println("warning: " + text);
        }
    }

    /** The folder of the launcher, or the current one. */
    static Path home() {
        return Path.of(System.getProperty("palimpsest.home", ""));
    }

    /** Everything that commands need injected, plug-ins loaded. */
    Injector injector() {
        if (injector == null) {
            injector = load();
        }
        return injector;
    }

    private Injector load() {
        Problems problems = new Problems().at("command line");
        List<Path> folders = new ArrayList<>(List.of(home().resolve("plugins")));
        if (plugins != null) {
            if (!Files.isDirectory(plugins)) {
                problems.add("--plugins", plugins, "is no folder");
            }
            folders.add(plugins);
        }
        data.stream().filter(folder -> !Files.isDirectory(folder)).forEach(folder -> problems.add("--data", folder, "is no folder"));
        problems.throwIfAny();
        DataFolders dataFolders = DataFolders.of(data, System.getenv(), Path.of(System.getProperty("user.home")));
        ProgressMonitor shown = quiet ? ProgressMonitor.NONE : new DataMonitor(spec.commandLine().getErr(), Terminal.interactive());
        ProgressMonitor monitor = SecondCompiler.useForFiles(shown);
        Plugins jars = Plugins.load(folders.stream().distinct().toList());
        jars.open().forEach(path -> warn("plug-ins: anyone on this machine may change " + path + ", and with it what runs do; 'chmod o-w' ends that"));
        return Guice.createInjector(new HarnessModule(jars, StreamKind.all(jars.classLoader()), dataFolders, monitor));
    }
}
