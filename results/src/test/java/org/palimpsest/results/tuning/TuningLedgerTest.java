package org.palimpsest.results.tuning;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunRecord;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class TuningLedgerTest {
    private static final String CHOSEN = "aaaaaaaaaaaa";
    private static final String OTHER = "bbbbbbbbbbbb";

    private Path folder;
    private TuningLedger ledger;

    @BeforeMethod
    public void makeFolder() throws IOException {
        folder = Files.createTempDirectory("palimpsest-ledger-");
        ledger = TuningLedger.in(folder);
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() throws IOException {
        Folders.delete(folder);
    }

    /** Trials named by numbers: number n took n updates, half as many seconds, and ten times as many operations. */
    private static Search search(String name, String protocol, String chosen, int... trials) {
        return search(name, 1, protocol, chosen, trials);
    }

    private static Search search(String name, int part, String protocol, String chosen, int... trials) {
        return new Search(name, part, protocol, chosen, Arrays.stream(trials).mapToObj(n -> new Trial("q/er/" + n, n, n / 2.0, 10.0 * n)).toList());
    }

    private Optional<TuningCost> cost(String digest) {
        return ledger.cost(new RunId("q", "er", 3, digest));
    }

    @Test
    public void whatWasNeverSearchedForHasNoCost() {
        assertEquals(cost(CHOSEN), Optional.empty());
        ledger.book("q", "er", search("one", "p", OTHER, 1));
        assertEquals(cost(CHOSEN), Optional.empty());
        ledger.book("q", "agem", search("one", "p", CHOSEN, 1));
        assertEquals(cost(CHOSEN), Optional.empty());
    }

    @Test
    public void theCostIsThatOfAllTrials() {
        ledger.book("q", "er", search("one", "p", CHOSEN, 1, 2, 5));
        assertEquals(cost(CHOSEN), Optional.of(new TuningCost(3, 8, 4, 80)));
    }

    @Test
    public void whoeverSearchesAgainPaysForTheEarlierSearchesToo() {
        ledger.book("q", "er", search("one", "p", OTHER, 1, 2));
        ledger.book("q", "er", search("two", "p", CHOSEN, 2, 5));
        ledger.book("q", "er", search("three", "p", "cccccccccccc", 7));
        ledger.book("q", "er", search("of another protocol", "p2", "dddddddddddd", 9));
        assertEquals(cost(OTHER).orElseThrow().updates(), 3);
        assertEquals(cost(CHOSEN), Optional.of(new TuningCost(3, 8, 4, 80)), "trial 2 once");
        assertEquals(cost("cccccccccccc").orElseThrow().updates(), 15);
        assertEquals(cost("dddddddddddd").orElseThrow().updates(), 9);
    }

    /** As those of other methods are. */
    @Test
    public void partsOfOneSearchAreApart() {
        ledger.book("q", "er", search("one", 1, "p", OTHER, 1, 2));
        ledger.book("q", "er", search("one", 2, "p", CHOSEN, 3));
        assertEquals(cost(CHOSEN).orElseThrow().updates(), 3);
        ledger.book("q", "er", search("two", 1, "p", CHOSEN, 4));
        assertEquals(cost(CHOSEN).orElseThrow().updates(), 10);
    }

    @Test
    public void aSearchMadeAgainIsBookedOnceAndForgetsNothing() {
        ledger.book("q", "er", search("one", "p", OTHER, 1, 2));
        ledger.book("q", "er", search("one", "p", OTHER, 1, 2));
        assertEquals(cost(OTHER).orElseThrow().runs(), 2);
        ledger.book("q", "er", search("one", "p", CHOSEN, 2, 5));
        assertEquals(cost(OTHER), Optional.empty());
        assertEquals(cost(CHOSEN).orElseThrow().updates(), 8);
    }

    @Test
    public void aDamagedLedgerIsNamed() throws IOException {
        ledger.book("q", "er", search("one", "p", CHOSEN, 1));
        Path page = folder.resolve("tuning/ledger/q/er.json");
        Files.writeString(page, Files.readString(page).substring(0, 40));
        assertTrue(expectThrows(RecordException.class, () -> cost(CHOSEN)).getMessage().startsWith(page + ": line "));
    }

    /** The cost stands in the row of what was chosen, and nowhere else; what reads leaderboards of before reads those with it. */
    @Test
    public void leaderboardsShowIt() throws IOException {
        List<RunRecord> records = List.of(Examples.scored(Examples.info("er", 1), 5), Examples.scored(Examples.info("agem", 1), 4));
        RunId er = records.get(0).info().id();
        ledger.book(er.benchmark(), "er", search("one", Examples.PROTOCOL, er.digest(), 1, 2, 5));
        Leaderboard board = Leaderboard.of("q", records, Metrics.builtIn(), ledger::cost);
        List<String> lines = Files.readAllLines(board.write(folder));
        List<String> header = List.of(lines.get(0).split(","));
        int first = header.indexOf("tuning_runs");
        assertEquals(header.subList(first, first + 4), List.of("tuning_runs", "tuning_updates", "tuning_train_seconds", "tuning_flops"));
        assertTrue(lines.get(1).contains(",3,8,4,80,"), lines.get(1));
        assertTrue(lines.get(2).contains(",,,,"), lines.get(2));
        assertTrue(board.table(false).contains("tuning runs"));
        assertTrue(board.json().contains("\"tuning\" : {"));
        assertEquals(LeaderboardRuns.read(folder.resolve("q.csv"), Metrics.builtIn()).runs().size(), 2);

        Leaderboard without = Leaderboard.of("q", records);
        assertFalse(Files.readString(without.write(folder)).contains("tuning"), "no column where nothing was searched for");
        assertFalse(without.table(false).contains("tuning") || without.json().contains("tuning"));
    }
}
