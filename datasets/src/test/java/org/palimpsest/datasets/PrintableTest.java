package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Collections;
import org.testng.annotations.Test;

public class PrintableTest {
    @Test
    public void whatHasAnEffectIsSpeltOut() {
        assertEquals(Printable.of("a\u001b[31mb\r\n\tc\u0000\u009b\u202e\u2028"), "a\\u001b[31mb\\u000d\\n\\tc\\u0000\\u009b\\u202e\\u2028");
    }

    @Test
    public void lettersOfAnyScriptAreNot() {
        assertEquals(Printable.of("f\u00fc\u00dfe \u0394 \u0416 \u4e2d \ud83d\ude00"), "f\u00fc\u00dfe \u0394 \u0416 \u4e2d \ud83d\ude00");
    }

    @Test
    public void aProblemIsOneLine() {
        Problem forged = new Problem("a\nb.yaml", "k\u001b[2J", "x\n2. forged", "unknown\r");
        assertEquals(forged.toString(), "a\\nb.yaml: k\\u001b[2J: value 'x\\n2. forged': unknown\\u000d");
    }

    @Test
    public void aLongValueAndManyProblemsAreCutShort() {
        Problem huge = new Problem("a.yaml", "key", "x".repeat(1_000_000), "is wrong");
        assertTrue(huge.toString().endsWith("x... (1000000 characters)': is wrong"), huge.toString());
        String told = new InvalidInputException(Collections.nCopies(1_000, huge)).getMessage();
        assertEquals(told.lines().count(), 201);
        assertTrue(told.endsWith("\n... and 800 more"));
    }
}
