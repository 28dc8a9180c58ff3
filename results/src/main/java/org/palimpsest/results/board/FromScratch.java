package org.palimpsest.results.board;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /** A method, whose name may end with plus signs itself (der++), and add-ons behind one each. */
    private static final Pattern RECIPE = Pattern.compile("(.+?\\+{0,2})(\\+[a-z0-9].*)?");

    /** Those among some records. */
    static FromScratch among(List<RunRecord> records) {
        return new FromScratch(records.stream().filter(record -> record.info().scratch()
                && record.info().status() == RunStatus.FINISHED && record.info().id().method().equals(base(record.info()))).toList());
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
        Matcher recipe = RECIPE.matcher(run.id().method());
        return recipe.matches() ? recipe.group(1) : run.id().method();
    }

    private static List<String> learner(RunRecord record) {
        RunInfo run = record.info();
        return List.of(run.id().method(), Json.canonical(run.methodOptions()), Json.canonical(run.training()));
    }
}
