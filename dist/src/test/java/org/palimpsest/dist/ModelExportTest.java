package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.safetensors.SafetensorsFile;
import org.palimpsest.harness.models.ModelFactory;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Models that were exported answer test examples as the run did from which they come. */
public class ModelExportTest {
    private static final int BATCH = 64;

    private final LabelledImages test = EmbeddedDatasets.catalogue().load("digits", ImageDataset.class).test();
    private Path home;
    private Palimpsest palimpsest;

    @BeforeClass
    public void makeRuns() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("mlp").with("head", "growing").with("budget", "{epochs: 2, batch: 10}").in(home);
        Benchmark.named("conv").with("backbone", "{name: conv, channels: [6], kernels: [3], widths: [24]}").with("head", "cosine").in(home);
        Benchmark.named("resnet").with("backbone", "{name: slim-resnet18, width: 4}").with("normaliser", "gn").in(home);
        run("mlp", "er,ncm,finetune+crelu", "all");
        run("conv", "er", "last");
        run("resnet", "er,er+bn", "last");
    }

    private void run(String benchmark, String methods, String keep) {
        palimpsest.run("run", benchmark + ".yaml", "--methods", methods, "--seeds", "1", "--keep", keep).exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private Outcome export(String benchmark, String method, String folder, String... more) {
        return palimpsest.run(Stream.concat(Stream.of("export-model", benchmark + ".yaml", "--methods", method, "--seeds", "1", "--out", folder),
                Stream.of(more)).toArray(String[]::new));
    }

    private Path exported(String benchmark, String method, int task, String folder) {
        Path results = palimpsest.results().resolve("runs");
        Path run = Records.run(palimpsest.results(), benchmark, method);
        return home.resolve(folder).resolve(results.relativize(run).toString()).resolve("task-" + task);
    }

    /** Right answers that the record has after a task. */
    private long recorded(String benchmark, String method, int task) {
        return Records.csv(Records.run(palimpsest.results(), benchmark, method).resolve("accuracy.csv")).stream()
                .filter(row -> row.get("trained_task").equals(Integer.toString(task))).mapToLong(row -> Long.parseLong(row.get("class_il_correct"))).sum();
    }

    /** As docs/models.md has it. */
    private long rightAnswers(Path folder, NDList batch, int[] labels) throws IOException, ModelNotFoundException, MalformedModelException, TranslateException {
        Criteria<NDList, NDList> criteria = Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(folder).build();
        try (ZooModel<NDList, NDList> model = criteria.loadModel(); Predictor<NDList, NDList> predictor = model.newPredictor()) {
            NDArray scores = predictor.predict(batch).singletonOrThrow();
            return right(scores, labels);
        }
    }

    private static long right(NDArray scores, int[] outputs) {
        float[] values = scores.toFloatArray();
        int width = values.length / outputs.length;
        long right = 0;
        for (int i = 0; i < outputs.length; i++) {
            int best = 0;
            for (int c = 1; c < width; c++) {
                best = values[i * width + c] > values[i * width + best] ? c : best;
            }
            right += best == outputs[i] ? 1 : 0;
        }
        return right;
    }

    /** The output that stands for the class of each test image, or -1. */
    private int[] outputs(JsonNode card) {
        int[] outputOf = new int[10];
        Arrays.fill(outputOf, -1);
        card.get("classes").forEach(label -> outputOf[label.get("label").asInt()] = label.get("output").asInt());
        return Arrays.stream(test.labels()).map(label -> outputOf[label]).toArray();
    }

    private NDArray images(NDManager manager) {
        ByteBuffer pixels = ByteBuffer.allocateDirect(test.pixels().remaining()).put(test.pixels()).flip();
        return manager.create(pixels, new Shape(test.size(), 1, 8, 8), DataType.UINT8);
    }

    private long rightAnswers(Path folder) throws IOException, ModelNotFoundException, MalformedModelException, TranslateException {
        int[] outputs = outputs(Records.json(folder.resolve("palimpsest.json")));
        long right = 0;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray images = images(manager);
            for (int from = 0; from < test.size(); from += BATCH) {
                int to = Math.min(from + BATCH, test.size());
                right += rightAnswers(folder, new NDList(images.get(from + ":" + to)), Arrays.copyOfRange(outputs, from, to));
            }
        }
        return right;
    }

    @DataProvider
    public Object[][] runs() {
        return new Object[][] {{"mlp", "er", 5}, {"mlp", "er", 2}, {"mlp", "finetune+crelu", 5}, {"conv", "er", 5}, {"resnet", "er", 5},
            {"resnet", "er+bn", 5}};
    }

    @Test(dataProvider = "runs")
    public void djlLoadsAModelThatAnswersAsTheRunDid(String benchmark, String method, int task) throws Exception {
        String folder = "djl-" + benchmark + "-" + method + task;
        long recorded = recorded(benchmark, method, task);
        export(benchmark, method, folder, "--task", Integer.toString(task)).exits(0).shows(": answers " + recorded + " of ", " test examples rightly");
        Path model = exported(benchmark, method, task, folder);
        assertEquals(rightAnswers(model), recorded);

        JsonNode card = Records.json(model.resolve("palimpsest.json"));
        assertEquals(card.get("classifier").asText(), "network");
        assertEquals(card.get("answers").get("ofRun").asLong(), recorded);
        assertEquals(card.get("answers").get("ofNetwork").asLong(), recorded);
        assertEquals(card.get("task").asInt(), task);
        boolean grows = !benchmark.equals("resnet");
        assertEquals(card.get("classes").size(), grows ? 2 * task : 10, "the classes that have an output");
        JsonNode order = Records.json(Records.run(palimpsest.results(), benchmark, method).resolve("run.json")).get("stream").get("classOrder");
        card.get("classes").forEach(label -> assertEquals(label.get("label").asInt(), order.get(label.get("output").asInt()).asInt()));
    }

    /** Without {@code Criteria}: the block is made first, and then filled. */
    @Test
    public void aModelIsLoadedIntoItsBlockAsWell() throws Exception {
        export("mlp", "er", "plain").exits(0);
        Path folder = exported("mlp", "er", 5, "plain");
        try (Model model = Model.newInstance("model", "PyTorch")) {
            model.setBlock(new ModelFactory().newBlock(model, folder, Map.of()));
            model.load(folder);
            try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator(null)); NDManager manager = model.getNDManager().newSubManager()) {
                NDArray scores = predictor.predict(new NDList(images(manager))).singletonOrThrow();
                assertEquals(scores.getShape(), new Shape(test.size(), 10));
                assertEquals(right(scores, outputs(Records.json(folder.resolve("palimpsest.json")))), recorded("mlp", "er", 5));
            }
        }
    }

    /** The engine is loaded; in another thread it records gradients unless it is told not to. */
    @Test
    public void aModelAnswersInAnyThread() throws Exception {
        String folder = "threads";
        export("mlp", "er", folder).exits(0);
        Path model = exported("mlp", "er", 5, folder);
        long here = rightAnswers(model);
        FutureTask<Long> there = new FutureTask<>(() -> rightAnswers(model));
        new Thread(there, "another").start();
        assertEquals(there.get().longValue(), here);
    }

    @Test
    public void theDocsShowTheseLines() {
        String page = Records.text(ArchitectureTest.moduleFolder("dist").resolveSibling("docs/models.md"));
        String source = Records.text(ArchitectureTest.moduleFolder("dist").resolve("src/test/java/org/palimpsest/dist/ModelExportTest.java"));
        List<String> lines = source.lines().dropWhile(line -> !line.contains("As docs/models.md has it")).skip(2).limit(3).map(String::strip).toList();
        assertEquals(lines.size(), 3);
        lines.forEach(line -> assertTrue(page.contains(line), "not in docs/models.md: " + line));
    }

    /** All arrays of a model of DJL are in the file, as they are, by their layers' names. */
    @Test(dataProvider = "runs")
    public void safetensorsHasEveryArrayOfTheModel(String benchmark, String method, int task) throws Exception {
        String folder = "both-" + benchmark + "-" + method + task;
        export(benchmark, method, folder, "--task", Integer.toString(task)).exits(0);
        Path model = exported(benchmark, method, task, folder);
        SafetensorsFile file = new SafetensorsFile(model.resolve("model.safetensors"));
        Map<String, WeightArray> arrays = file.arrays();
        assertTrue(arrays.keySet().stream().allMatch(name -> name.matches("(backbone\\.[\\w.]+|head)\\.\\w+")), arrays.keySet().toString());
        try (ZooModel<NDList, NDList> loaded = Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(model).build().loadModel()) {
            List<String> ofDjl = loaded.getBlock().getParameters().values().stream().map(Parameter::getArray)
                    .map(array -> Arrays.toString(array.getShape().getShape()) + Arrays.toString(array.toFloatArray())).sorted().toList();
            List<String> ofFile = arrays.values().stream()
                    .map(array -> array.shape() + Arrays.toString(array.values())).sorted().toList();
            assertEquals(ofFile, ofDjl);
        }
        Map<String, String> said = file.metadata();
        JsonNode run = Records.json(Records.run(palimpsest.results(), benchmark, method).resolve("run.json"));
        assertEquals(said.get("benchmark"), benchmark);
        assertEquals(said.get("method"), method);
        assertEquals(said.get("seed"), "0");
        assertEquals(said.get("task"), Integer.toString(task));
        assertEquals(said.get("inputShape"), "[1, 8, 8]");
        assertEquals(said.get("streamDigest"), run.get("stream").get("digest").asText());
        assertEquals(JsonMapper.builder().build().readTree(said.get("classes")).size(), (int) arrays.get("head.weight").shape().get(0));
        assertTrue(said.get("normalisation").startsWith("(pixel / 255 - mean) / sd per channel, mean [0.30"), said.toString());
        assertTrue(said.get("note").contains("by the largest output of this network"), said.toString());
    }

    /** Whoever reads the file alone can compute with it: two layers and a head, in Java. */
    @Test
    public void theFileAloneIsEnoughToAnswer() throws Exception {
        export("mlp", "er", "alone", "--format", "safetensors").exits(0);
        Path folder = exported("mlp", "er", 5, "alone");
        assertEquals(Folders.tree(folder).size(), 2, "the folder and the file");
        SafetensorsFile file = new SafetensorsFile(folder.resolve("model.safetensors"));
        JsonNode card = JsonMapper.builder().build().readTree(file.metadata().get("network"));
        double mean = card.get("mean").get(0).asDouble();
        double sd = card.get("sd").get(0).asDouble();
        JsonNode classes = JsonMapper.builder().build().readTree(file.metadata().get("classes"));
        int[] labelOf = StreamSupport.stream(classes.spliterator(), false).mapToInt(label -> label.get("label").asInt()).toArray();
        ByteBuffer pixels = test.pixels();
        long right = 0;
        for (int i = 0; i < test.size(); i++) {
            double[] x = new double[64];
            for (int j = 0; j < x.length; j++) {
                x[j] = ((pixels.get() & 255) / 255.0 - mean) / sd;
            }
            double[] hidden = Arrays.stream(layer(file, "backbone.Linear", x)).map(v -> Math.max(0, v)).toArray();
            double[] scores = layer(file, "head", hidden);
            int best = 0;
            for (int c = 1; c < scores.length; c++) {
                best = scores[c] > scores[best] ? c : best;
            }
            right += labelOf[best] == test.label(i) ? 1 : 0;
        }
        assertEquals(right, recorded("mlp", "er", 5));
    }

    private static double[] layer(SafetensorsFile file, String name, double[] x) {
        float[] weight = file.arrays().get(name + ".weight").values();
        float[] bias = file.arrays().get(name + ".bias").values();
        double[] y = new double[bias.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[i];
            for (int j = 0; j < x.length; j++) {
                y[i] += weight[i * x.length + j] * x[j];
            }
        }
        return y;
    }

    @Test
    public void aMethodThatAnswersOtherwiseIsSaidToDoSo() throws Exception {
        long recorded = recorded("mlp", "ncm", 5);
        export("mlp", "ncm", "means").exits(0).shows("does not answer by this network's outputs", "which is not exported and answers " + recorded + " rightly");
        Path folder = exported("mlp", "ncm", 5, "means");
        JsonNode card = Records.json(folder.resolve("palimpsest.json"));
        assertEquals(card.get("classifier").asText(), "method");
        assertEquals(card.get("answers").get("ofRun").asLong(), recorded);
        assertEquals(card.get("answers").get("ofNetwork").asLong(), rightAnswers(folder));
        assertNotEquals(rightAnswers(folder), recorded);
        assertTrue(new SafetensorsFile(folder.resolve("model.safetensors")).metadata().get("note").contains("a classifier of the method's own"));
    }

    @Test
    public void whatIsNotThereIsToldAtOnce() {
        palimpsest.run("run", "mlp.yaml", "--methods", "joint", "--seeds", "1").exits(0);
        palimpsest.run("export-model", "mlp.yaml", "--methods", "joint,agem,er", "--seeds", "1", "--task", "7", "--out", "nowhere").exits(2)
                .complainsOf("mlp/joint/0-", "has kept no state; delete its folder, or choose another --results, and make it again with --keep last or all",
                        "mlp/agem/0-", "is not recorded; 'run' makes it", "has kept no state after this task, but after 1, 2, 3, 4, 5");
        export("conv", "er", "nowhere", "--task", "3").exits(2).complainsOf("but after 5; --keep all keeps one after each");
        export("conv", "er", "nowhere", "--task", "0", "--format", "safetensor,onnx").exits(2)
                .complainsOf("--task", "must be 1 or more", "--format", "safetensor", "did you mean 'safetensors'?", "onnx");
        export("conv", "er", "conv.yaml").exits(2).complainsOf("--out", "is no folder");
        GameFiles.write(home, "played", "games: [breakout]\nvisits: 1", "steps: 100\nepisodes: 1");
        palimpsest.run("run", "played.yaml", "--methods", "dqn", "--seeds", "1", "--keep", "last").exits(0);
        export("played", "dqn", "nowhere").exits(2).complainsOf("its stream is of the kind control, and networks of images and feature rows are exported");
        assertTrue(Folders.tree(home.resolve("nowhere")).isEmpty());
    }
}
