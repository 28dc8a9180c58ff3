package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.TrainingRow;
import org.testng.annotations.Test;

public class LeaderboardTest {
    private static final String FINAL = "class_il.accuracy.final";
    private static final String OTHER_PROTOCOL = "ff".repeat(32);

    @Test
    public void aRowHoldsMeanDeviationAndIntervalOverItsSeeds() {
        LeaderboardRow row = only(List.of(er(1, 5), er(2, 6), er(3, 7)));
        Summary summary = row.metrics().get(FINAL);
        assertEquals(row.n(), 3);
        assertEquals(row.seeds(), List.of(1L, 2L, 3L));
        assertEquals(summary.mean(), .6, 1e-12);
        assertEquals(summary.sd().getAsDouble(), .1, 1e-12);
        assertEquals(summary.low().getAsDouble(), .6 - .2484138, 1e-6);
        assertEquals(row.costs().get("train_seconds"), 4.5);
    }

    @Test
    public void rowsAreRankedBestFirstAndEqualsShareARank() {
        List<RunRecord> records = List.of(run("a", 1, 5), run("b", 1, 7), run("c", 1, 5), run("d", 1, 2));
        Leaderboard board = Leaderboard.of("q", records);
        assertEquals(board.rows().stream().map(row -> row.method() + row.rank().getAsInt()).toList(),
                List.of("b1", "a2", "c2", "d4"));
    }

    @Test
    public void protocolsAreNeverRankedTogether() {
        RunRecord other = Examples.scored(Examples.info("quickstart", OTHER_PROTOCOL, "finetune", 1, Map.of()), 9);
        Leaderboard board = Leaderboard.of("q", List.of(er(1, 5), other, run("agem", 1, 4)));
        assertEquals(board.rows().stream().map(row -> row.method() + row.rank().getAsInt()).toList(),
                List.of("er1", "agem2", "finetune1"));
        assertTrue(board.table(false).split("rank  method").length == 3, "one table each:\n" + board.table(false));
    }

    @Test
    public void theSameMethodUnderTwoProtocolsIsTwoRows() {
        RunInfo elsewhere = Examples.info("quickstart", OTHER_PROTOCOL, "er", 2, Map.of("buffer", 200));
        RunRecord other = Examples.scored(elsewhere, 9);
        Leaderboard board = Leaderboard.of("q", List.of(er(1, 5), other));
        assertEquals(board.rows().stream().map(LeaderboardRow::n).toList(), List.of(1, 1));
    }

    @Test
    public void optionsMakeRowsAndNumberTypesDoNot() {
        RunRecord asInteger = Examples.scored(Examples.info("q", Examples.PROTOCOL, "er", 1, Map.of("buffer", 200)), 5);
        RunRecord asLong = Examples.scored(Examples.info("q", Examples.PROTOCOL, "er", 2, Map.of("buffer", 200L)), 5);
        RunRecord larger = Examples.scored(Examples.info("q", Examples.PROTOCOL, "er", 2, Map.of("buffer", 500)), 6);
        Leaderboard board = Leaderboard.of("q", List.of(asInteger, asLong, larger));
        assertEquals(board.rows().stream().map(LeaderboardRow::n).toList(), List.of(1, 2));
        assertTrue(board.table(false).contains("er (buffer=500)"), board.table(false));
    }

    @Test
    public void boundsAreShownAndNotRanked() {
        RunInfo joint = Examples.info(
                "quickstart", Examples.PROTOCOL, "joint", 1, Map.of(), "class-incremental", 3, true);
        double[] none = {};
        RunRecord bound = Examples.finished(joint, new double[][] {none, none, {.9, .9, .9}}, none);
        Leaderboard board = Leaderboard.of("q", List.of(bound, er(1, 5)));
        assertEquals(board.rows().stream().map(LeaderboardRow::method).toList(), List.of("er", "joint"));
        assertEquals(board.rows().get(0).rank(), OptionalInt.of(1));
        assertEquals(board.rows().get(1).rank(), OptionalInt.empty());
        String line = line(board, "joint");
        assertTrue(line.matches("bound +joint +90\\.00 \\(1\\) +– +– +90\\.00 +– +– +4\\.5"), line);
    }

    @Test
    public void aDivergedSeedIsShownAndCountedAndNotAveraged() {
        RunRecord diverged = Examples.record(
                Examples.ended(Examples.info("er", 3), RunStatus.DIVERGED),
                Examples.rows(Examples.MATRIX, Examples.UNTRAINED), // a whole matrix, to tempt the mean
                List.of());
        Leaderboard board = Leaderboard.of("q", List.of(er(1, 4), er(2, 6), diverged));
        LeaderboardRow row = board.rows().get(0);
        assertEquals(
                List.of(row.runs(), row.n(), row.diverged(), row.failed(), row.unfinished()), List.of(3, 2, 1, 0, 0));
        assertEquals(row.metrics().get(FINAL).mean(), .5, 1e-12);
        assertEquals(row.seeds(), List.of(1L, 2L, 3L));
        assertEquals(board.runs().size(), 3);
        assertTrue(line(board, "er").endsWith("1 diverged"), board.table(false));
    }

