package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.palimpsest.results.metric.Metrics;
import org.testng.annotations.Test;

/** What a scenario's table shows is what docs/metrics.md says. */
public class LayoutTest {

    private static final Metrics METRICS = Metrics.builtIn();

    @Test
    public void thePageSaysWhichColumnsATableHas() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| scenario | columns between the method and the time |", "|---|---|"));
        lines.add(line("`class-incremental`, `domain-incremental`, `online`, `blurry`", Layout.of("class-incremental", false, METRICS)));
        lines.add(line("`task-incremental`", Layout.of("task-incremental", false, METRICS)));
        lines.add(line("`few-shot`", Layout.of("few-shot", false, METRICS)));
        lines.add(line("`relabelled`, and others where earlier tasks are not examined", Layout.of("relabelled", true, METRICS)));
        String page = Files.readString(Path.of("../docs/metrics.md"));
        String begin = "<!-- tables -->";
        assertEquals(page.substring(page.indexOf(begin) + begin.length(), page.indexOf("<!-- end of tables -->")).strip(), String.join("\n", lines));
    }

    private static String line(String scenarios, Layout layout) {
        return "| " + scenarios + " | " + layout.shown().stream()
                .map(shown -> shown.header() + " `" + shown.column() + "`").collect(Collectors.joining(", ")) + " |";
    }

    @Test
    public void scenariosThatKeepTasksAreShownAlike() {
        for (String scenario : List.of("domain-incremental", "online", "blurry")) {
            assertEquals(Layout.of(scenario, false, METRICS), Layout.of("class-incremental", false, METRICS));
            assertEquals(Layout.of(scenario, true, METRICS), Layout.of("relabelled", true, METRICS));
        }
    }
}
