package org.palimpsest.datasets.embedded;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class EmbeddedInstructionsTest {
    private final EmbeddedFiles files = EmbeddedFiles.packaged();

    @DataProvider
    public Object[][] sources() {
        return new Object[][] {{Clinc150.in(files)}, {Banking77.in(files)}};
    }

    private static InstructionDataset load(DatasetSource source) {
        return (InstructionDataset) source.load(DatasetName.parse(source.card().name()));
    }

    @Test(dataProvider = "sources")
    public void holdWhatTheirCardSays(DatasetSource source) {
        DatasetCard card = source.card();
        InstructionDataset dataset = load(source);
        InstructionSet set = dataset.set(card.name());
        assertTrue(card.embedded());
        assertEquals(source.state(DatasetName.parse(card.name())).kind(), DatasetState.Kind.EMBEDDED);
        assertEquals(dataset.sets(), List.of(set));
        assertEquals(List.of(set.options().size(), set.train().size(), set.test().size()), List.of(card.classes(), card.train(), card.test()));
        assertEquals(set.language(), "en");
        assertTrue(dataset.lacking(card).isEmpty());
    }

    @Test(dataProvider = "sources")
    public void everyOptionIsTrainedAndTested(DatasetSource source) {
        InstructionSet set = load(source).sets().get(0);
        assertEquals(counts(set.train()).keySet(), Set.copyOf(set.options()));
        assertEquals(counts(set.test()).keySet(), Set.copyOf(set.options()));
        assertEquals(set.options(), set.options().stream().sorted().toList());
        assertTrue(set.options().stream().noneMatch(option -> option.contains("_")), set.options().toString());
    }

    @Test
    public void clincHasAHundredAndThirtyQueriesOfEachIntentAndNoneOutOfScope() {
        InstructionSet clinc = load(Clinc150.in(files)).sets().get(0);
        assertEquals(Set.copyOf(counts(clinc.train()).values()), Set.of(100L));
        assertEquals(Set.copyOf(counts(clinc.test()).values()), Set.of(30L));
        assertEquals(clinc.train().get(0), new InstructionExample("Which intent does the query to the assistant have?",
                "what expression would i use to say i love you if i were an italian", List.of("translate")));
        assertTrue(clinc.options().contains("account blocked") && !clinc.options().contains("oos"));
    }

    @Test
    public void bankingHasFortyMessagesOfEachIntentToTest() {
        InstructionSet banking = load(Banking77.in(files)).sets().get(0);
        assertEquals(Set.copyOf(counts(banking.test()).values()), Set.of(40L));
        assertEquals(banking.train().get(0), new InstructionExample("Which intent does the customer's message to the bank have?",
                "I am still waiting on my card?", List.of("card arrival")));
        // the file has it quoted, after a line end and before three
        assertTrue(banking.train().stream().anyMatch(example -> example.input().equals("I can't seem to be able to use my card")));
    }

    private static Map<String, Long> counts(List<InstructionExample> part) {
        return part.stream().collect(Collectors.groupingBy(InstructionExample::answer, Collectors.counting()));
    }
}
