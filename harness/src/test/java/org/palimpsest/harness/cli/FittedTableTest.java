package org.palimpsest.harness.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class FittedTableTest {
    private static final List<Map<String, Object>> ROWS = List.of(
            Map.of("name", "er", "n", 7, "summary", "trains on a batch from the stream and on one from memory"),
            Map.of("name", "online-ewc", "n", 12, "summary", "holds weights"));

    @Test
    public void aTableThatFitsHasALineARow() {
        assertEquals(FittedTable.of(ROWS, List.of("name", "n"), 100), List.of(
                "name        n",
                "er          7",
                "online-ewc  12"));
        assertEquals(FittedTable.of(ROWS, List.of("name", "summary"), FittedTable.ENDLESS).get(1),
                "er          trains on a batch from the stream and on one from memory");
    }

    @Test
    public void whatIsTooLongGoesOnMoreLines() {
        assertEquals(FittedTable.of(ROWS, List.of("name", "n", "summary"), 57), List.of(
                "name        n   summary",
                "er          7   trains on a batch from the stream and on",
                "                one from memory",
                "online-ewc  12  holds weights"));
    }

    /** A column of a few words a line is hard to read. */
    @Test
    public void aLastColumnWithoutRoomGoesBelow() {
        assertEquals(FittedTable.of(ROWS, List.of("name", "n", "summary"), 40), List.of(
                "name        n",
                "    summary",
                "er          7",
                "    trains on a batch from the stream",
                "    and on one from memory",
                "online-ewc  12",
                "    holds weights"));
    }

    @Test
    public void groupsHaveNamesUnlessThereIsOne() {
        Map<String, List<Map<String, Object>>> groups = new LinkedHashMap<>();
        groups.put("rehearsal", ROWS.subList(0, 1));
        assertEquals(FittedTable.sections(groups, List.of("name", "n"), 100), List.of("name  n", "er    7"));
        groups.put("regularisation", ROWS.subList(1, 2));
        assertEquals(FittedTable.sections(groups, List.of("name", "n"), 100), List.of(
                "  name        n",
                "rehearsal:",
                "  er          7",
                "regularisation:",
                "  online-ewc  12"));
    }

    /** Words are not cut: a name stays a name. */
    @Test
    public void noLineIsLongerUnlessAWordIs() {
        for (int width = 1; width < 120; width++) {
            for (String line : FittedTable.of(ROWS, List.of("summary", "name", "n"), width)) {
                assertTrue(line.length() <= Math.max(width, "summary  online-ewc  12".length()), width + ": " + line);
            }
            assertTrue(String.join("\n", FittedTable.of(ROWS, List.of("summary", "name", "n"), width)).contains("online-ewc"));
        }
    }

    @DataProvider
    public Object[][] columns() {
        return new Object[][] {{null, 100}, {"", 100}, {"80", 80}, {"wide", 100}, {"0", 100}, {"-5", 100}, {"3", 40}, {"250", 250}, {"99999", 100}};
    }

    @Test(dataProvider = "columns")
    public void linesAreAsLongAsTheTerminalSays(String columns, int width) {
        assertEquals(Terminal.width(columns), width);
    }
}
