package org.palimpsest.harness.cli;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.plugins.Plugins;
import picocli.CommandLine.Option;

/** Options that every command understands. */
final class CommonOptions {
    @Option(names = "--plugins", paramLabel = "DIR", description = "also load the plug-in jars in this folder")
    private Path plugins;

    @Option(names = "--quiet", description = "print results and errors only")
    private boolean quiet;

    @Option(names = "--debug", description = "show stack traces and the log")
    private boolean debug;

    boolean quiet() {
        return quiet;
    }

    boolean debug() {
        return debug;
    }

    /** The folder of the launcher, or the current one. */
    static Path home() {
        return Path.of(System.getProperty("palimpsest.home", ""));
    }

    /** Everything that commands need injected, plug-ins loaded. */
    Injector injector() {
        List<Path> folders = new ArrayList<>(List.of(home().resolve("plugins")));
        if (plugins != null) {
            if (!java.nio.file.Files.isDirectory(plugins)) {
                throw new InvalidInputException(List.of(new Problem("command line", "--plugins", plugins.toString(), "is no folder")));
            }
            folders.add(plugins);
        }
        return Guice.createInjector(new HarnessModule(Plugins.load(folders.stream().distinct().toList())));
    }
}
