package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.metric.Returns;
import org.testng.annotations.Test;

/** What a scenario's table shows is what docs/metrics.md says. */
public class LayoutTest {
    private static final Metrics METRICS = Metrics.builtIn();

    @Test
    public void thePageSaysWhichColumnsATableHas() throws IOException {
        List<String> lines = new ArrayList<>(List.of("| scenario | columns between the method and the time |", "|---|---|"));
        lines.add(line("`class-incremental`, `domain-incremental`, `online`, `blurry`", layout("class-incremental", false)));
        lines.add(line("`task-incremental`", layout("task-incremental", false)));
        lines.add(line("`few-shot`", layout("few-shot", false)));
        lines.add(line("`relabelled`, and others where earlier tasks are not examined", layout("relabelled", true)));
        lines.add(line("`control`", layout("control", false)));
        lines.add(line("`control` without scores", Layout.of("control", false, Returns.RETURN, METRICS)));
        String page = Files.readString(Path.of("../docs/metrics.md"));
        String begin = "<!-- tables -->";
        assertEquals(page.substring(page.indexOf(begin) + begin.length(), page.indexOf("<!-- end of tables -->")).strip(), String.join("\n", lines));
    }

    private static Layout layout(String scenario, boolean online) {
        return Layout.of(scenario, online, METRICS.primary(scenario), METRICS);
    }

    private static String line(String scenarios, Layout layout) {
        return "| " + scenarios + " | " + layout.shown().stream()
                .map(shown -> shown.header() + " `" + shown.column() + "`").collect(Collectors.joining(", ")) + " |";
    }

    @Test
    public void scenariosThatKeepTasksAreShownAlike() {
        for (String scenario : List.of("domain-incremental", "online", "blurry")) {
            assertEquals(layout(scenario, false), layout("class-incremental", false));
            assertEquals(layout(scenario, true), layout("relabelled", true));
        }
    }
}
