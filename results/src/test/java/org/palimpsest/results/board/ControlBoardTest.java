package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.EpisodeRow;
import org.palimpsest.results.record.Episodes;
import org.palimpsest.results.record.ReturnProbeRow;
import org.palimpsest.results.record.ReturnRow;
import org.palimpsest.results.record.ReturnScale;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.TaskInfo;
import org.testng.annotations.Test;

/** Agents side by side. */
public class ControlBoardTest {
    /** Scores are R / 10 in the first game, R in the second. */
    private static final List<TaskInfo> SCALED = List.of(task("a", Optional.of(10.0)), task("b", Optional.of(1.0)));
    private static final List<TaskInfo> OTHERWISE = List.of(task("a", Optional.of(20.0)), task("b", Optional.of(1.0)));
    private static final List<TaskInfo> UNKNOWN = List.of(task("a", Optional.empty()), task("b", Optional.of(1.0)));

    private static TaskInfo task(String name, Optional<Double> reference) {
        return new TaskInfo(name, reference.map(r -> new ReturnScale(0, r, "made up")));
    }

    /** A run that gets {@code first} and {@code second} in the end, and half of the first while it learned it. */
    private static RunRecord run(String method, long seed, List<TaskInfo> tasks, boolean scratch, double first, double second) {
        RunInfo run = Examples.info("games", Examples.PROTOCOL, method, seed, Map.of("reset", scratch), "control", 2, false);
        RunInfo started = RunInfo.started(run.id(), 2, new StreamInfo("games", 1, "control", run.stream().digest(), List.of(), Optional.empty(), tasks),
                run.environment()).protocol(run.protocol(), run.protocolDigest()).methodOptions(run.methodOptions()).scratch(scratch).build();
        return new RunRecord(Examples.ended(started, RunStatus.FINISHED),
                TableRows.of(ReturnRow.TABLE, List.of(new ReturnRow(2, 1, played(first)), new ReturnRow(2, 2, played(second))))
                        .and(ReturnProbeRow.TABLE, List.of(new ReturnProbeRow(1, 100, 1, played(first / 2)), new ReturnProbeRow(2, 100, 2, played(second)))));
    }

    private static Episodes played(double mean) {
        return new Episodes(4, 4 * mean, 4 * mean * mean, 40, 0);
    }

    private static List<String> ranked(List<RunRecord> runs) {
        return Leaderboard.of("games", runs).rows().stream().map(row -> row.method() + " " + row.rankedBy().orElse("") + " " + row.rank().orElse(0)).toList();
    }

    @Test
    public void rowsAreRankedByScores() {
        assertEquals(ranked(List.of(run("dqn", 1, SCALED, false, 8, .1), run("ppo", 1, SCALED, false, 2, 1))),
                List.of("ppo score.final 1", "dqn score.final 2"));
    }

    @Test
    public void whereAGameHasNoReferenceTheyAreRankedByReturns() {
        assertEquals(ranked(List.of(run("dqn", 1, UNKNOWN, false, 8, .1), run("ppo", 1, UNKNOWN, false, 2, 1))),
                List.of("dqn return.final 1", "ppo return.final 2"));
    }

    /** Scores by different references are no scores of one kind, nor are those beside runs without any. */
    @Test
    public void scoresOfDifferentScalesAreNotRankedTogether() {
        for (List<TaskInfo> other : List.of(OTHERWISE, UNKNOWN)) {
            assertEquals(ranked(List.of(run("dqn", 1, SCALED, false, 8, .1), run("ppo", 1, other, false, 2, 1))),
                    List.of("dqn return.final 1", "ppo return.final 2"));
        }
    }

    /** As where accuracies of earlier tasks are not asked for: what was got in training decides. */
    @Test
    public void whereNothingButTheLastTaskIsScoredTrainingRanks() {
        List<RunRecord> runs = List.of(trained("dqn", 2, 1), trained("ppo", 4, 1));
        Leaderboard board = Leaderboard.of("games", runs);
        assertEquals(ranked(runs), List.of("ppo score.visits.area 1", "dqn score.visits.area 2"));
        assertEquals(board.rows().get(0).primary().getAsDouble(), (.4 + 1) / 2, 1e-12);
        assertTrue(board.table(false).lines().toList().get(1).contains(" online "), board.table(false));
    }

