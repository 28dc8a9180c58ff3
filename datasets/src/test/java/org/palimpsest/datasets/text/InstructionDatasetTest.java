package org.palimpsest.datasets.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class InstructionDatasetTest {
    private static final InstructionInfo INFO = new InstructionInfo("sums", "Sums", "none", "made up");
    private static final InstructionExample EXAMPLE = new InstructionExample("Add.", "1 and 1", List.of("2", "two"));

    private static InstructionSet set(String id, InstructionExample... train) {
        return new InstructionSet(id, List.of(train), List.of(EXAMPLE), List.of(), "en");
    }

    @Test
    public void findsItsSetsByName() {
        InstructionDataset sums = new InstructionDataset(INFO, List.of(set("first", EXAMPLE, EXAMPLE), set("second", EXAMPLE)));
        assertEquals(sums.names(), List.of("first", "second"));
        assertEquals(sums.train(), 3);
        assertEquals(sums.test(), 2);
        assertEquals(sums.set("second").train().get(0).answer(), "2");
        assertEquals(expectThrows(DatasetException.class, () -> sums.set("secnd")).getMessage(), "sums: has no set 'secnd' (did you mean 'second'?)");
    }

    @Test
    public void saysWhatIsNotHere() {
        InstructionDataset sums = new InstructionDataset(INFO, List.of(set("first", EXAMPLE)));
        assertEquals(sums.lacking(new DatasetCard("sums", "", "", "", 0, 1, 1, "", "", false, false, false)), Optional.empty());
        assertEquals(sums.lacking(new DatasetCard("sums", "", "", "", 0, 1, 1_000, "", "", false, false, false)),
                Optional.of("is here only in part: 1 training and 1 test examples of 1 and 1,000"));
    }

    @Test
    public void refusesSetsOfOneNameAndNone() {
        assertEquals(expectThrows(DatasetException.class, () -> new InstructionDataset(INFO, List.of(set("a"), set("a")))).getMessage(),
                "sums: has two sets named 'a'");
        assertEquals(expectThrows(DatasetException.class, () -> new InstructionDataset(INFO, List.of())).getMessage(), "sums: has no set of instructions");
    }

    /** Each differs from the first in one thing, or in where one text ends and the next begins. */
    @DataProvider
    public Object[][] others() {
        InstructionSet base = set("a", EXAMPLE);
        return new Object[][] {
            {List.of(set("b", EXAMPLE))},
            {List.of(set("a", EXAMPLE, EXAMPLE))},
            {List.of(base, set("b", EXAMPLE))},
            {List.of(set("a", new InstructionExample("Add.1", " and 1", List.of("2", "two"))))},
            {List.of(set("a", new InstructionExample("Add.", "1 and 1", List.of("2two"))))},
            {List.of(set("a", new InstructionExample("Add.", "1 and 1", List.of("two", "2"))))},
            {List.of(new InstructionSet("a", base.train(), base.test(), List.of("2"), "en"))},
            {List.of(new InstructionSet("a", base.train(), base.test(), List.of(), "de"))},
            {List.of(new InstructionSet("a", List.of(EXAMPLE, EXAMPLE), List.of(), List.of(), "en"))},
        };
    }

    @Test(dataProvider = "others")
    public void digestsAreOfAllThatIsThere(List<InstructionSet> other) {
        String digest = new InstructionDataset(INFO, List.of(set("a", EXAMPLE))).sha256();
        assertTrue(digest.matches("[0-9a-f]{64}"), digest);
        assertEquals(new InstructionDataset(new InstructionInfo("x", "", "", ""), List.of(set("a", EXAMPLE))).sha256(), digest);
        assertNotEquals(new InstructionDataset(INFO, other).sha256(), digest);
    }

    @Test
    public void examplesAskAndAnswer() {
        assertEquals(refusal(() -> new InstructionExample("", " ", List.of("2"))), "neither an instruction nor an input");
        assertEquals(refusal(() -> new InstructionExample("Add.", "", List.of())), "no answer");
        assertEquals(refusal(() -> new InstructionExample("Add.", "", List.of("2", "\n"))), "a blank answer");
        assertTrue(refusal(() -> new InstructionSet("a", List.of(), List.of(), List.of("x", "x"), "")).contains("must be distinct"));
        assertTrue(refusal(() -> new InstructionSet(" ", List.of(), List.of(), List.of(), "")).contains("needs a name"));
    }

    private static String refusal(org.testng.Assert.ThrowingRunnable made) {
        return expectThrows(IllegalArgumentException.class, made).getMessage();
    }
}
