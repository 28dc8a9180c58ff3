package org.palimpsest.harness.cli;

import static org.testng.Assert.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.testng.annotations.Test;

public class TerminalWriterTest {
    private static String printed(String text, boolean colours) {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(new TerminalWriter(out, colours));
        printer.print(text);
        printer.flush();
        return out.toString();
    }

    @Test
    public void linesAndTabsPass() {
        assertEquals(printed("a,b\r\n\tc\n", false), "a,b\r\n\tc\n");
    }

    @Test
    public void otherControlCharactersAreSpeltOut() {
        assertEquals(printed("done\rfailed \u001b[2J\u0007\u009b", true), "done\\u000dfailed \\u001b[2J\\u0007\\u009b");
    }

    @Test
    public void coloursPassWhereTheyAreWanted() {
        assertEquals(printed("\u001b[1;31mred\u001b[0m", true), "\u001b[1;31mred\u001b[0m");
        assertEquals(printed("\u001b[1;31mred\u001b[0m", false), "\\u001b[1;31mred\\u001b[0m");
    }
}
