package org.palimpsest.harness.images;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Sha256;
import org.palimpsest.harness.config.OptionInfo;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.PlannerFixture;
import org.palimpsest.harness.plugins.TestPlugins;
import org.testng.annotations.Test;

/** Benchmarks whose backbone starts from a file of weights. */
public class PlannedWeightsTest extends PlannerFixture {

    /** Writes an archive of ones: a matrix, and a classifier that nobody needs. */
    private Path archive(String name, int rows, int columns) throws IOException {
        Path file = Files.createDirectories(folder().resolve("weights")).resolve(name + ".npz");
        try (NDManager manager = NDManager.newBaseManager(); OutputStream out = Files.newOutputStream(file)) {
            NDArray w = manager.ones(new Shape(rows, columns));
            w.setName("w");
            NDArray b = manager.ones(new Shape(rows));
            b.setName("b");
            NDArray classifier = manager.ones(new Shape(5));
            classifier.setName("classifier");
            new NDList(w, b, classifier).encode(out, NDList.Encoding.NPZ);
        }
        return file;
    }

    private static Map<?, ?> backbone(PlannedRun run) {
        return (Map<?, ?>) run.protocol().get("backbone");
    }

    @Test
    public void theProtocolNamesTheWeightsAndTheDigestOfTheirFile() throws IOException {
        Path file = archive("mine", 2, 64);
        PlannedRun run = first("small", "backbone=given", "weights=mine");
        assertEquals(backbone(run), Map.of("name", "given", "weights", "mine", "weightsSha256", Sha256.of(file)));
        PlannedRun plain = first("small", "backbone=given");
        assertEquals(backbone(plain), Map.of("name", "given"));
        assertNotEquals(plain.protocolDigest(), run.protocolDigest());
        assertEquals(first("small", "backbone=given", "weights=").protocolDigest(), plain.protocolDigest());
    }

    @Test
    public void weightsThatAreNotThereAreAProblemThatSaysWhereTheyWereLookedFor() {
        List<Problem> problems = problems("small", "backbone=given", "weights=mine", "buffer=0");
        assertEquals(problems.size(), 2);
        assertEquals(problems.get(0).source(), "--set");
        assertEquals(problems.get(0).key(), "backbone.weights");
        assertTrue(problems.get(0).message().contains(folder().resolve("weights").resolve("mine.npz").toString()), problems.get(0).message());
    }

    @Test
    public void weightsOfAnotherNetworkAreAProblem() throws IOException {
        archive("narrow", 2, 63);
        assertEquals(problems("small", "backbone=given", "weights=narrow"), List.of(new Problem("--set", "backbone.weights", "narrow",
                "does not go with the backbone: narrow: w has shape (2, 63), the network needs (2, 64)")));
        assertFalse(problems("small", "backbone=mlp", "weights=narrow").isEmpty());
    }

    @Test
    public void anOptionThatMayBeLeftOutSaysSo() {
        assertEquals(OptionInfo.of(TestPlugins.Given.class).get(0), new OptionInfo("weights", "text", Optional.of("none"), "", "weights to start from"));
    }
}