    @Test
    public void aMethodThatNeverFinishedIsShownLastWithoutNumbers() {
        RunInfo ended = Examples.ended(Examples.info("der", 1), RunStatus.FAILED);
        RunRecord failed = new RunRecord(ended, TableRows.NONE);
        RunRecord running = new RunRecord(Examples.info("der", 2), TableRows.NONE);
        Leaderboard board = Leaderboard.of("q", List.of(failed, running, er(1, 0)));
        LeaderboardRow row = board.rows().get(1);
        assertEquals(row.method(), "der");
        assertEquals(row.rank(), OptionalInt.empty());
        assertTrue(row.metrics().isEmpty() && row.costs().isEmpty());
        assertTrue(line(board, "der").endsWith("1 failed, 1 unfinished"), board.table(false));
    }

    @Test
    public void aMetricThatOneSeedLacksIsNotAveragedOverTheOthers() {
        RunRecord whole = er(1, 5);
        RunRecord hole = Examples.finished(
                Examples.info("er", 2), new double[][] {{}, {}, {.5, .5, .5}}, Examples.UNTRAINED);
        LeaderboardRow row = only(List.of(whole, hole));
        assertEquals(row.metrics().get(FINAL).n(), 2);
        assertFalse(row.metrics().containsKey("class_il.accuracy.incremental"));
    }

    @Test
    public void taskIncrementalStreamsAreRankedByTaskIl() {
        assertEquals(Leaderboard.of("q", List.of(split("a", 9, 5), split("b", 1, 6))).rows().get(0).method(), "b");
    }

    @Test
    public void theOrderOfTheRecordsDoesNotMatter() {
        List<RunRecord> records = new ArrayList<>(List.of(er(1, 5), er(2, 6), run("agem", 1, 5), run("der", 4, 5)));
        Leaderboard expected = Leaderboard.of("q", records);
        for (int i = 0; i < 10; i++) {
            Collections.shuffle(records, new Random(i));
            assertEquals(Leaderboard.of("q", records), expected);
        }
    }

    @Test
    public void theTableIsAlignedAndPlainWithoutColour() {
        String table = Leaderboard.of("q", List.of(er(1, 5), er(2, 6), run("finetune", 1, 3))).table(false);
        assertEquals(table, String.join("\n",
                "quickstart  (class-incremental, protocol p00012e456789, class-IL in %, mean ± 95 % interval (n))",
                "rank  method                 final  incremental  forgetting  task-IL final  learning  min-ACC  train s",
                "1     er        55.00, sd 7.07 (2)        55.00        0.00          55.00     55.00        –      4.5",
                "2     finetune           30.00 (1)        30.00        0.00          30.00     30.00        –      4.5",
                ""));
    }

    @Test
    public void fewShotStreamsAreShownBySessions() {
        RunInfo info = Examples.info("few", Examples.PROTOCOL, "fscil", 1, Map.of(), "few-shot", 3, false);
        Leaderboard board = Leaderboard.of("q", List.of(Examples.finished(info, Examples.MATRIX, Examples.UNTRAINED)));
        assertEquals(board.table(false), String.join("\n",
                "few  (few-shot, protocol p00012e456789, class-IL in %, mean ± 95 % interval (n))",
                "rank  method      final  all classes  average   base  novel  harmonic   drop  train s",
                "1     fscil   63.33 (1)        63.33    74.44  50.00  70.00     58.33  26.67      4.5",
                ""));
    }

    @Test
    public void relabelledStreamsAreShownByHowTheyAreLearned() {
        RunInfo info = Examples.info("r", Examples.PROTOCOL, "er", 1, Map.of(), "relabelled", 3, false);
        RunRecord kept = Examples.scored(info, 5);
        RunRecord both = new RunRecord(kept.info(), kept.rows().and(TrainingRow.TABLE, learned("er", 1, 30, .5).rows(TrainingRow.TABLE)));
        assertEquals(Leaderboard.of("q", List.of(both)).table(false), String.join("\n",
                "r  (relabelled, protocol p00012e456789, accuracies in %, mean ± 95 % interval (n))",
                "rank  method      final     online  per 10 tasks  learning    end loss  loss per 10 tasks  train s",
                "1     er      50.00 (1)  60.00 (1)    -20.00 (1)     50.00  0.5000 (1)         2.5000 (1)      4.5",
                ""));
    }

