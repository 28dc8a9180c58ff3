package org.palimpsest.results.report;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.palimpsest.results.Examples;
import org.palimpsest.results.Folders;
import org.palimpsest.results.board.Leaderboard;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.RunStatus;
import org.testng.annotations.Test;

/** The page is whole, and what comes from files can be nothing else but text in it. */
public class PageTest {
    private static final String BOLD = "<b>x</b>";
    private static final String END = "</script><i>y</i>";

    private static Report report(List<String> remarks) {
        RunRecord one = Examples.finished(
                Examples.info("quickstart", Examples.PROTOCOL, "er", 0, Map.of("note", BOLD + END)), Examples.MATRIX, Examples.UNTRAINED);
        RunInfo failed = Examples.info("quickstart", Examples.PROTOCOL, "er", 1, Map.of("note", "z"))
                .finished(RunStatus.FAILED, Optional.of(END + "<!-- " + BOLD), Optional.empty());
        List<RunRecord> records = List.of(one, Examples.record(failed, List.of(), List.of()));
        return Report.of(BOLD, Sections.ofRecords(Leaderboard.of("x", records), records, row -> Optional.of("run " + END)), remarks, Metrics.builtIn());
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    private static void assertOnlyText(String page) {
        assertFalse(page.contains(BOLD));
        assertFalse(page.contains("<i>y"));
        assertEquals(count(page, "</script"), 4); // the data, the library, the charts and the page's own
        assertEquals(count(page, "<!--"), 0);
    }

    @Test
    public void whatARecordSaysIsText() throws IOException {
        String page = Page.of(report(List.of(BOLD + END)), OptionalInt.empty());
        assertOnlyText(page);
        assertTrue(page.contains("&lt;/script&gt;&lt;i&gt;y&lt;/i&gt;"));
        String data = page.replaceFirst("(?s).*<script type=\"application/json\" id=\"data\">", "").replaceFirst("(?s)</script>.*", "");
        JsonNode label = JsonMapper.builder().build().readTree(data).get(0).get("methods").get(0).get("label");
        assertTrue(label.asText().contains(BOLD + END), label.toString());
    }

    @Test
    public void whatAFileSaysIsText() throws IOException {
        Path folder = Folders.fresh();
        Path file = folder.resolve("x.runs.csv");
        Files.writeString(file, "benchmark,protocol,scenario,method,options,training,bound,seed,status,message,class_il.accuracy.final,train_seconds,commit\r\n"
                + BOLD + ",p1,class-incremental," + END + ",,,FALSE,0,finished,,0.5,2,c0\r\n"
                + BOLD + ",p1,class-incremental,joint,,,TRUE,0,finished,,0.75,3,c0\r\n"
                + BOLD + ",p1,class-incremental,joint,,,TRUE,1,failed," + END + ",,,c1\r\n");
        List<Section> sections = Sections.ofFile(LeaderboardRuns.read(file, Metrics.builtIn()), Metrics.builtIn());
        Folders.delete(folder);
        assertEquals(sections.get(0).entries().stream().map(Entry::label).toList(), List.of(END, "joint"));
        assertEquals(sections.get(0).entries().get(1).provenance(), Map.of("commit", "c0 | c1"));
        assertEquals(sections.get(0).entries().get(1).faults(), List.of("seed 1 failed: " + END));
        assertEquals(sections.get(0).figures().stream().map(Figure::chart).toList(), List.of(Chart.RANKING, Chart.COST_FRONT));
        assertOnlyText(Page.of(Report.of("x", sections, List.of(), Metrics.builtIn()), OptionalInt.empty()));
    }

    @Test
    public void onlyALivePageReadsItselfAgain() {
        assertTrue(Page.of(report(List.of()), OptionalInt.of(7)).contains("<meta http-equiv=\"refresh\" content=\"7\">"));
        assertFalse(Page.of(report(List.of()), OptionalInt.empty()).contains("http-equiv=\"refresh\""));
    }

    @Test
    public void nothingIsFetched() {
        String page = Page.of(report(List.of()), OptionalInt.empty());
        assertTrue(page.contains("default-src 'none'"));
        String markup = page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
        assertFalse(markup.matches("(?s).*(<(link|img|iframe|object)\\b| src=|@import|url\\().*"), markup);
    }

    @Test
    public void equalRecordsMakeEqualPages() {
        assertEquals(Page.of(report(List.of()), OptionalInt.empty()), Page.of(report(List.of()), OptionalInt.empty()));
    }

    @Test
    public void signsThatMeanSomethingAreWrittenOut() {
        assertEquals(Html.escape("a<b>&\"'\u0001"), "a&lt;b&gt;&amp;&quot;&#39;\uFFFD");
        assertEquals(Html.inScript("\"</script><!--\u2028&\""), "\"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026\"");
    }

    /** A name keeps its style in every section, whatever its rank there is. */
    @Test
    public void aMethodLooksTheSameInAllSections() {
        List<RunRecord> records = List.of(
                Examples.scored(Examples.info("a", Examples.PROTOCOL, "er", 0, Map.of()), 5),
                Examples.scored(Examples.info("a", Examples.PROTOCOL, "si", 0, Map.of()), 7),
                Examples.scored(Examples.info("b", Examples.PROTOCOL, "er", 0, Map.of()), 8),
                Examples.scored(Examples.info("b", Examples.PROTOCOL, "agem", 0, Map.of()), 2));
        Report report = Report.of("x", Sections.ofRecords(Leaderboard.of("x", records), records, row -> Optional.empty()), List.of(), Metrics.builtIn());
        assertEquals(report.methods(report.sections().get(0)).toString(),
                "[Method[label=si, name=si, style=2, bound=false], Method[label=er, name=er, style=1, bound=false]]");
        assertEquals(report.methods(report.sections().get(1)).toString(),
                "[Method[label=er, name=er, style=1, bound=false], Method[label=agem, name=agem, style=0, bound=false]]");
    }

    /** A long label is in the table, and its name in the drawings. */
    @Test
    public void aLongLabelHasAShortName() {
        String[] notes = {"a".repeat(40), "b".repeat(40), "c"};
        List<RunRecord> records = Stream.of(notes)
                .map(note -> Examples.scored(Examples.info("a", Examples.PROTOCOL, "er", 0, Map.of("note", note)), 5)).toList();
        Report report = Report.of("x", Sections.ofRecords(Leaderboard.of("x", records), records, row -> Optional.empty()), List.of(), Metrics.builtIn());
        assertEquals(report.names(), Map.of("er (note=" + notes[0] + ")", "er [1]", "er (note=" + notes[1] + ")", "er [2]", "er (note=c)", "er (note=c)"));
        assertTrue(Page.of(report, OptionalInt.empty()).contains("<span>er [2] <small class=\"full\">er (note=" + notes[1] + ")</small></span>"));
    }
}
