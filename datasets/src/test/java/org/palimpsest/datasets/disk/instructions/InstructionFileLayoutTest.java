package org.palimpsest.datasets.disk.instructions;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class InstructionFileLayoutTest {
    private static final String SUM = "{\"instruction\": \"Add.\", \"input\": \"1 and 1\", \"output\": [\"2\", \"two\"]}";
    private static final InstructionExample ADDED = new InstructionExample("Add.", "1 and 1", List.of("2", "two"));

    private DiskFolders folders;

    @BeforeMethod
    public void makeFolders() {
        folders = new DiskFolders();
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() {
        folders.close();
    }

    private InstructionDataset load(String name) {
        return folders.instructions(new InstructionFileLayout(), "instruction-file:" + name);
    }

    /** Of a set in a folder of its own, tested on the sum above. */
    private InstructionExample only(String train) {
        folders.write("own/train.json", train);
        folders.write("own/test.json", "[" + SUM + "]");
        InstructionSet set = load("own").set("own");
        assertEquals(set.test(), List.of(ADDED));
        assertEquals(set.train().size(), 1);
        return set.train().get(0);
    }

    @DataProvider
    public Object[][] forms() {
        return new Object[][] {
            {"[" + SUM + "]", ADDED},
            {"\ufeff[" + SUM + "]", ADDED},
            {SUM, ADDED},
            {"{\"input\": \" 1 and 1\\n\", \"output\": \"2\"}", example("", "1 and 1", "2")},
            {"[{\"instruction\": \"Add 1 and 1.\", \"input\": null, \"output\": \"2\", \"id\": 7}]", example("Add 1 and 1.", "", "2")},
            {"[{\"instruction\": \"Add.\", \"context\": \"1 and 1\", \"response\": \"2\", \"category\": \"sums\"}]", example("Add.", "1 and 1", "2")},
            {"[{\"prompt\": \"Add.\\n1 and 1\", \"answer\": \"2\"}]", example("", "Add.\n1 and 1", "2")},
            {"[{\"prompt\": \"1 and 1\", \"completion\": \"2\"}]", example("", "1 and 1", "2")},
            {"[{\"sentence\": \"1 and 1\", \"label\": \"2\"}]", example("", "1 and 1", "2")},
            {"[{\"conversations\": [{\"from\": \"human\", \"value\": \"1 and 1\"}, {\"from\": \"gpt\", \"value\": \"2\"}]}]", example("", "1 and 1", "2")},
            {"[{\"messages\": [{\"role\": \"system\", \"content\": \"Add.\"}, {\"role\": \"user\", \"content\": \"1 and 1\"}, "
                    + "{\"role\": \"assistant\", \"content\": \"2\"}]}]", example("Add.", "1 and 1", "2")},
            {"[{\"messages\": [{\"role\": \"user\", \"content\": \"1 and 1\"}, {\"role\": \"assistant\", \"content\": \"2\"}, "
                    + "{\"role\": \"user\", \"content\": \"and 1\"}, {\"role\": \"assistant\", \"content\": \"3\"}]}]",
                example("", "User: 1 and 1\nAssistant: 2\nUser: and 1", "3")},
            {"{\"Definition\": [\"Add.\"], \"Output_language\": [\"English\"], \"Instances\": [{\"id\": \"a\", \"input\": \"1 and 1\", "
                    + "\"output\": [\"2\", \"two\"]}]}", ADDED},
            {"{\"Definition\": \"Add.\", \"Instances\": [{\"input\": \"1 and 1\", \"output\": \"2\"}]}", example("Add.", "1 and 1", "2")},
        };
    }

    private static InstructionExample example(String instruction, String input, String answer) {
        return new InstructionExample(instruction, input, List.of(answer));
    }

    @Test(dataProvider = "forms")
    public void readsTheUsualForms(String file, InstructionExample example) {
        assertEquals(only(file), example);
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "{\"prompt\": \"What comes after " + i + "?\", \"answer\": \"" + (i + 1) + "\"}\n")
                .collect(Collectors.joining());
    }

    @Test
    public void eachFifthExampleOfAFileIsATestExample() {
        folders.write("counting.json", lines(12));
        InstructionDataset counting = load("counting.json");
        InstructionSet set = counting.set("counting");
        assertEquals(counting.name(), "instruction-file:counting.json");
        assertEquals(set.test().stream().map(InstructionExample::answer).toList(), List.of("5", "10"));
        assertEquals(set.train().stream().map(InstructionExample::answer).toList(), List.of("1", "2", "3", "4", "6", "7", "8", "9", "11", "12"));
        assertEquals(set.options(), List.of());
        assertEquals(set.language(), "");
        assertTrue(counting.unverified().isEmpty());
        assertEquals(folders.state(new InstructionFileLayout(), "instruction-file:counting.json").kind(), DatasetState.Kind.UNVERIFIED);
    }

    @Test
    public void aFolderHoldsSetsInFilesAndFolders() {
        folders.write("mine/b.jsonl", "\n" + lines(5) + "\n");
        folders.write("mine/c.txt", "no data");
        folders.write("mine/.d.json", "no data");
        folders.write("mine/a/training.jsonl", lines(2));
        folders.write("mine/a/dev.json", "[" + SUM + "]");
        folders.write("mine/empty/readme.txt", "no data");
        InstructionDataset mine = load("mine");
        assertEquals(mine.names(), List.of("a", "b"));
        assertEquals(mine.set("a").train().size(), 2);
        assertEquals(mine.set("a").test(), List.of(ADDED));
        assertEquals(load(folders.data().resolve("mine").toString()).sha256(), mine.sha256());
        String before = mine.sha256();
        folders.write("mine/b.jsonl", lines(6));
        assertNotEquals(load("mine").sha256(), before);
    }

    @Test
    public void linesThatAllPromptsBeginWithAreTheirInstruction() {
        folders.write("sums/train.jsonl", "{\"prompt\": \"Add.\\n\\nNumbers:\\n1 and\\n1\", \"answer\": \"2\"}\n"
                + "{\"prompt\": \"Add.\\n\\nNumbers:\\n1 and\\n2\", \"answer\": \"3\"}\n");
        folders.write("sums/test.jsonl", "{\"prompt\": \"Add.\\n\\nNumbers:\\n11 and\\n2\", \"answer\": \"13\"}\n");
        InstructionSet sums = load("sums").set("sums");
        assertEquals(sums.train().get(1), example("Add.\n\nNumbers:", "1 and\n2", "3"));
        assertEquals(sums.test().get(0), example("Add.\n\nNumbers:", "11 and\n2", "13"));
    }

    @Test
    public void aFewAnswersThatComeAgainAreChoices() {
        String train = IntStream.range(0, 40).mapToObj(i -> "{\"prompt\": \"Is " + i + " even?\", \"answer\": \"" + (i % 2 == 0 ? "yes" : "no") + "\"}\n")
                .collect(Collectors.joining());
        folders.write("even/train.jsonl", train);
        folders.write("even/test.jsonl", "{\"prompt\": \"Is 40 even?\", \"answer\": \"yes\"}\n");
        assertEquals(load("even").set("even").options(), List.of("no", "yes"));
        folders.write("even/test.jsonl", "{\"prompt\": \"Is 0.5 even?\", \"answer\": \"neither\"}\n");
        assertEquals(load("even").set("even").options(), List.of());
        folders.write("even/labels.json", "[\"yes\", \"no\", \"neither\"]");
        assertEquals(load("even").set("even").options(), List.of("yes", "no", "neither"));
    }

    /** What is in the training file, and what is said of it. */
    @DataProvider
    public Object[][] bad() {
        return new Object[][] {
            {" \n", "is empty"},
            {"[]", "is an empty list"},
            {"[1, \"a\"]", "[0]: value '1': must be an object|[1]: value '\"a\"': must be an object"},
            {"{\"prompt\": \"a\", \"answer\": ", "line 1: is no JSON"},
            {"[{\"prompt\": \"a\", \"answer\": \"b\"},\n{\"prompt\" \"a\"}]", "line 2: is no JSON"},
            {"[{\"prompt\": \"a\", \"answer\": \"b\"}] x", "is no JSON"},
            {"[{\"prompt\": \"a\", \"answer\": \"b\"}] []", "line 1: is no JSON: something follows after its end"},
            {"[{\"prompt\": \"a\", \"answer\": \"b\"}, {\"prompt\": \"a\"", "is no JSON: Unexpected end-of-input: expected close marker for Object"},
            {"{\"prompt\": \"a\", \"answer\": \"b\"}\n{\"prompt\": \"a\"\n{\"prompt\": \"a\", \"answer\": \"\"}\n",
                "line 2: value '{\"prompt\": \"a\"': is no JSON|line 3: answer: is empty"},
            {"[{\"prompt\": \"a\", \"answer\": \"b\", \"answer\": \"c\"}]", "Duplicate field 'answer'"},
            {"[{\"question\": \"a\", \"reply\": \"b\"}]", "[0]: value 'question, reply': keys of no form that is read: instruction, input, output; "
                    + "instruction, context, response; prompt, answer; prompt, completion; sentence, label; conversations [{from, value}]; "
                    + "messages [{role, content}]; Definition, Instances"},
            {"[{\"instruction\": \"a\", \"input\": \"b\"}, {\"prompt\": \"a\", \"answer\": null}]", "[0].output: is missing|[1].answer: is missing"},
            {"[{\"instruction\": \" \", \"output\": \"b\"}]", "[0]: asks nothing"},
            {"[{\"prompt\": 3, \"answer\": 4}]", "[0].prompt: value '3': must be text|[0].answer: value '4': must be text, or a list"},
            {"[{\"input\": \"a\", \"output\": []}, {\"input\": \"a\", \"output\": [\"b\", \" \"]}, {\"input\": \"a\", \"output\": [\"b\", 3]}]",
                "[0].output: value '[]': holds no answer|[1].output: value '[\"b\",\" \"]': is empty|[2].output: value '[\"b\",3]': must be text"},
            {"{\"Instances\": [{\"input\": \"a\", \"output\": \"b\"}]}", "Definition: must be the text"},
            {"{\"Definition\": [\"Add.\"], \"Instances\": []}", "Instances: value '[]': must be a list"},
            {"{\"Definition\": [\"Add.\"], \"Instances\": [{\"input\": \"a\", \"output\": \"b\"}, {\"input\": \"a\", \"output\": \"\"}, 5]}",
                "Instances[1].output: is empty|Instances[2]: value '5': must be an object"},
            {"[{\"messages\": []}, {\"conversations\": 3}]", "[0].messages: value '[]': must be a list of turns|[1].conversations: value '3': must be"},
            {"[{\"conversations\": [{\"from\": \"humam\", \"value\": \"a\"}, {\"value\": 3}]}]",
                "[0].conversations[0].from: value 'humam': nobody known speaks so (did you mean 'human'?)|[0].conversations[1].from: is missing"
                    + "|[0].conversations[1].value: value '3': must be text"},
            {"[{\"conversations\": [{\"from\": \"human\", \"value\": \"a\"}]}]", "[0].conversations: value 'User': must be turns of user and assistant"},
            {"[{\"conversations\": [{\"from\": \"human\", \"value\": \"a\"}, {\"from\": \"gpt\", \"value\": \"\"}]}]",
                "[0].conversations[1].value: is empty"},
        };
    }

    @Test(dataProvider = "bad")
    public void saysAllThatIsWrong(String file, String said) {
        folders.write("own/train.json", file);
        folders.write("own/test.json", "[" + SUM + "]");
        assertSaid("own", "train.json", said);
    }

    private void assertSaid(String name, String file, String said) {
        InvalidInputException refused = expectThrows(InvalidInputException.class, () -> load(name));
        List<String> messages = refused.problems().stream().map(Object::toString).toList();
        String[] expected = said.split("\\|");
        assertEquals(messages.size(), expected.length, messages.toString());
        for (int i = 0; i < expected.length; i++) {
            assertTrue(messages.get(i).contains(file) && messages.get(i).contains(expected[i]), messages + " for " + expected[i]);
        }
    }

    @Test
    public void whatIsWrongWithAllFilesIsSaidAtOnce() {
        folders.write("mine/a/train.json", "[{\"prompt\": \"a\", \"answer\": \"maybe\"}]");
        folders.write("mine/a/test.json", "no JSON");
        folders.write("mine/a/labels.json", "[\"yes\", 3, \"yes\"]");
        folders.write("mine/b.json", lines(4));
        folders.write("mine/c.json", new String(new byte[] {'{', (byte) 0xff}, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1));
        InvalidInputException refused = expectThrows(InvalidInputException.class, () -> load("mine"));
        String message = refused.getMessage();
        for (String said : List.of("labels.json: [1]: value '3'", "labels.json: [2]: value 'yes': is there twice",
                "[0].answer: value 'maybe': is none of the options, yes",
                "test.json: line 1: is no JSON", "b.json: holds 4 examples; at least 5", "c.json: cannot be read as UTF-8 text")) {
            assertTrue(message.contains(said), message + " lacks " + said);
        }
        assertEquals(refused.problems().size(), 6, message);
    }

    @Test
    public void aFileOfAnotherKindIsNotReadToItsEnd() {
        folders.write("own.jsonl", "{\"text\": \"a\"}\n".repeat(5_000));
        InvalidInputException refused = expectThrows(InvalidInputException.class, () -> load("own.jsonl"));
        assertEquals(refused.problems().size(), 1_001);
        assertTrue(refused.problems().get(1_000).toString().contains("more than 1000 problems"), refused.problems().get(1_000).toString());
    }

    @Test
    public void saysWhatIsNotThere() {
        String missing = expectThrows(DatasetException.class, () -> load("absent")).getMessage();
        assertTrue(missing.contains("is not on this machine") && missing.contains("train.json"), missing);
        folders.write("notes/a.txt", "no data");
        String none = expectThrows(DatasetException.class, () -> load("notes")).getMessage();
        assertTrue(none.contains("holds neither .json nor .jsonl files"), none);
    }
}
