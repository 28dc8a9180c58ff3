package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What small data have too little of is said before anything runs, whether the runs are only listed or to be made. */
public class SmallDataTest {
    private Palimpsest palimpsest;
    private Path home;

    @BeforeClass
    public void writeData() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Features.write(home.resolve("hole"), new int[] {10, 10, 10, 10, 10, 10}, new int[] {0, 0, 5, 5, 5, 5});
        Features.write(home.resolve("scarce"), new int[] {60, 60, 60, 60, 6, 60}, new int[] {5, 5, 5, 5, 5, 5});
        stream("hole", "hole", "class-incremental", "tasks: 3\nclassOrder: natural\n");
        stream("hole-drawn", "hole", "task-incremental", "tasks: 3\nclassOrder: seed\n");
        stream("shots", "scarce", "few-shot", "tasks: 3\nclassOrder: natural\nbase: 2\nshots: {count: 50}\n");
        stream("no-validation", "scarce", "few-shot", "tasks: 5\nclassOrder: natural\nbase: 2\nshots: {count: 6}\n");
        stream("many-per-task", "scarce", "class-incremental", "tasks: 3\nclassOrder: natural\nexamplesPerTask: 100\n");
    }

    /** Ten pictures of 8x8 a task in batches of nine leave one, of which the last stage of such a network sees one position. */
    @DataProvider
    public Object[][] lonely() {
        return new Object[][] {
            {"class-incremental", "tasks: 5\nexamplesPerTask: 10\ntestPerTask: 20\n", "budget.batch=9"},
            {"class-incremental", "tasks: 5\nexamplesPerTask: 10\ntestPerTask: 20\n", "budget.batch=1"},
            {"class-incremental", "tasks: 5\nperClass: {train: 1, test: 5}\n", "budget.batch=10"},
            {"class-incremental", "tasks: 5\nperClass: {train: 6, test: 5}\n", "validation=0.1"},
            {"few-shot", "tasks: 5\nbase: 6\nshots: {count: 1}\nperClass: {train: 4, test: 5}\n", "budget.batch=23"},
        };
    }

    @Test(dataProvider = "lonely")
    public void aBatchOfOneExampleIsTrainedOn(String scenario, String rest, String setting) {
        Folders.write(home.resolve("lonely-stream.yaml"), "id: lonely\nversion: 1\nscenario: " + scenario
                + "\ndataset: digits\nsplit: classes\nclassOrder: seed\n" + rest);
        Benchmark.named("lonely").with("stream", "lonely-stream.yaml").with("backbone", "{name: slim-resnet18, width: 2}")
                .with("optimiser", "{name: sgd, lr: 0.005}").in(home); // slow enough for any weights to begin with, which processors draw differently
        palimpsest.run("run", "lonely.yaml", "--methods", "finetune,er,er+cn,er+adab2n,mir,icarl,fetril-fc,cumulative,ewc",
                "--seeds", "1", "--set", setting, "--results", "lonely").exits(0);
    }

    /** A batch of more examples than a number can hold with those of a task added is one of all of them, not none. */
    @Test
    public void aBatchLargerThanTheTaskIsTheTask() {
        Benchmark.named("whole").with("stream", "split-digits").with("budget", "{epochs: 2, batch: 2147483647}").in(home);
        palimpsest.run("run", "whole.yaml", "--methods", "finetune", "--seeds", "1", "--results", "whole").exits(0);
        assertEquals(Records.csv(home.resolve("whole/leaderboards/whole.csv")).get(0).get("updates"), "10");
    }

    private void stream(String id, String data, String scenario, String rest) {
        Folders.write(home.resolve(id + "-stream.yaml"), "id: " + id + "\nversion: 1\nscenario: " + scenario + "\ndataset: features:"
                + home.resolve(data) + "\nsplit: classes\n" + rest);
        Benchmark.named(id).with("stream", id + "-stream.yaml").in(home);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {"hole --seeds 1", "hole-stream.yaml: dataset: value 'features:" + home.resolve("hole") + "': has no test examples for task 1 (0, 1)"},
            {"shots --seeds 3", "shots-stream.yaml: shots.count: value '50': is more than the 6 training examples of the smallest new class"},
            {"no-validation --seeds 1 --set evaluation.validation=0.2",
                "no-validation-stream.yaml: validation: value '0.2': finds no training examples that could be held out in task 4 (4)"},
            {"many-per-task --seeds 1", "many-per-task-stream.yaml: examplesPerTask: value '100': is more than the 66 examples of the smallest task"},
        };
    }

    @Test(dataProvider = "refused")
    public void whatIsListedCanBeRun(String command, String message) {
        String[] words = ("run " + command.replaceFirst(" ", ".yaml ") + " --methods finetune").split(" ");
        String made = palimpsest.run(words).exits(2).complainsOf("1. " + message).err();
        words[1] = home.resolve(words[1]).toString();
        String listed = palimpsest.run((String.join(" ", words) + " --dry-run").split(" ")).exits(2).err();
        assertEquals(listed.substring(listed.indexOf(message)), made.substring(made.indexOf(message)));
        assertTrue(!made.contains("\n2."), "once for all seeds: " + made);
        assertTrue(Files.notExists(palimpsest.results()));
    }

    /** Which seed puts the two classes without test examples into one task is chance, so it is named. */
    @Test
    public void theSeedIsNamedWhereItDecides() {
        String err = palimpsest.run("run", "hole-drawn.yaml", "--methods", "finetune", "--seeds", "30", "--dry-run").exits(2).err();
        String line = "\\d+\\. hole-drawn-stream.yaml: dataset: .* for task [123] \\((0, 1|1, 0)\\), with seed \\d+(, \\d+)*";
        assertTrue(err.lines().allMatch(found -> found.matches(line)), err);
        String seed = err.replaceFirst("(?s).*?with seed (\\d+).*", "$1");
        palimpsest.run("stream", "preview", "hole-drawn-stream.yaml", "--seed", seed, "--out", "sheet.png").exits(2).complainsOf("no test examples");
    }
}
