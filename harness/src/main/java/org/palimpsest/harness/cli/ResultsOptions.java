package org.palimpsest.harness.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where records and leaderboards live. */
final class ResultsOptions {
    @Option(names = "--results", paramLabel = "DIR", description = "folder of records and leaderboards (default: results beside the launcher)")
    private Path folder;

    Path folder() {
        return folder == null ? CommonOptions.home().resolve("results") : folder;
    }

    Path leaderboards() {
        return folder().resolve("leaderboards");
    }
}
