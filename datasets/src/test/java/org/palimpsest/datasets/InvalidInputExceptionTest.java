package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import java.util.List;
import org.testng.annotations.Test;

public class InvalidInputExceptionTest {
    @Test
    public void numbersAllProblemsOneToALine() {
        InvalidInputException invalid = new InvalidInputException(List.of(
                new Problem("a.yaml", "tasks", "0", "must be at least 1"),
                new Problem("a.yaml", "split", "", "is missing"),
                new Problem("", "", "", "no file")));

        assertEquals(invalid.getMessage(), "1. a.yaml: tasks: value '0': must be at least 1\n"
                + "2. a.yaml: split: is missing\n3. no file");
        assertEquals(invalid.problems().size(), 3);
    }

    @Test
    public void needsAProblem() {
        assertThrows(IllegalArgumentException.class, () -> new InvalidInputException(List.of()));
    }
}
