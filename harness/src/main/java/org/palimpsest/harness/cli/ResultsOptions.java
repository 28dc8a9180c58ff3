package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.nio.file.Path;
import java.util.List;
import org.palimpsest.results.record.RunStore;
import org.palimpsest.results.record.Tables;
import picocli.CommandLine.Option;

/** Where records and leaderboards live. */
final class ResultsOptions {
    @Option(names = "--results", paramLabel = "DIR", description = "folder of records and leaderboards (default: results beside the launcher)")
    private Path folder;

    Path folder() {
        return folder == null ? CommonOptions.home().resolve("results") : folder;
    }

    /** The option again, for a command that is to find the same records. */
    List<String> words() {
        return folder == null ? List.of() : List.of("--results", folder.toString());
    }

    /** The records, with the tables of plug-ins. */
    RunStore store(Injector injector) {
        return RunStore.at(folder(), injector.getInstance(Tables.class));
    }

    Path leaderboards() {
        return folder().resolve("leaderboards");
    }
}
