package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.List;
import org.testng.annotations.Test;

public class ProblemsTest {

    private final Problem missing = new DatasetException("birds.zip", "is cut off").problem("a.yaml", "dataset", "birds");

    @Test
    public void collectsInTheOrderOfFindingAndNamesThePlace() {
        Problems problems = new Problems();
        problems.at("b.yaml").add("tasks", 0, "must be at least 1");
        problems.at("a.yaml").add("id", "A", "must be in lower case");
        assertEquals(problems.list().toString(),
                "[b.yaml: tasks: value '0': must be at least 1, a.yaml: id: value 'A': must be in lower case]");
        InvalidInputException thrown = expectThrows(InvalidInputException.class, problems::throwIfAny);
        assertEquals(thrown.problems(), problems.list());
    }

    /** Two benchmarks may share a stream that is wrong: told once, but neither goes on with it. */
    @Test
    public void toldAgainAProblemIsListedOnceButCounted() {
        Problems problems = new Problems();
        problems.at("a.yaml").add("tasks", 0, "must be at least 1");
        int before = problems.count();
        problems.at("a.yaml").add("tasks", 0, "must be at least 1");
        assertEquals(problems.list().size(), 1);
        assertEquals(problems.count(), before + 1);
    }

    @Test
    public void tellsMissingDataFromMistakes() {
        Problems problems = new Problems();
        assertFalse(problems.onlyMissingData(), "nothing is wrong at all");
        problems.add(missing);
        problems.at("a.yaml").addMissing("weights", "resnet", "are not on this machine");
        assertTrue(problems.onlyMissingData());
        problems.add("tasks", 0, "must be at least 1");
        assertFalse(problems.onlyMissingData());
    }

    @Test
    public void aDatasetExceptionBecomesAProblemOfWhoeverNamedTheData() {
        assertEquals(missing.toString(), "a.yaml: dataset: value 'birds': birds.zip: is cut off");
        assertEquals(missing.kind(), Problem.Kind.MISSING_DATA);
        assertEquals(missing.at("--dataset").toString(), "--dataset: dataset: value 'birds': birds.zip: is cut off");
        assertEquals(missing.at("--dataset").kind(), Problem.Kind.MISSING_DATA);
    }

    @Test
    public void nothingWrongThrowsNothing() {
        Problems problems = new Problems();
        problems.addAll(List.of());
        problems.throwIfAny();
        assertTrue(problems.isEmpty());
    }
}
