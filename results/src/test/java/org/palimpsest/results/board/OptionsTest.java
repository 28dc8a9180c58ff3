package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.palimpsest.results.record.Json;
import org.testng.annotations.Test;

public class OptionsTest {
    @Test
    public void oneLineSortedByKey() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("lr", 0.1);
        options.put("buffer", 200);
        options.put("selection", "reservoir");
        options.put("milestones", List.of(10, 20));
        options.put("adab2n", Map.of("kappa", 0.4));
        options.put("cap", null);
        assertEquals(
                Options.line(options),
                "adab2n.kappa=0.4; buffer=200; cap=null; lr=0.1; milestones=[10,20]; selection=reservoir");
    }

    @Test
    public void textThatWouldBreakTheLineIsQuoted() {
        assertEquals(Options.line(Map.of("note", "a; b=c")), "note=\"a; b=c\"");
        assertEquals(Options.line(Map.of("note", "")), "note=\"\"");
    }

    @Test
    public void aLineIsReadBackAsItWas() {
        Map<String, Object> options = Map.of("lr", 5.0E-4, "buffer", 200, "targets", List.of("query", "value"), "name", "a=b", "flag", true, "note", "x; y");
        assertEquals(Options.line(Options.parse(Options.line(options))), Options.line(options));
        assertEquals(Options.parse("buffer=200; name=sgd; lora.rank=8"), Map.of("buffer", 200, "name", "sgd", "lora.rank", 8));
        assertEquals(Options.parse("version=1.10"), Map.of("version", "1.10"), "no number, as it would be another text");
        assertEquals(Options.parse(""), Map.of());
    }

    @Test
    public void differenceNamesOnlyWhatVaries() {
        Map<String, Object> small = Map.of("buffer", 200, "lr", 0.1);
        Map<String, Object> large = Map.of("buffer", 500, "lr", 0.1);
        assertEquals(Options.differences(List.of(large, small)), List.of("buffer=500", "buffer=200"));
        assertEquals(Options.differences(List.of(large)), List.of(""));
        assertEquals(Options.differences(List.of(large, Map.of("buffer", 500))), List.of("lr=0.1", ""), "what one of them alone has");
    }

    /** Quotes, separators and equals signs within text do not end a value. */
    @Test
    public void aLineIsReadBack() {
        Map<String, Object> options = new TreeMap<>(Map.of("a", "plain=text", "b", "x; y=\\\"1; z", "c.d", List.of("p; q", 2), "e", 0.5, "f", "trailing\\"));
        Map<String, String> read = Options.read(Options.line(options));
        assertEquals(read.keySet(), options.keySet());
        assertEquals(read.get("b"), Json.canonical(options.get("b")));
        assertEquals(read.get("c.d"), "[\"p; q\",2]");
        assertEquals(read.get("e"), "0.5");
        assertEquals(Options.read(""), Map.of());
    }
}
