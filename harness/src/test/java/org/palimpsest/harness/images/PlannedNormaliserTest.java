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
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.PlannerFixture;
import org.testng.annotations.Test;

/** Normalisers as a benchmark or a method names them. */
public class PlannedNormaliserTest extends PlannerFixture {
    private static final String RESNET = "backbone: {name: slim-resnet18, width: 2}";

    private PlannedRun run(String file, String method, String... settings) {
        return plan(file, List.of(method), Optional.of("1"), settings).runs().get(0);
    }

    private List<Problem> refused(String file, String method, String... settings) {
        return problems(file, List.of(method), Optional.of("1"), settings);
    }

    private static long filled(PlannedRun run, boolean byMethod) {
        PlannedImages images = (PlannedImages) run.stream();
        var network = byMethod ? run.recipe().rebuild(images.network(), run.options()) : images.network();
        return Norm.in(network).stream().filter(norm -> norm.getParameters().isEmpty()).count();
    }

    @Test
    public void aBenchmarkFillsItsBackboneWithIt() throws IOException {
        String file = benchmark("own.yaml", RESNET, "normaliser: {name: halves, strength: 3}");
        PlannedRun run = run(file, "dark");
        assertEquals(run.protocol().get("normaliser"), Map.of("name", "halves", "strength", 3.0));
        assertEquals(filled(run, false), 20);
        String plain = benchmark("plain.yaml", RESNET);
        PlannedRun set = run(plain, "dark", "normaliser=halves", "normaliser.strength=3");
        assertEquals(set.protocolDigest(), run.protocolDigest());
        assertNotEquals(run(plain, "dark").protocolDigest(), run.protocolDigest());
        assertNotEquals(run(plain, "dark", "normaliser=halves").protocolDigest(), run.protocolDigest());
    }

    /** What has been recorded before there was a choice stays comparable. */
    @Test
    public void batchNormalisationLeavesTheProtocolAsItWasWithoutAChoice() throws IOException {
        String file = benchmark("own.yaml", RESNET);
        PlannedRun run = run(file, "dark");
        assertFalse(run.protocol().containsKey("normaliser"));
        assertEquals(run.protocolDigest(), "1fcc08e2122d026fca80228221271fe5ed8c38e44928a95d99d86b1119f2e1eb");
        assertEquals(run(file, "dark", "normaliser=bn").protocolDigest(), run.protocolDigest());
        assertEquals(filled(run, false), 0);
    }

    @Test
    public void anAddOnFillsTheBackboneInsteadOfTheBenchmark() throws IOException {
        String file = benchmark("own.yaml", RESNET);
        PlannedRun run = run(file, "dark+halves", "strength=5");
        assertEquals(run.methodOptions().get("halves.strength"), 5.0);
        assertEquals(filled(run, false), 0);
        assertEquals(filled(run, true), 20);
        assertEquals(run.protocolDigest(), run(file, "dark").protocolDigest());
        assertEquals(filled(run(file, "dark+bn", "normaliser=halves"), true), 0);
    }

    @Test
    public void oneThatCannotBeUsedIsToldWithItsKey() throws IOException {
        String file = benchmark("own.yaml", RESNET);
        assertEquals(refused(file, "dark", "normaliser=halve"),
                List.of(new Problem("--set", "normaliser", "halve", "unknown normaliser (did you mean 'halves'?)")));
        assertEquals(refused(file, "dark", "normaliser=halves", "normaliser.strength=-1"),
                List.of(new Problem("--set", "strength", "-1", "must be > 0")));
        assertEquals(refused(file, "dark+halves+wholes").get(0).message(), "'wholes' is a second normaliser, and there can be one");
    }

    @Test
    public void aBackboneWithNothingToExchangeIsToldAtPlanning() {
        List<Problem> problems = refused("two", "dark+halves");
        assertEquals(problems.size(), 1, problems.toString());
        assertTrue(problems.get(0).message().contains("backbone of two: there is no normalisation in it that could be exchanged"), problems.toString());
        problems = refused("two", "dark", "normaliser=wholes");
        assertEquals(problems.size(), 1, problems.toString());
        assertEquals(problems.get(0).key(), "normaliser");
        assertTrue(problems.get(0).message().contains("does not go with the backbone mlp"), problems.toString());
    }

    @Test
    public void oneThatHasToKnowTasksIsRefusedWhereLabelsDoNotTellThem() throws IOException {
        String file = benchmark("own.yaml", RESNET, "stream: permuted-digits");
        for (List<Problem> problems : List.of(refused(file, "dark+halves"), refused(file, "dark", "normaliser=halves"))) {
            assertEquals(problems.size(), 1, problems.toString());
            assertTrue(problems.get(0).message().contains("the tasks of permuted-digits share their labels"), problems.toString());
        }
        assertEquals(filled(run(file, "dark+wholes"), true), 20);
    }
}