    /** Only the last task is ever examined: nothing is asked of what was learned before. */
    @Test
    public void whereEarlierTasksAreNotExaminedTheAccuracyWhileLearningRanks() {
        Leaderboard board = Leaderboard.of("q", List.of(learned("plain", 1, 30, .5), learned("plain", 2, 32, .75), learned("nap", 1, 40, .25)));
        assertEquals(board.table(false), String.join("\n",
                "quickstart  (class-incremental, protocol p00012e456789, accuracies in %, mean ± 95 % interval (n))",
                "rank  method              online          per 10 tasks  learning               end loss      loss per 10 tasks  train s",
                "1     nap              80.00 (1)              0.00 (1)     90.00             0.2500 (1)             0.0000 (1)      4.5",
                "2     plain   62.00, sd 2.83 (2)  -30.00, sd 14.14 (2)     90.00  0.6250, sd 0.1768 (2)  3.1250, sd 0.8839 (2)      4.5",
                ""));
    }

    /** What is missing of the numbers leaves a dash; the protocol alone decides which table it is, whether runs have scores or not. */
    @Test
    public void theTableIsChosenByTheProtocolAndNotByTheNumbersThatAreThere() {
        RunRecord trained = learned("er", 1, 30, .5);
        RunRecord unexamined = new RunRecord(Examples.ended(Examples.info("er", 1), RunStatus.FINISHED),
                TableRows.of(TrainingRow.TABLE, trained.rows(TrainingRow.TABLE)));
        Leaderboard board = Leaderboard.of("q", List.of(unexamined));
        assertEquals(board.table(false), String.join("\n",
                "quickstart  (class-incremental, protocol p00012e456789, class-IL in %, mean ± 95 % interval (n))",
                "rank  method  final  incremental  forgetting  task-IL final  learning  min-ACC  train s",
                "–     er          –            –           –              –         –        –      4.5",
                ""));
        RunRecord diverged = new RunRecord(Examples.ended(trained.info().toBuilder().build(), RunStatus.DIVERGED), TableRows.NONE);
        assertTrue(Leaderboard.of("q", List.of(diverged)).table(false).contains("online  per 10 tasks"));
        assertFalse(board.json().contains("\"online\""), "no new key in what others read");
    }

    /** Three tasks of 50 examples: the middle one with so many right, the others one more or less than it by seed, and a loss that rises by half. */
    private static RunRecord learned(String method, long seed, int correct, double loss) {
        boolean flat = method.equals("nap");
        List<TrainingRow> training = List.of(
                row(1, flat ? correct : correct + (int) seed, flat ? loss : loss / 2), row(2, correct, loss),
                row(3, flat ? correct : correct - (int) seed, flat ? loss : loss * 3 / 2));
        List<AccuracyRow> accuracy = List.of(new AccuracyRow(1, 1, 10, 9, 9), new AccuracyRow(2, 2, 10, 9, 9), new AccuracyRow(3, 3, 10, 9, 9));
        RunInfo begun = Examples.info(method, seed).toBuilder().protocol(Map.of("evaluation", Map.of("scope", "last")), Examples.PROTOCOL).build();
        RunInfo info = Examples.ended(begun, RunStatus.FINISHED);
        return new RunRecord(info, TableRows.of(AccuracyRow.TABLE, accuracy).and(TrainingRow.TABLE, training));
    }

    private static TrainingRow row(int task, int correct, double loss) {
        return new TrainingRow(task, 5, new TrainingRow.Part(50, correct, loss), new TrainingRow.Part(5, 5, loss));
    }

    @Test
    public void colourAddsNothingButEscapes() {
        Leaderboard board = Leaderboard.of("q", List.of(er(1, 5), run("finetune", 1, 3)));
        assertTrue(board.table(true).contains("\u001b["));
        assertEquals(board.table(true).replaceAll("\u001b\\[\\d+m", ""), board.table(false));
    }

    @Test
    public void anEmptyLeaderboardIsOne() {
        Leaderboard board = Leaderboard.of("q", List.of());
        assertEquals(board.rows(), List.of());
        assertEquals(board.table(false), "");
    }

    private static RunRecord split(String method, int classIl, int taskIl) {
        RunInfo info = Examples.info("q", Examples.PROTOCOL, method, 1, Map.of(), "task-incremental", 1, false);
        return Examples.record(
                Examples.ended(info, RunStatus.FINISHED),
                List.of(new AccuracyRow(1, 1, 10, classIl, taskIl)),
                List.of());
    }

    private static RunRecord er(long seed, int tenths) {
        return run("er", seed, tenths);
    }

    private static RunRecord run(String method, long seed, int tenths) {
        return Examples.scored(Examples.info(method, seed), tenths);
    }

    private static LeaderboardRow only(List<RunRecord> records) {
        List<LeaderboardRow> rows = Leaderboard.of("q", records).rows();
        assertEquals(rows.size(), 1);
        return rows.get(0);
    }

    private static String line(Leaderboard board, String method) {
        return board.table(false).lines().filter(line -> line.contains(" " + method + " ")).findFirst().orElseThrow();
    }
}
