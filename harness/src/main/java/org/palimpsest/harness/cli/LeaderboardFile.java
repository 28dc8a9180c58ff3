package org.palimpsest.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.results.board.LeaderboardException;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RecordException;

/** A leaderboard that a command line names: it is input, and if it is damaged, that is no fault of the machine. */
final class LeaderboardFile {
    private LeaderboardFile() {}

    /** Its runs; empty, with what is wrong among the problems, if it cannot be read. */
    static Optional<LeaderboardRuns> read(Path file, Metrics metrics, Problems problems) {
        if (Files.isDirectory(file)) {
            problems.add("file", file, "cannot be read: it is a folder");
            return Optional.empty();
        }
        try {
            return Optional.of(LeaderboardRuns.read(file, metrics));
        } catch (LeaderboardException e) {
            e.faults().forEach(fault -> problems.at(e.file().orElse(file).toString())
                    .add("line " + fault.line() + ", " + fault.column(), fault.value(), fault.reason()));
        } catch (RecordException e) {
            problems.add("file", file, e.getMessage());
        }
        return Optional.empty();
    }
}
