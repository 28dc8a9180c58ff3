package org.palimpsest.harness.images;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.PlannerFixture;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** What benchmarks say about augmentation. */
public class PlannedAugmentationTest extends PlannerFixture {

    private PlannedRun run(String... lines) throws IOException {
        return plan(benchmark("augmented.yaml", lines), List.of("dark"), Optional.of("1")).runs().get(0);
    }

    private static List<Map<String, Object>> planned(PlannedRun run) {
        return ((PlannedImages) run.stream()).augmentations().stream().map(PlannedAugmentation::protocol).toList();
    }

    @DataProvider
    public Object[][] waysOfWriting() {
        return new Object[][] {
            {"augment: [random-crop, flip]"}, {"augment: [{name: random-crop}, {name: flip, p: 0.5}]"}, {"augment: 'random-crop, flip'"},
            {"augment: [{name: random-crop, padding: 4}, flip]"}};
    }

    @Test(dataProvider = "waysOfWriting")
    public void namesAndSectionsWithOptionsMeanTheSame(String line) throws IOException {
        PlannedRun run = run(line);
        assertEquals(planned(run), List.of(Map.of("name", "random-crop", "padding", 4), Map.of("name", "flip", "p", 0.5)));
        assertEquals(run.protocol().get("augment"), planned(run));
        assertEquals(run.protocolDigest(), run("augment: [random-crop, flip]").protocolDigest());
    }

    @Test
    public void oneNeedsNoList() throws IOException {
        assertEquals(planned(run("augment: flip")), List.of(Map.of("name", "flip", "p", 0.5)));
        assertEquals(planned(run("augment: {name: flip, p: 0.25}")), List.of(Map.of("name", "flip", "p", 0.25)));
    }

    @Test
    public void augmentationIsPartOfTheProtocolWithItsOptionsAndItsOrder() throws IOException {
        String digest = run("augment: [random-crop, flip]").protocolDigest();
        assertNotEquals(run("augment: [flip, random-crop]").protocolDigest(), digest);
        assertNotEquals(run("augment: [random-crop]").protocolDigest(), digest);
        assertNotEquals(run("augment: [{name: random-crop, padding: 3}, flip]").protocolDigest(), digest);
        assertNotEquals(first("small").protocolDigest(), digest);
    }

    @Test
    public void aBenchmarkWithoutAugmentationSaysNothingOfIt() throws IOException {
        assertFalse(first("small").protocol().containsKey("augment"));
        assertEquals(run("augment: []").protocolDigest(), first("small").protocolDigest());
        assertEquals(first("small").protocolDigest(), first("small", "augment=").protocolDigest());
    }

    @Test
    public void aSettingReplacesTheList() throws IOException {
        String file = benchmark("set.yaml", "augment: [random-crop]");
        PlannedRun run = plan(file, List.of("dark"), Optional.of("1"), "augment=flip, random-crop").runs().get(0);
        assertEquals(planned(run).stream().map(m -> m.get("name")).toList(), List.of("flip", "random-crop"));
        assertEquals(planned(plan(file, List.of("dark"), Optional.of("1"), "augment=").runs().get(0)), List.of());
    }

    @Test
    public void allThatIsWrongIsToldAtOnceWithTheNearestNames() throws IOException {
        String file = benchmark("wrong.yaml",
                "augment: [random-crp, {name: flip, p: 2}, {name: random-crop, pading: 3}, {name: random-crop, padding: x}, grayscale, {p: 1}]");
        List<Problem> sectionless = problems(file, List.of("dark"), Optional.of("1"));
        assertEquals(sectionless.size(), 1);
        assertEquals(sectionless.get(0).message(), "needs a name");
        String other = benchmark("other.yaml",
                "augment: [random-crp, {name: flip, p: 2}, {name: random-crop, pading: 3}, {name: random-crop, padding: x}, grayscale]");
        assertEquals(problems(other, List.of("dark"), Optional.of("1")), List.of(
                new Problem(other, "augment", "random-crp", "unknown augmentation (did you mean 'random-crop'?)"),
                new Problem(other, "augment.flip.p", "2", "must be >= 0, <= 1"),
                new Problem(other, "augment.random-crop.pading", "3", "unknown key (did you mean 'padding'?)"),
                new Problem(other, "augment.random-crop.padding", "x", "must be a whole number"),
                new Problem(other, "augment", "grayscale", "needs colour images; these have 1 channel(s)")));
    }

    @Test
    public void aSettingThatIsWrongIsToldAsOneOfTheCommandLine() {
        Problem problem = problems("small", "augment=flop").get(0);
        assertEquals(problem, new Problem("--set", "augment", "flop", "unknown augmentation (did you mean 'flip'?)"));
    }

    @Test
    public void meansAreInTheUnitsOfStoredPixels() throws IOException {
        ImageInfo info = ApiTypes.images(((PlannedImages) run().stream()).dataset().info());
        assertEquals(info.channels(), 1);
        assertFalse(info.colour());
        assertTrue(info.mean().get(0) > 1 && info.mean().get(0) < 255, info.toString());
    }
}
