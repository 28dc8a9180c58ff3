package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class CsvTest {
    private static final Path FILE = Path.of("a.csv");
    private static final List<String> PIECES = List.of("a", "1", " ", ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "'", "''", "=", "+", "-", "@", ".",
            "e5", "ä", "\u0661", "\uFEFF", "\uD83D\uDE00", "\u2028", "\u0000", "sep=;", "NaN");

    private static List<List<String>> again(List<List<String>> rows) {
        return Csv.read(FILE, Csv.bytes(List.of("first", "second"), rows)).rows().stream().map(Csv.Line::cells).toList();
    }

    /** Any cells, and so that no row is blank, which would be none. */
    @Test
    public void whatIsWrittenIsReadBack() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(7);
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < 5000; row++) {
            StringBuilder cell = new StringBuilder();
            IntStream.range(0, random.nextInt(6)).forEach(i -> cell.append(PIECES.get(random.nextInt(PIECES.size()))));
            rows.add(List.of(cell.toString(), "x"));
            rows.add(List.of("x", cell.toString()));
        }
        assertEquals(again(rows), rows);
    }

    /** What a cell is written as. */
    @DataProvider
    public Object[][] cells() {
        return new Object[][] {{"=1+1", "'=1+1"}, {"+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"}, {"-x", "'-x"}, {"@SUM(A1)", "'@SUM(A1)"}, {"\t=1", "'\t=1"},
            {"-1.5", "-1.5"}, {"+2", "+2"}, {"-1.0E-5", "-1.0E-5"}, {"'=1", "''=1"}, {"'-1", "''-1"}, {"it's", "it's"}, {"'a", "'a"}, {"a=1", "a=1"},
            {"-", "'-"}};
    }

    @Test(dataProvider = "cells")
    public void whatASpreadsheetWouldComputeIsTextAndNumbersStayNumbers(String cell, String written) {
        assertEquals(Csv.lines(List.of(List.of(cell))).replaceAll("^\"|\"?\r\n$", ""), written);
        assertEquals(again(List.of(List.of(cell, "x"))), List.of(List.of(cell, "x")));
    }

    @Test
    public void theFirstLineOfAFileThatNamesWhatStandsBetweenCellsIsNoHeader() {
        Csv.Sheet sheet = Csv.read(FILE, "sep=;\r\na;b\r\n1;2,5\r\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(sheet.header(), List.of("a", "b"));
        assertEquals(sheet.rows(), List.of(new Csv.Line(3, List.of("1", "2,5"))));
    }
}
