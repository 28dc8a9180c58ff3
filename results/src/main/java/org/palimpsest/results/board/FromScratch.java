package org.palimpsest.results.board;

import java.util.List;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;

/**
 * Runs that learned each task as if it were the first: what the forward transfer of the others is told against.
 *
 * @param runs finished, of methods without add-ons
 */
record FromScratch(List<RunRecord> runs) {
    private static final String ADD_ON = "+";

    /** Those among some records. */
    static FromScratch among(List<RunRecord> records) {
        return new FromScratch(records.stream().filter(record -> record.info().scratch()
                && record.info().status() == RunStatus.FINISHED && !record.info().id().method().contains(ADD_ON)).toList());
    }

    /**
     * Those that a run is told against: of its protocol, and of its own method, trained alike, if there is any such. None if they differ in
     * anything but the seed.
     */
    List<RunRecord> of(RunInfo run) {
        List<RunRecord> all = runs.stream().filter(other -> Protocol.of(other.info()).equals(Protocol.of(run))).toList();
        List<RunRecord> own = all.stream().filter(other -> other.info().id().method().equals(base(run))
                && Json.canonical(other.info().training()).equals(Json.canonical(run.training()))).toList();
        List<RunRecord> chosen = own.isEmpty() ? all : own;
        return chosen.stream().map(FromScratch::learner).distinct().count() == 1 ? chosen : List.of();
    }

    /** The method without its add-ons. */
    private static String base(RunInfo run) {
        return run.id().method().split("\\" + ADD_ON)[0];
    }

    private static List<String> learner(RunRecord record) {
        RunInfo run = record.info();
        return List.of(run.id().method(), Json.canonical(run.methodOptions()), Json.canonical(run.training()));
    }
}
