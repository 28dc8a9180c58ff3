package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.config.OptionInfo;
import org.palimpsest.methods.TwoTasks;
import org.palimpsest.methods.Workbench;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class FscilTest {
    private static final Budget BUDGET = new Budget(3, 2, 0);
    private static final Optional<ImageInfo> COLOUR = Optional.of(new ImageInfo(3, 8, 8, List.of(1.0, 1.0, 1.0)));
    private static final Optional<ImageInfo> GREY_AND_WIDE = Optional.of(new ImageInfo(1, 8, 9, List.of(1.0)));

    private static Workbench bench(Fscil.Options options, int... widths) {
        return new Workbench(new Fscil(), options, new Workbench.Setup(2, 0, 1, widths, HeadKind.FULL, 4, Workbench.Setup.sgd(0.1, 0.9), 5));
    }

    // planning

    private static List<String> problems(Fscil.Options options, Optional<ImageInfo> images, int classes, boolean augmented) {
        return new Fscil().problems(options, new BenchmarkFacts(images, classes, augmented));
    }

    @Test
    public void allTricksGoWithAugmentedSquareColourImages() {
        assertEquals(problems(Fscils.options("all"), COLOUR, 200, true), List.of());
        assertEquals(problems(Fscils.options("none"), Optional.empty(), 1000, false), List.of(), "means can be taken of anything");
    }

    @DataProvider
    public Object[][] misfits() {
        Map<String, Object> twelve = Map.of("transforms", "rot-color-12");
        return new Object[][] {
            {Fscils.options("none, supcon"), COLOUR, 10, true, "tricks must be none, all, or a list without these two"},
            {Fscils.options("all, supcon"), COLOUR, 10, true, "tricks must be none, all, or a list without these two"},
            {Fscils.options("rotation"), Optional.empty(), 10, true, "pseudo-classes and rotation turn images, but the examples are features"},
            {Fscils.options("pseudo-classes"), Optional.empty(), 10, true,
                "pseudo-classes and rotation turn images, but the examples are features"},
            {Fscils.options("rotation"), GREY_AND_WIDE, 10, true, "rotation needs square images; these have 8 rows and 9 columns"},
            {Fscils.options("pseudo-classes", "pseudoClasses", twelve), GREY_AND_WIDE, 10, true, "rot-color-12 needs square colour images"},
            {Fscils.options("prototypes", "prototypes", Map.of("width", 99)), COLOUR, 100, true,
                "too few dimensions for the frame: a simplex of 100 prototypes needs a width of 100 or more, this one is 99"},
            {Fscils.options("prototypes, pseudo-classes", "prototypes", Map.of("width", 199)), COLOUR, 100, true,
                "too few dimensions for the frame: a simplex of 200 prototypes"},
            {Fscils.options("ssl-pretraining"), COLOUR, 10, false, "ssl-pretraining compares two views of an image"},
        };
    }

    @Test(dataProvider = "misfits")
    public void whatDoesNotGoTogetherIsSaidWhenRunsArePlanned(
            Fscil.Options options, Optional<ImageInfo> images, int classes, boolean augmented, String problem) {
        List<String> problems = problems(options, images, classes, augmented);
        assertEquals(problems.size(), 1, problems.toString());
        assertTrue(problems.get(0).startsWith(problem), problems.get(0));
    }

    @Test
    public void moreClassesThanDimensionsTakeAFrameThatIsOptimised() {
        Map<String, Object> narrow = Map.of("width", 3, "frame", "optimised", "frameSteps", 20);
        assertEquals(problems(Fscils.options("prototypes", "prototypes", narrow), COLOUR, 100, true), List.of());
        try (Workbench bench = bench(Fscils.options("prototypes", "prototypes", narrow), 5)) {
            bench.learner().learn(TwoTasks.task(bench, 0), BUDGET);
            assertEquals(bench.learner().predict(bench.images(TwoTasks.PIXELS[0])).getShape().get(1), 2);
        }
        Throwable refused = expectThrows(RuntimeException.class, () -> bench(Fscils.options("prototypes", "prototypes", Map.of("width", 3)), 5));
        assertTrue(refused.getMessage().contains("too few dimensions for the frame"), refused.getMessage());
    }

    @Test
    public void aListOfTricksSwitchesOnThese() {
        assertEquals(Trick.of(List.of(Trick.NONE)), Set.of());
        assertEquals(Trick.of(List.of()), Set.of());
        assertEquals(Trick.of(List.of(Trick.SUBNET, Trick.SUPCON)), Set.of(Trick.SUPCON, Trick.SUBNET));
        assertEquals(Trick.of(List.of(Trick.ALL)).size(), 7);
    }

    // the baseline

    private static final int[][] PIXELS = {{3, 4, 0, 0}, {0, 5, 0, 0}, {4, 3, 0, 0}, {0, 0, 1, 0}, {0, 0, 2, 2}, {0, 0, 0, 9}};
    private static final int[] LABELS = {0, 0, 0, 1, 1, 2};

    private static TaskData task(Workbench bench, int index, int[] classes, int... rows) {
        int[] labels = Arrays.stream(rows).map(i -> LABELS[i]).toArray();
        return new TaskData(index, classes, new Examples(bench.images(PIXELS), rows, labels), null, true);
    }

    private static float[] scores(Workbench bench, int... image) {
        return bench.learner().predict(bench.images(image)).toFloatArray();
    }

    /** A network without a backbone, whose features are the pixels. Means by hand: (7, 12, 0, 0) / 3, (0, 0, 1.5, 1), then (0, 0, 0, 9). */
    @Test
    public void withoutTricksAClassScoresTheCosineToItsMeanTimesTheScale() {
        try (Workbench bench = bench(Fscils.options("none", "scale", 10))) {
            bench.learner().learn(task(bench, 0, new int[] {0, 1}, 0, 1, 2, 3, 4), BUDGET);
            float[] two = scores(bench, 0, 1, 1, 0);
            assertEquals(two.length, 2);
            assertEquals(two[0], 10 * 12 / Math.sqrt(7 * 7 + 12 * 12) / Math.sqrt(2), 1e-4);
            assertEquals(two[1], 10 * 1.5 / Math.sqrt(3.25) / Math.sqrt(2), 1e-4);
            bench.learner().learn(task(bench, 1, new int[] {2}, 5), BUDGET);
            float[] three = scores(bench, 0, 1, 0, 1);
            assertEquals(three.length, 3);
            assertEquals(three[2], 10 / Math.sqrt(2), 1e-4, "one example is its own mean");
            assertEquals(scores(bench, 0, 1, 1, 0)[0], two[0], "nothing else moves");
            assertEquals(bench.learner().memoryBytes(), 3 * 4 * Float.BYTES);
        }
    }

    @Test
    public void aClassWithoutShotsIsNeverTheAnswerAndASessionWithoutShotsChangesNothing() {
        for (String tricks : new String[] {"none", "incremental-finetuning, subnet"}) {
            try (Workbench bench = bench(Fscils.options(tricks), tricks.equals("none") ? new int[0] : new int[] {6})) {
                bench.learner().learn(task(bench, 0, new int[] {0, 1}, 0, 1, 2, 3, 4), BUDGET);
                float[] before = scores(bench, 1, 2, 3, 4);
                bench.learner().learn(task(bench, 1, new int[] {2}), BUDGET);
                float[] after = scores(bench, 1, 2, 3, 4);
                assertEquals(Arrays.copyOf(after, 2), before);
                assertTrue(after[2] < -1e8, tricks + ": " + after[2]);
            }
        }
    }

    // fine-tuning in the sessions

    private static Map<String, Object> fast() {
        return Map.of("lr", 0.1, "encoder", 1, "projector", 1);
    }

    @Test
    public void aSessionTunesTheLastStageAndTheVectorsOfItsOwnClasses() {
        try (Workbench bench = bench(Fscils.options("incremental-finetuning", "finetuning", fast()), 7, 5)) {
            bench.learner().learn(TwoTasks.task(bench, 0), BUDGET);
            List<float[]> before = bench.weights();
            float[] past = vectors(bench, 0, 2);
            bench.learner().learn(TwoTasks.task(bench, 1), BUDGET);
            List<float[]> after = bench.weights();
            for (int i = 0; i < before.size(); i++) {
                boolean lastStage = i == 2 || i == 3;
                assertEquals(!Arrays.equals(before.get(i), after.get(i)), lastStage, "weights " + i + " have moved");
            }
            assertEquals(vectors(bench, 0, 2), past, "vectors of past classes");
        }
    }

    /** The first rows of the table, as the snapshot has them. */
    private static float[] vectors(Workbench bench, int from, int to) {
        Fscil.FewShotLearner learner = (Fscil.FewShotLearner) bench.learner();
        int width = (int) learner.vectors().getShape().get(1);
        return Arrays.copyOfRange(learner.vectors().toFloatArray(), from * width, to * width);
    }

    @Test
    public void theVectorsOfNewClassesStartAsMeansAndMove() {
        try (Workbench tuned = bench(Fscils.options("incremental-finetuning", "finetuning", fast()), 7, 5);
                Workbench frozen = bench(Fscils.options("none"), 7, 5)) {
            for (Workbench bench : List.of(tuned, frozen)) {
                bench.learner().learn(TwoTasks.task(bench, 0), BUDGET);
                bench.learner().learn(TwoTasks.task(bench, 1), BUDGET);
            }
            assertEquals(vectors(tuned, 0, 2), vectors(frozen, 0, 2), "the same base session");
            float[] moved = vectors(tuned, 2, 4);
            float[] means = vectors(frozen, 2, 4);
            assertNotEquals(moved, means);
            for (int i = 0; i < means.length; i++) {
                assertEquals(moved[i], means[i], 0.1 * 9 + 1e-4, "nine steps of Adam at 0.1");
            }
        }
    }

    @DataProvider
    public Object[][] selections() {
        return new Object[][] {{"magnitude"}, {"learned"}};
    }

    /** 140 weights in the last layer, of which 70 % are kept. */
    @Test(dataProvider = "selections")
    public void withASubnetOnlyTheSelectedWeightsOfTheLastStageMove(String selection) {
        Fscil.Options options = Fscils.options("incremental-finetuning, subnet", "finetuning", fast(), "subnet", Map.of("selection", selection));
        try (Workbench bench = bench(options, 7, 20)) {
            bench.learner().learn(TwoTasks.task(bench, 0), BUDGET);
            List<float[]> before = bench.weights();
            bench.learner().learn(TwoTasks.task(bench, 1), BUDGET);
            List<float[]> after = bench.weights();
            for (int i : new int[] {0, 1, 3}) {
                assertEquals(after.get(i), before.get(i), "weights " + i);
            }
            long moved = IntStream.range(0, 140).filter(j -> before.get(2)[j] != after.get(2)[j]).count();
            assertTrue(moved > 0 && moved <= 42, moved + " of 140 weights have moved");
            double largestMoved = IntStream.range(0, 140).filter(j -> before.get(2)[j] != after.get(2)[j])
                    .mapToDouble(j -> Math.abs(before.get(2)[j])).max().orElseThrow();
            long larger = IntStream.range(0, 140).filter(j -> Math.abs(before.get(2)[j]) > largestMoved).count();
            assertTrue(selection.equals("learned") || larger >= 98, larger + " weights are larger than those that moved");
        }
    }

    @Test
    public void withPrototypesForClassesTheirDirectionsStayWhereTheyAre() {
        Fscil.Options options = Fscils.options("prototypes, incremental-finetuning", "finetuning", fast(),
                "prototypes", Map.of("role", "vectors", "width", 8, "assignment", "hungarian"));
        try (Workbench bench = bench(options, 7, 5)) {
            bench.learner().learn(TwoTasks.task(bench, 0), BUDGET);
            bench.learner().learn(TwoTasks.task(bench, 1), BUDGET);
            float[] all = vectors(bench, 0, 4);
            for (int k = 0; k < 4; k++) {
                for (int l = 0; l < k; l++) {
                    double dot = 0;
                    double squares = 0;
                    for (int j = 0; j < 8; j++) {
                        dot += all[k * 8 + j] * all[l * 8 + j];
                        squares += all[k * 8 + j] * all[k * 8 + j] / 2 + all[l * 8 + j] * all[l * 8 + j] / 2;
                    }
                    assertEquals(dot / squares, -1 / 3.0, 1e-5, "a simplex of four");
                }
            }
        }
    }

    @Test
    public void nothingIsLeftOfAStepOrASession() {
        try (Workbench bench = bench(Fscils.options("all", "prototypes", Map.of("width", 8, "assignment", "hungarian")), 7, 5)) {
            List<TaskData> tasks = List.of(TwoTasks.task(bench, 0), TwoTasks.task(bench, 1), TwoTasks.task(bench, 1), TwoTasks.task(bench, 1));
            bench.learner().learn(tasks.get(0), new Budget(1, 2, 0));
            bench.learner().learn(tasks.get(1), new Budget(1, 2, 0));
            int before = bench.liveArrays();
            bench.learner().learn(tasks.get(0), new Budget(20, 2, 0));
            assertEquals(bench.liveArrays(), before, "after many steps of the base session");
            bench.learner().learn(tasks.get(2), new Budget(20, 2, 0));
            bench.learner().learn(tasks.get(3), new Budget(20, 2, 0));
            assertEquals(bench.liveArrays(), before, "after more sessions");
        }
    }

    /** A row of a table with the option's name and default. */
    @Test
    public void thePageNamesEveryOptionAndItsDefault() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("docs").resolve("fscil.md"));
        for (OptionInfo option : OptionInfo.of(Fscil.Options.class)) {
            String name = "| `" + option.name() + "` | ";
            String standard = option.defaultValue().orElseThrow();
            assertTrue(page.contains(name + standard + " |") || page.contains(name + "`" + standard + "` |"), option.name() + ", " + standard);
        }
    }

    @Test
    public void withoutFineTuningFeaturesAreFinalAfterTheBaseSession() {
        try (Workbench frozen = bench(Fscils.options("pseudo-classes"), 5); Workbench tuned = bench(Fscils.options("incremental-finetuning"), 5)) {
            Fscil.FewShotLearner still = (Fscil.FewShotLearner) frozen.learner();
            assertEquals(still.frozen(), false);
            still.learn(TwoTasks.task(frozen, 0), BUDGET);
            assertEquals(still.frozen(), true);
            assertEquals(still.scores(still.features(frozen.images(TwoTasks.PIXELS[0]))).toFloatArray(),
                    still.predict(frozen.images(TwoTasks.PIXELS[0])).toFloatArray());
            tuned.learner().learn(TwoTasks.task(tuned, 0), BUDGET);
            assertEquals(((Fscil.FewShotLearner) tuned.learner()).frozen(), false);
        }
    }
}
