package org.palimpsest.harness.pool;

import static org.testng.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.RunStore;
import org.testng.annotations.Test;

/** What processes say to each other. */
public class MessageTest {
    @Test
    public void aMessageIsALineOfItsOwn() {
        for (Message message : List.of(Message.of(Message.Kind.READY), Message.started(3, 1L << 40), Message.at(2, 7), Message.taught(1, 0.25),
                Message.unusable("a b/run.json", "\"is\" damaged,\nand so on"))) {
            List<String> lines = ("printed without an end" + message.line()).lines().toList();
            assertEquals(lines.size(), 2);
            assertEquals(Message.read(lines.get(0)), Optional.empty());
            assertEquals(Message.read(lines.get(1)), Optional.of(message));
        }
        assertEquals(Message.read("{\"palimpsest\":\"NOTHING\"}"), Optional.empty());
    }

    /** Of a list of runs, lines from 0; what is beyond its end is nothing. */
    @Test
    public void aShareOfAListIsItsLines() throws Exception {
        Path folder = Files.createTempDirectory("palimpsest-share");
        Path file = folder.resolve("1.runs");
        List<RunId> runs = List.of(new RunId("b", "er", 0, "0123456789ab"), new RunId("b", "er", 1, "0123456789ab"),
                new RunId("b", "er+l2", 0, "ab0123456789"));
        RunStore.at(folder).keepNames(file, runs);
        assertEquals(Submissions.share("1:3:" + file), Set.copyOf(runs.subList(1, 3)));
        assertEquals(Submissions.share("2:9:" + file), Set.of(runs.get(2)));
        assertEquals(Submissions.share("5:9:" + file), Set.of());
        Files.delete(file);
        Files.delete(folder);
    }

    @Test
    public void aScriptIsMadeOfWordsThatAShellTakesAsTheyAre() {
        String text = new JobScript("palimpsest-x", List.of("/opt/it's here/palimpsest", "run", "a b.yaml"), Path.of("/r/1.runs"), 3,
                List.of("--time=00:10:00"), Path.of("/r/logs")).text(1001);
        assertEquals(text.lines().filter(line -> line.startsWith("#SBATCH")).toList(), List.of("#SBATCH --job-name=palimpsest-x",
                "#SBATCH --output=\"/r/logs/%A_%a.log\"", "#SBATCH --open-mode=append", "#SBATCH --requeue", "#SBATCH --signal=B:USR1@60",
                "#SBATCH --time=00:10:00"));
        assertEquals(text.lines().filter(line -> line.startsWith("first=") || line.contains("--share")).toList(), List.of(
                "first=$((1001 + SLURM_ARRAY_TASK_ID * 3))",
                "'/opt/it'\\''s here/palimpsest' 'run' 'a b.yaml' --share \"$first:$((first + 3)):\"'/r/1.runs' &"));
    }
}
