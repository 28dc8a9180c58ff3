package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.Problems;
import org.testng.annotations.Test;

/** Suites that are written are read again. */
public class SuiteTextTest {
    @Test
    public void aSuiteIsReadAsItWasWritten() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("lr", "0.030");
        options.put("buffer", 200);
        options.put("adab2n.kappa", 0.5);
        options.put("words", "yes: [no], {x} # and \"quotes\"");
        options.put("on", true);
        options.put("truth", "true");
        options.put("schedule", Map.of("name", "cosine"));
        options.put("list", List.of(1, "two", "3 4"));
        SuiteSpec suite = new SuiteSpec("mine--tuned", "mine.yaml", List.of("split-digits", "/a path/with blanks.yaml"),
                List.of(new RecipeSpec("der++", Map.of()), new RecipeSpec("er-ace+adab2n", options)), List.of(0L, 1L, 7L));
        Problems problems = new Problems();
        Values values = new Values(problems.require(Yaml.section(suite.yaml(), problems)), "mine.yaml");
        SuiteSpec read = SuiteSpec.of("other", values, Set.of(), problems);
        assertTrue(problems.isEmpty(), problems.toString());
        assertEquals(read.name(), suite.name());
        assertEquals(read.benchmarks(), suite.benchmarks());
        assertEquals(read.seeds(), suite.seeds());
        assertEquals(read.methods().get(0), suite.methods().get(0));
        Map<String, Object> again = read.methods().get(1).options();
        assertEquals(again.get("lr").toString(), "0.03", "a number");
        again.put("lr", "0.030");
        assertEquals(again, options);
    }
}
