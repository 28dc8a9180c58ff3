package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.harness.control.ControlPlanner;
import org.palimpsest.harness.images.ImageDraft;
import org.palimpsest.harness.images.ImagePlanner;
import org.palimpsest.harness.instructions.InstructionPlanner;
import org.palimpsest.harness.plugins.Plugins;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The packaged streams, realised over the embedded data or over made-up data of the official size. */
public class PackagedStreamsTest {
    private static final ImageShape DOT = new ImageShape(1, 1, 1);

    /** Classes, and training and test images of each. */
    private static final Map<String, int[]> OFFICIAL = Map.of(
            "mnist", new int[] {10, 6_000, 1_000},
            "fashion-mnist", new int[] {10, 6_000, 1_000},
            "cifar10", new int[] {10, 5_000, 1_000},
            "cifar100", new int[] {100, 500, 100},
            "mini-imagenet", new int[] {100, 500, 100},
            "tiny-imagenet", new int[] {200, 500, 50},
            "cub200", new int[] {200, 30, 29},
            "cub100@64", new int[] {100, 30, 29}, // the half of the species that fscil-cub100 is for
            "omniglot", new int[] {242, 15, 5});

    private final Library library = library();

    private static Library library() {
        Plugins plugins = Plugins.load(List.of());
        DataFolders nowhere = new DataFolders(List.of(), Path.of("nowhere"));
        Datasets datasets = new Datasets(EmbeddedDatasets.catalogue(), new WeightFiles(nowhere));
        return new Library(plugins, new StreamPlanners(Set.of(new ImagePlanner(plugins, datasets), new ControlPlanner(plugins, datasets),
                new InstructionPlanner(plugins, datasets))));
    }
    private final Catalogue embedded = EmbeddedDatasets.catalogue();

    /**
     * Ids and the digests of the streams of seed 1, computed apart from this code from the definitions in its
     * documentation. A digest that changes makes every record so far incomparable.
     */
    @DataProvider
    public Object[][] digests() {
        return new Object[][] {
            {"split-fashion-mnist-compact", "89596eab909d89f96d0d632e94e267d5ccae42470ca5ab53ce9496093b5fea00"},
            {"split-fashion-mnist-compact-task", "4f19b962a573073943d841d39f1764952ea55a284e22fd7d234607c0816f9535"},
            {"permuted-fashion-mnist-compact", "89ce6c229ba8be4ca6b8332192e38dabd389450c7291a4b66cd914fb5d48536a"},
            {"rotated-fashion-mnist-compact", "a2ab897c4874391a16c54b0883112e3a06857e1efa31b01158896e4fbc045338"},
            {"split-digits", "0decbea19d9ab75d8dcce62e3a41054dd81579f7e8382575f4f2be7d072138b1"},
            {"permuted-digits", "4fe1db2d407d1e30f58fa4388e42a5dedae34f391937cff87a8fcc4a040e70b6"},
            {"rotated-digits", "0257452db6927330d1854fc8d0796de6c8cc2568c6ef4f0b3db15e274ee34bd0"},
            {"permuted-digits-1000", "3feecc3a127dbad26ceb33f7dcb287afaabf3906fefefec66cf82243c072cc63"},
            {"few-shot-digits", "ad92bb32431d678774ca9563e94ffd46c7fb5a25cc2db586f1d39e5c3c149003"},
            {"blurry-digits", "89c40e5b25095da2f16dcb41c169c0817ebddab377a74f1c95cfa8768116ebea"},
            {"blurry-digits-overlap", "0b754a93ebd0acb99ac8435885dc8850531aad7e1f979d34c6974d38cd2830ca"},
            {"relabelled-digits", "e4e78b583166026e215003a5fa9a665fab79eb07bb3823c9be6e4d4d9d5adb11"},
            {"imbalanced-fashion-mnist-compact", "b04c2f706a0d313c955d4a46769ba1cfec0eec166e7ab28b543a2d16d1368785"},
            {"noisy-digits", "a9b8a26a835d321974c2a4a50efc2bf175d2f430a6201e4e739120ee640c7abc"},
        };
    }

