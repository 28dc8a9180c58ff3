package org.palimpsest.harness.gauges;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.testng.annotations.Test;

/** What is said of the gauges. */
public class GaugesTest {
    @Test
    public void everyGaugeSaysWhatItIs() {
        assertEquals(Gauges.all().stream().map(Gauge::id).distinct().count(), Gauges.all().size());
        for (Gauge gauge : Gauges.all()) {
            assertTrue(gauge.id().matches("[a-z]+(\\.[a-z]+)?") && !gauge.id().equals(Gauges.EVERY), gauge.id());
            assertTrue(!gauge.formula().isBlank() && !gauge.unit().isBlank() && !gauge.summary().contains("\n"), gauge.id());
            assertTrue(gauge.reference().matches(".+\\d{4}.*"), gauge.id() + ": " + gauge.reference());
        }
    }

    @Test
    public void theTableInTheManualIsThatOfTheCode() throws IOException {
        String manual = Files.readString(Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs").resolve("gauges.md"));
        String table = Gauges.all().stream().map(GaugesTest::row).collect(Collectors.joining("\n"));
        assertTrue(manual.contains("| --- | --- | --- | --- | --- | --- |\n" + table + "\n\n"), "docs/gauges.md must have these rows and no others:\n" + table);
    }

    private static String row(Gauge gauge) {
        return "| `" + gauge.id() + "` | " + gauge.summary() + " | `" + gauge.formula().replace("|", "\\|") + "` | " + gauge.unit() + " | "
                + (gauge.insideTasks() ? "probes and task ends" : "task ends") + " | " + gauge.reference() + " |";
    }
}