    private static RunRecord trained(String method, double first, double second) {
        RunInfo run = run(method, 1, SCALED, false, 0, 0).info();
        Map<String, Object> last = Map.of("evaluation", Map.of("scope", "last"));
        return new RunRecord(run.toBuilder().protocol(last, run.protocolDigest()).build(),
                TableRows.of(EpisodeRow.TABLE, List.of(new EpisodeRow(1, 100, played(first)), new EpisodeRow(2, 100, played(second)))));
    }

    @Test
    public void theTableShowsTheInterquartileMeanOfAllRunsAndGames() {
        List<RunRecord> runs = new ArrayList<>();
        for (int seed = 1; seed <= 4; seed++) {
            runs.add(run("dqn", seed, SCALED, false, seed, seed == 4 ? 100 : 0.05 * seed)); // .1 .2 .3 .4 .05 .1 .15 100
        }
        Leaderboard board = Leaderboard.of("games", runs);
        Summary iqm = board.rows().get(0).metrics().get("score.iqm");
        assertEquals(iqm.mean(), (.1 + .15 + .2 + .3) / 4, 1e-12);
        assertTrue(iqm.sd().isEmpty() && iqm.low().getAsDouble() < iqm.mean() && iqm.high().getAsDouble() > iqm.mean(), iqm.toString());
        List<String> lines = board.table(false).lines().toList();
        assertTrue(lines.get(0).contains("score in shares of the reference"), lines.get(0));
        assertTrue(lines.get(1).contains("IQM") && lines.get(1).contains("return final"), lines.get(1));
        assertTrue(lines.get(2).contains("0.19 [0.") && lines.get(2).contains("] (4)"), lines.get(2));
        String header = new String(LeaderboardFiles.rows(board), StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        assertTrue(header.contains(",score.iqm,score.iqm.low,score.iqm.high,"), header);
    }

    @Test
    public void forwardTransferIsToldAgainstTheRowThatLearnsFromScratch() {
        List<RunRecord> runs = List.of(run("dqn", 1, SCALED, true, 4, .5), run("dqn", 2, SCALED, true, 8, .5), run("dqn", 1, SCALED, false, 6, .75),
                run("dqn+nap", 1, SCALED, false, 6, .75), run("dqn+nap", 1, SCALED, true, 10, .9));
        Leaderboard board = Leaderboard.of("games", runs);
        // the areas are .2 and .4, hence .3, of the first game from scratch, and .5 of the second
        assertEquals(transfer(board, "dqn", false), (0 + .25 / .5) / 2, 1e-12);
        assertEquals(transfer(board, "dqn", true), 0, 1e-12);
        assertEquals(transfer(board, "dqn+nap", false), .25, 1e-12, "add-ons are told against the method without them");
    }

    @Test
    public void plusSignsOfAMethodsOwnNameAreNoAddOns() {
        Leaderboard board = Leaderboard.of("games", List.of(run("q++", 1, SCALED, true, 4, .5), run("q++", 1, SCALED, false, 4, .75),
                run("q+++nap", 1, SCALED, false, 4, .75), run("q", 1, SCALED, true, 4, .25)));
        assertEquals(transfer(board, "q++", false), .25, 1e-12);
        assertEquals(transfer(board, "q+++nap", false), .25, 1e-12);
    }

    private static double transfer(Leaderboard board, String method, boolean scratch) {
        return board.rows().stream().filter(row -> row.method().equals(method) && row.options().get("reset").equals(scratch)).findFirst().orElseThrow()
                .metrics().get("score.cw.transfer").mean();
    }

    @Test
    public void amongSeveralThatLearnFromScratchAMethodIsToldAgainstItsOwn() {
        List<RunRecord> runs = new ArrayList<>(List.of(
                run("dqn", 1, SCALED, true, 4, .5), run("dqn", 1, SCALED, false, 4, .75), run("pt", 1, SCALED, false, 4, .75)));
        assertEquals(transfer(Leaderboard.of("games", runs), "pt", false), .25, 1e-12, "another's is better than none");
        runs.add(run("ppo", 1, SCALED, true, 4, .25));
        Leaderboard board = Leaderboard.of("games", runs);
        assertEquals(transfer(board, "dqn", false), .25, 1e-12);
        assertTrue(board.rows().stream().filter(row -> row.method().equals("pt")).noneMatch(row -> row.metrics().containsKey("score.cw.transfer")),
                "two that could be meant are none");
    }
}