    @Test(dataProvider = "digests")
    public void areTheSameOnEveryMachine(String id, String digest) {
        ImageStreamSpec spec = read(id);
        assertEquals(ImageStream.of(spec, dataset(spec), RandomStreams.of(1)).digest(), digest);
    }

    @DataProvider
    public Object[][] streams() {
        return named(draft -> draft instanceof ImageDraft);
    }

    @DataProvider
    public Object[][] games() {
        return named(draft -> draft.scenario().equals("control"));
    }

    @DataProvider
    public Object[][] instructions() {
        return named(draft -> draft.scenario().equals("instruction"));
    }

    private Object[][] named(Predicate<StreamDraft> kind) {
        return library.streams().names().stream().filter(id -> kind.test(draft(id))).map(id -> new Object[] {id}).toArray(Object[][]::new);
    }

    @Test
    public void everyStreamIsOfOneOfTheKindsBelow() {
        assertEquals(streams().length + games().length + instructions().length, library.streams().names().size());
    }

    @Test(dataProvider = "games")
    public void areOfGamesThatThereAre(String id) {
        Problems problems = new Problems();
        StreamDraft draft = draft(id);
        draft.check(problems);
        assertEquals(problems.list(), List.of());
        assertEquals(draft.toMap().get("id"), id);
        assertTrue(library.streams().text(id).orElseThrow().startsWith("# "), "says what it is");
    }

    @Test(dataProvider = "instructions")
    public void areOfInstructionsThatAreSoundWhereTheyAreEmbedded(String id) {
        Problems problems = new Problems();
        StreamDraft draft = draft(id);
        draft.check(problems);
        List<?> sets = (List<?>) draft.toMap().get("sets");
        assertEquals(problems.list().stream().filter(problem -> embedded.names().contains(problem.value())).toList(), List.of());
        assertEquals(problems.list().isEmpty(), embedded.names().containsAll(sets), "what is not embedded is missing here");
        assertEquals(draft.toMap().get("id"), id);
        assertTrue(library.streams().text(id).orElseThrow().startsWith("# "), "says what it is");
    }

    @Test(dataProvider = "streams")
    public void areSoundAndOpen(String id) {
        ImageStreamSpec spec = read(id);
        ImageDataset dataset = dataset(spec);
        assertEquals(spec.id(), id);
        Problems problems = new Problems();
        spec.check(dataset, problems);
        assertEquals(problems.list(), List.of());
        ImageStream stream = ImageStream.of(spec, dataset, RandomStreams.of(1));
        assertEquals(stream.task(stream.size() - 1).index(), spec.tasks() - 1);
        assertTrue(library.streams().text(id).orElseThrow().startsWith("# "), "says what it is");
    }

    private ImageStreamSpec read(String id) {
        return ((ImageDraft) draft(id)).spec();
    }

    private StreamDraft draft(String id) {
        Problems problems = new Problems();
        Optional<StreamDraft> draft = library.stream(id, "test", problems);
        assertEquals(problems.list(), List.of());
        return draft.orElseThrow();
    }

    private ImageDataset dataset(ImageStreamSpec spec) {
        return embedded.names().contains(spec.dataset()) ? embedded.load(spec.dataset(), ImageDataset.class) : official(spec.dataset());
    }

    private static ImageDataset official(String name) {
        int[] numbers = OFFICIAL.get(name);
        List<String> classes = IntStream.range(0, numbers[0]).mapToObj(c -> "class " + c).toList();
        Optional<ClassGroups> groups = name.equals("cifar100")
                ? Optional.of(new ClassGroups(IntStream.range(0, 20).mapToObj(g -> "group " + g).toList(),
                        IntStream.range(0, 100).map(c -> c * 7 % 20).toArray()))
                : Optional.empty();
        DatasetInfo info = new DatasetInfo(name, name, "none", "made up", classes, DOT, numbers[0] * numbers[1],
                numbers[0] * numbers[2], new double[1], new double[] {1}, groups);
        return new ImageDataset(info, images(numbers[0], numbers[1]), images(numbers[0], numbers[2]), "0".repeat(64));
    }

    private static LabelledImages images(int classes, int each) {
        int[] labels = IntStream.range(0, classes * each).map(i -> i % classes).toArray();
        return new LabelledImages(DOT, ByteBuffer.allocate(labels.length), labels);
    }
}
