package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * What came of a command.
 *
 * @param command its arguments
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record Outcome(List<String> command, int code, String out, String err) {
    Outcome exits(int expected) {
        assertEquals(code, expected, toString());
        return this;
    }

    /** Holds the errors to name all of these. */
    Outcome complainsOf(String... words) {
        for (String word : words) {
            assertTrue(err.contains(word), "'" + word + "' is not in the errors of " + this);
        }
        return this;
    }

    /** Holds the output to show all of these. */
    Outcome shows(String... words) {
        for (String word : words) {
            assertTrue(out.contains(word), "'" + word + "' is not in the output of " + this);
        }
        return this;
    }

    JsonNode json() {
        try {
            return JsonMapper.builder().build().readTree(out);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + this, e);
        }
    }

    @Override
    public String toString() {
        return "palimpsest " + String.join(" ", command) + "\nexit code " + code + "\n--- out\n" + out + "\n--- err\n" + err;
    }
}
