package org.palimpsest.results.table;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.testng.annotations.Test;

public class TableFormatTest {
    private static final Cell MEAN = Cell.number(.75, "75.00 ± 2.00 (3)").within(OptionalDouble.of(.73), OptionalDouble.of(.77));

    private static final Sheet SHEET = new Sheet(
            "bench_1 & more", Map.of("benchmark", "bench_1"),
            List.of(new Sheet.Heading("method", "method", true), new Sheet.Heading("final %", "final", false)),
            List.of(
                    new Sheet.Line(List.of(Cell.words("er|ace_{x}"), MEAN), TextTable.Style.BEST),
                    new Sheet.Line(List.of(Cell.words("<b>, \"q\""), Cell.MISSING), TextTable.Style.PLAIN)),
            List.of("a *note*"));

    @Test
    public void textLinesUp() {
        assertEquals(TableFormat.TEXT.write(List.of(SHEET, SHEET)).split("\n\n")[0], String.join("\n",
                "bench_1 & more",
                "method               final %",
                "er|ace_{x}  75.00 ± 2.00 (3)",
                "<b>, \"q\"                   –",
                "a *note*"));
    }

    @Test
    public void markdownHasNoMarksButItsOwn() {
        assertEquals(TableFormat.MARKDOWN.write(List.of(SHEET)), String.join("\n",
                "**bench\\_1 &amp; more**",
                "",
                "| method | final % |",
                "| --- | ---: |",
                "| er\\|ace\\_{x} | 75.00 ± 2.00 (3) |",
                "| &lt;b&gt;, \"q\" | – |",
                "",
                "a \\*note\\*  ",
                ""));
    }

    @Test
    public void latexHasNoCommandsButItsOwn() {
        assertEquals(TableFormat.LATEX.write(List.of(SHEET)), String.join("\n",
                "% needs \\usepackage{booktabs}",
                "% bench_1 & more",
                "\\begin{tabular}{lr}",
                "\\toprule",
                "method & final \\% \\\\",
                "\\midrule",
                "\\textbf{er$|$ace\\_\\{x\\}} & \\textbf{75.00 $\\pm$ 2.00 (3)} \\\\",
                "$<$b$>$, \"q\" & -- \\\\",
                "\\bottomrule",
                "\\end{tabular}",
                "% a *note*",
                ""));
    }

    @Test
    public void csvAndJsonHaveTheNumbersThemselves() {
        assertEquals(TableFormat.CSV.write(List.of(SHEET)).split("\r\n"), new String[] {
            "benchmark,method,final,final.low,final.high", "bench_1,er|ace_{x},0.75,0.73,0.77", "bench_1,\"<b>, \"\"q\"\"\",,,"});
        String json = TableFormat.JSON.write(List.of(SHEET)).replaceAll("\\s+", " ");
        assertTrue(json.contains("\"method\" : \"er|ace_{x}\", \"final\" : 0.75, \"final.low\" : 0.73, \"final.high\" : 0.77"), json);
        assertTrue(json.contains("\"notes\" : [ \"a *note*\" ]"), json);
    }

    /** A note or a title is one comment, whatever is in it. */
    @Test
    public void noLineBreakEndsAComment() {
        Sheet broken = new Sheet("a\nb", Map.of(), SHEET.headings(), SHEET.lines(), List.of("c\r\nd"));
        TableFormat.LATEX.write(List.of(broken)).lines().filter(line -> !line.startsWith("%"))
                .forEach(line -> assertTrue(line.matches("\\\\.*|.*\\\\\\\\"), line));
        assertTrue(TableFormat.MARKDOWN.write(List.of(broken)).startsWith("**a?b**\n"));
    }

    @Test
    public void tablesWithOtherColumnsAreOneInCsv() {
        Sheet other = new Sheet("other", Map.of("benchmark", "b2"), List.of(new Sheet.Heading("f", "f", false)),
                List.of(new Sheet.Line(List.of(Cell.number(2, "2")), TextTable.Style.PLAIN)), List.of());
        assertEquals(TableFormat.CSV.write(List.of(SHEET, other)).split("\r\n")[3], "b2,,,,,2");
    }
}
