package org.palimpsest.datasets.disk.instructions;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.List;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class CollectionLayoutTest {
    private DiskFolders folders;

    @BeforeMethod
    public void makeFolders() {
        folders = new DiskFolders();
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() {
        folders.close();
    }

    private void write(String folder, String train, String test) {
        folders.write(folder + "/train.json", train);
        folders.write(folder + "/test.json", test);
    }

    private static String task(String... answers) {
        return "{\"Definition\": [\"Summarise.\"], \"Output_language\": [\"French\"], \"Instances\": ["
                + String.join(", ", Stream.of(answers).map(answer -> "{\"input\": \"text\", \"output\": [\"" + answer + "\"]}").toList()) + "]}";
    }

    @Test
    public void readsTasksOfSuperNaturalInstructions() {
        write("superni/task2_b", task("one", " ", "two"), task("three"));
        write("superni/task10_a", task("one"), task("two"));
        write("superni/notes", "no data", "no data");
        InstructionDataset superni = folders.instructions(CollectionLayout.superNi(), "superni");
        assertEquals(superni.names(), List.of("task10_a", "task2_b"));
        InstructionSet task = superni.set("task2_b");
        assertEquals(task.train(), List.of(new InstructionExample("Summarise.", "text", List.of("one")),
                new InstructionExample("Summarise.", "text", List.of("two"))));
        assertEquals(task.language(), "fr");
        assertEquals(task.options(), List.of());
        assertTrue(superni.unverified().orElseThrow().contains("none of the known editions (15 tasks"), superni.unverified().toString());
    }

    @Test
    public void asksTheTextsOfTheLongSequence() {
        String texts = "[{\"sentence\": \"a goal\", \"label\": \"Sports\"}, {\"sentence\": \"a vote\", \"label\": \"World\"}]";
        write("CL_Benchmark/TC/agnews", texts, texts);
        folders.write("CL_Benchmark/TC/agnews/labels.json", "[\"World\", \"Sports\"]");
        String pairs = "[{\"sentence\": \"sentence 1: a\\nsentence 2: b\", \"label\": \"neutral\"}, {\"sentence\": \"c\", \"label\": \"-\"}]";
        write("CL_Benchmark/NLI/MNLI", pairs, pairs);
        folders.write("CL_Benchmark/NLI/MNLI/labels.json", "[\"neutral\", \"entailment\"]");
        InstructionDataset sequence = folders.instructions(CollectionLayout.longSequence(), "long-sequence");
        assertEquals(sequence.names(), List.of("MNLI", "agnews"));
        assertEquals(sequence.set("agnews").train().get(1), new InstructionExample(
                "Which topic is the news article about? Answer with one of: World, Sports.", "a vote", List.of("World")));
        assertEquals(sequence.set("agnews").options(), List.of("World", "Sports"));
        assertEquals(sequence.set("MNLI").test().size(), 1, "what nobody agreed on is left out");
        assertEquals(sequence.set("MNLI").language(), "en");
    }

    @Test
    public void aLabelThatIsNoOptionIsRefused() {
        write("long-sequence/RTE", "[{\"sentence\": \"a\", \"label\": \"maybe\"}]", "[{\"sentence\": \"a\", \"label\": \"yes\"}]");
        folders.write("long-sequence/RTE/labels.json", "[\"yes\", \"no\"]");
        String message = expectThrows(InvalidInputException.class, () -> folders.instructions(CollectionLayout.longSequence(), "long-sequence")).getMessage();
        assertTrue(message.endsWith("train.json: [0].label: value 'maybe': is none of the options, yes, no"), message);
    }

    @Test
    public void readsTraceInTheOrderOfItsAuthors() {
        String prompts = "[{\"prompt\": \"判断\\n甲\", \"answer\": \"A\"}, {\"prompt\": \"判断\\n乙\", \"answer\": \"B\"}]";
        for (String name : List.of("20Minuten", "C-STANCE", "Py150", "FOMC")) {
            write("LLM-CL-Benchmark_500/" + name, prompts, prompts);
        }
        InstructionDataset trace = folders.instructions(CollectionLayout.trace(), "trace");
        assertEquals(trace.sets().stream().map(set -> set.id() + " " + set.language()).toList(), List.of("C-STANCE zh", "FOMC en", "Py150 ", "20Minuten de"));
        assertEquals(trace.set("C-STANCE").test().get(1), new InstructionExample("判断", "乙", List.of("B")));
    }

    @Test
    public void namesAllFilesThatAreMissing() {
        folders.write("trace/FOMC/train.json", "[]");
        folders.write("trace/C-STANCE/test.json", "[]");
        String message = expectThrows(DatasetException.class, () -> folders.instructions(CollectionLayout.trace(), "trace")).getMessage();
        assertTrue(message.matches(".*C-STANCE.train.json, .*FOMC.test.json: are missing"), message);
        assertEquals(folders.state(CollectionLayout.trace(), "trace").kind(), DatasetState.Kind.DAMAGED);
        assertEquals(folders.state(CollectionLayout.superNi(), "superni").kind(), DatasetState.Kind.MISSING);
    }

    @Test
    public void canBeImported() {
        write("else/trace/FOMC", "[{\"prompt\": \"a\", \"answer\": \"A\"}]", "[{\"prompt\": \"b\", \"answer\": \"B\"}]");
        folders.importFrom(CollectionLayout.trace(), "trace", folders.data().resolve("else"));
        assertEquals(folders.instructions(CollectionLayout.trace(), "trace").names(), List.of("FOMC"));
        write("other/trace/FOMC", "[{\"prompt\": \"a\"}]", "[]");
        try (DiskFolders fresh = new DiskFolders()) {
            String message = expectThrows(DatasetException.class, () -> fresh.importFrom(CollectionLayout.trace(), "trace",
                    folders.data().resolve("other"))).getMessage();
            assertTrue(message.contains("holds no sound trace") && message.contains("[0].answer: is missing") && message.contains("is an empty list"), message);
            assertEquals(fresh.state(CollectionLayout.trace(), "trace").kind(), DatasetState.Kind.MISSING);
        }
    }
}
