package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.AfterClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ImageStreamSpecTest {
    private static final DatasetInfo INFO = TinyImages.sixClasses().info();

    private static final OptionalDouble NONE = OptionalDouble.empty();

    private final Path file = temporary();

    private static Path temporary() {
        try {
            return Files.createTempFile("class-order", ".txt");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterClass
    public void delete() throws IOException {
        Files.delete(file);
    }

    private static ImageDataset data(String sha256) {
        ImageDataset tiny = TinyImages.sixClasses();
        return new ImageDataset(tiny.info(), tiny.train(), tiny.test(), sha256);
    }

    private Specs ordered(String contents) throws IOException {
        Files.writeString(file, contents);
        return Specs.classes(3).order(ClassOrder.FILE).file(file.toString());
    }

    private static List<String> problems(Specs specs) {
        return specs.problems(INFO).stream().map(Problem::toString).toList();
    }

    @DataProvider
    public Object[][] sound() {
        return new Object[][] {
            {Specs.classes(1)},
            {Specs.classes(6).scenario(Scenario.TASK_INCREMENTAL)},
            {Specs.classes(2).examples(3).test(12).order(ClassOrder.NATURAL)},
            {Specs.domains(Split.PERMUTED, 1000).examples(6).test(24)},
            {Specs.domains(Split.ROTATED, 7).angle(360)},
            {Specs.domains(Split.ROTATED, 7)},
            {Specs.classes(3).base(4)},
            {Specs.classes(3).increments(3, 1, 2).examples(3)},
            {Specs.classes(1).increments(6)},
            {Specs.classes(2).base(5).ways(1).scenario(Scenario.TASK_INCREMENTAL).examples(5)},
            {Specs.fewShot(2, 4, 10)},
            {Specs.fewShot(2, 4, 1).shots(1, Shots.From.AUTO).order(ClassOrder.SEED).validation(0.5).test(8)},
            {Specs.overlap(6, 99.9).imbalance(Imbalance.Kind.STEP, 0.1)},
            {Specs.sigmoid(2, 1).noise(LabelNoise.Kind.PAIR, 1)},
            {Specs.relabelled(200).labels(2).examples(6)},
            {Specs.classes(2).imbalance(Imbalance.Kind.EXPONENTIAL, 0.01).noise(LabelNoise.Kind.SYMMETRIC, 0.1).validation(0.1)},
        };
    }

    @Test(dataProvider = "sound")
    public void findsNothingWrongWithASoundDeclaration(Specs specs) {
        assertEquals(problems(specs), List.of());
    }

    @DataProvider
    public Object[][] unsound() {
        return new Object[][] {
            {Specs.classes(3).id("Tiny stream"), "id: value 'Tiny stream': must be lower-case"},
            {Specs.classes(3).version(0), "version: value '0': must be at least 1"},
            {Specs.classes(3).dataset("huge"), "dataset: value 'huge': is not the data set at hand, 'tiny'"},
            {Specs.classes(0), "tasks: value '0': must be at least 1"},
            {Specs.classes(7), "tasks: value '7': is more than the 6 classes of tiny"},
            {Specs.classes(4), "tasks: value '4': does not divide the 6 classes of tiny evenly (valid: 1, 2, 3, 6)"},
            {Specs.classes(3).scenario(Scenario.DOMAIN_INCREMENTAL), "split: value 'classes': gives every task other"},
            {Specs.domains(Split.PERMUTED, 3).scenario(Scenario.CLASS_INCREMENTAL), "split: value 'permuted': gives"},
            {Specs.domains(Split.ROTATED, 3).scenario(Scenario.TASK_INCREMENTAL), "split: value 'rotated': gives"},
            {Specs.classes(3).order(ClassOrder.FILE), "classOrderFile: is needed with classOrder file"},
            {Specs.classes(3).file("order.txt"), "classOrderFile: value 'order.txt': conflicts with classOrder seed"},
            {Specs.classes(3).order(ClassOrder.FILE).file("/no/such"), "classOrderFile: value '/no/such': /no/such: "},
            {Specs.classes(3).order(ClassOrder.FILE).file("a\0b"), "classOrderFile: value 'a\\u0000b': "},
            {Specs.classes(3).examples(1), "examplesPerTask: value '1': must be between 2 (one for each class"},
            {Specs.classes(3).examples(61), "examplesPerTask: value '61': must be between 2"},
            {Specs.domains(Split.PERMUTED, 3).test(5), "testPerTask: value '5': must be between 6"},
            {Specs.domains(Split.PERMUTED, 3).test(25),
                "testPerTask: value '25': must be between 6 (one for each class of a task) and 24 (all of tiny)"},
            {Specs.domains(Split.PERMUTED, 3).angle(90), "maxAngle: value '90.0': conflicts with split permuted"},
            {Specs.domains(Split.ROTATED, 3).angle(0), "maxAngle: value '0.0': must be above 0 and at most 360"},
            {Specs.domains(Split.ROTATED, 3).angle(360.5), "maxAngle: value '360.5': must be above 0"},
            {Specs.domains(Split.ROTATED, 3).angle(Double.NaN), "maxAngle: value 'NaN': must be above 0"},
            {Specs.domains(Split.CLASSES, 3), "split: value 'classes': gives every task other classes, but a domain-incremental "
                    + "stream has the same in all (valid: permuted, rotated, superclasses, growing)"},
            {Specs.classes(3).split(Split.RELABELLED), "split: value 'relabelled': gives every task other labels for the same "
                    + "images, but a class-incremental stream has new ones in each (valid: classes)"},
            {Specs.relabelled(3).split(Split.PERMUTED), "split: value 'permuted': gives every task the same classes, but a "
                    + "relabelled stream has the same images with other labels in each (valid: relabelled)"},
            {Specs.overlap(3, 10).split(Split.ROTATED), "split: value 'rotated': gives every task the same classes, but a "
                    + "blurry stream has new ones in each (valid: classes)"},
            {Specs.classes(2000000000), "tasks: value '2000000000': is more than the 6 classes of tiny"},
            {Specs.classes(3).base(0), "base: value '0': must be between 1 and 5"},
            {Specs.classes(3).base(6), "base: value '6': must be between 1 and 5, to leave some of the 6 classes of tiny"},
            {Specs.classes(3).base(3), "tasks: value '3': does not share the 3 classes after the base of 3 evenly (valid: 2, 4)"},
            {Specs.classes(1).base(3), "tasks: value '1': does not share the 3 classes after the base of 3 evenly (valid: 2, 4)"},
            {Specs.classes(0).base(2).ways(1), "tasks: value '0': must be at least 1"},
            {Specs.classes(3).ways(2), "ways: value '2': needs base"},
            {Specs.classes(3).base(2).ways(1),
                "ways: value '1': in 2 later tasks and a base of 2 are 4 classes, but tiny has 6"},
            {Specs.classes(3).increments(3, 2, 2), "increments: value '[3, 2, 2]': are 7 classes, but tiny has 6"},
            {Specs.classes(2).increments(2147483647, 2147483647), "increments: value '[2147483647, 2147483647]': are 4294967294 classes, but tiny"},
            {Specs.classes(3).increments(4, 0, 2), "increments: value '[4, 0, 2]': must be the number of classes of each task, each at least 1"},
            {Specs.classes(4).increments(3, 1, 2), "tasks: value '4': is not the number of increments (valid: 3, or leave it out)"},
            {Specs.classes(3).increments(3, 1, 2).base(3), "base: value '3': conflicts with increments"},
            {Specs.classes(3).increments(3, 1, 2).ways(2), "ways: value '2': needs base"},
            {Specs.classes(3).increments(3, 1, 2).examples(2), "examplesPerTask: value '2': must be between 3"},
            {Specs.classes(3).increments(3, 1, 2).noise(LabelNoise.Kind.PAIR, 0.1), "labelNoise: value 'pair': needs another label"},
            {Specs.fewShot(2, 2, 0), "shots.count: value '0': must be at least 1"},
            {Specs.fewShot(2, 2, 5).examples(12), "examplesPerTask: value '12': conflicts with scenario few-shot"},
            {Specs.fewShot(2, 2, 5).shots(5, Shots.From.OFFICIAL).order(ClassOrder.SEED),
                "shots.from: value 'official': conflicts with classOrder seed"},
            {Specs.fewShot(2, 2, 5).imbalance(Imbalance.Kind.STEP, 0.1), "imbalance: value 'step': conflicts with scenario few-shot"},
            {Specs.overlap(1, 10), "tasks: value '1': leaves a blurry stream nothing to blur (valid: 2 or more)"},
            {Specs.overlap(3, 0), "blur.percent: value '0.0': must be above 0 and below 100"},
            {Specs.overlap(3, 100), "blur.percent: value '100.0': must be above 0 and below 100"},
            {Specs.sigmoid(3, 0), "blur.width: value '0.0': must be above 0 and at most 1"},
            {Specs.sigmoid(3, 1.5), "blur.width: value '1.5': must be above 0 and at most 1"},
            {Specs.sigmoid(3, Double.NaN), "blur.width: value 'NaN': must be above 0 and at most 1"},
            {Specs.sigmoid(3, 1).blur(blur(Blur.Kind.OVERLAP, NONE, NONE)), "blur.percent: is needed with blur kind overlap"},
            {Specs.sigmoid(3, 1).blur(blur(Blur.Kind.SIGMOID, NONE, NONE)), "blur.width: is needed with blur kind sigmoid"},
            {Specs.sigmoid(3, 1).blur(blur(Blur.Kind.SIGMOID, OptionalDouble.of(5), OptionalDouble.of(1))),
                "blur.percent: value '5.0': conflicts with blur kind sigmoid"},
            {Specs.overlap(3, 10).examples(12), "examplesPerTask: value '12': conflicts with scenario blurry"},
            {Specs.sigmoid(3, 0.1).imbalance(Imbalance.Kind.STEP, 0.1), "imbalance: value 'step': conflicts with blur kind sigmoid"},
            {Specs.relabelled(3).order(ClassOrder.SEED), "classOrder: value 'seed': makes no difference"},
            {Specs.relabelled(3).test(12), "testPerTask: value '12': conflicts with scenario relabelled"},
            {Specs.relabelled(3).labels(1), "labels: value '1': must be at least 2"},
            {Specs.relabelled(3).imbalance(Imbalance.Kind.STEP, 0.1), "imbalance: value 'step': conflicts with scenario relabelled"},
            {Specs.relabelled(3).noise(LabelNoise.Kind.PAIR, 0.1), "labelNoise: value 'pair': conflicts with scenario relabelled"},
            {Specs.relabelled(3).validation(0.1), "validation: value '0.1': conflicts with scenario relabelled"},
            {Specs.classes(3).imbalance(Imbalance.Kind.STEP, 1), "imbalance.ratio: value '1.0': must be above 0 and below 1"},
            {Specs.classes(3).imbalance(Imbalance.Kind.STEP, 0), "imbalance.ratio: value '0.0': must be above 0 and below 1"},
            {Specs.classes(3).noise(LabelNoise.Kind.PAIR, 0), "labelNoise.rate: value '0.0': must be above 0 and at most 1"},
            {Specs.classes(3).noise(LabelNoise.Kind.PAIR, 1.1), "labelNoise.rate: value '1.1': must be above 0 and at most 1"},
            {Specs.classes(6).noise(LabelNoise.Kind.PAIR, 0.1), "labelNoise: value 'pair': needs another label in the same task"},
            {Specs.fewShot(2, 4, 5).noise(LabelNoise.Kind.PAIR, 0.1), "labelNoise: value 'pair': needs another label"},
            {Specs.classes(3).perClass(OptionalInt.of(0), OptionalInt.empty()), "perClass.train: value '0': must be at least 1"},
            {Specs.classes(3).perClass(OptionalInt.empty(), OptionalInt.of(0)), "perClass.test: value '0': must be at least 1"},
            {Specs.relabelled(3).perClass(OptionalInt.empty(), OptionalInt.of(2)),
                "perClass.test: value '2': conflicts with scenario relabelled"},
            {Specs.classes(3).validation(0), "validation: value '0.0': must be above 0 and at most 0.5"},
            {Specs.classes(3).validation(0.51), "validation: value '0.51': must be above 0 and at most 0.5"},
        };
    }

    private static Blur blur(Blur.Kind kind, OptionalDouble percent, OptionalDouble width) {
        return new Blur(kind, percent, width);
    }

    @Test(dataProvider = "unsound")
    public void saysWhatIsWrong(Specs specs, String problem) {
        List<String> problems = problems(specs);
        assertEquals(problems.size(), 1, problems.toString());
        assertTrue(problems.get(0).startsWith("s.yaml: " + problem), problems.get(0));
    }

    @Test
    public void saysAllThatIsWrongAtOnce() throws IOException {
        List<String> problems = problems(ordered("a\na\nx\n").id("").version(-1).dataset("d").tasks(0)
                .scenario(Scenario.DOMAIN_INCREMENTAL).angle(-5));
        assertEquals(problems.size(), 10, String.join("\n", problems));
    }

    @Test
    public void saysWhatIsWrongWithAClassOrderFile() throws IOException {
        assertEquals(problems(ordered("a\n# b comes last\nB1\n5\n\n0 # again\n6\n")), List.of(
                file + ": line 3: value 'B1': unknown class (did you mean 'b'?)",
                file + ": line 6: value '0': the class is on line 1 already",
                file + ": line 7: value '6': unknown class (did you mean 'a'?)",
                file + ": classes that are missing: b, c, d, e"));
    }

    @Test
    public void refusesAClassOrderFileThatIsNotText() throws IOException {
        Specs specs = ordered("");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertTrue(problems(specs).get(0).contains("cannot be read as UTF-8 text"), problems(specs).toString());
    }

    @Test
    public void acceptsAClassOrderFileOfNamesAndIndices() throws IOException {
        Specs specs = ordered("# order\n5\nb\n\n c # third\n0\nd\n4\n");
        assertEquals(problems(specs), List.of());
        assertEquals(specs.spec().orderFile().orElseThrow().order(INFO), new int[] {5, 1, 2, 0, 3, 4});
    }

    @DataProvider
    public Object[][] writtenOrders() {
        return new Object[][] {
            {"5,1,2,0,3,4"}, {"5, b, c, a, d, 4\n"}, {"[5, 1, 2, 0, 3, 4]"}, {"[5 1 2\n 0 3 4]\n"}, {"5 1 2 0 3 4\r\n"},
            {"[\n  5,\n  1,\n  2,\n  0,\n  3,\n  4\n]\n"}, {"['f', \"b\", 'c', 'a', 'd', 'e'] # as printed"}, {"5\r1\r2\r0\r3\r4\r"},
        };
    }

    @Test(dataProvider = "writtenOrders")
    public void readsAnOrderAsProgramsPrintItInAnyEncoding(String text) throws IOException {
        Specs specs = ordered("");
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Files.writeString(file, "\ufeff" + text, charset);
            assertEquals(problems(specs), List.of(), charset + ": " + text);
            assertEquals(specs.spec().orderFile().orElseThrow().order(INFO), new int[] {5, 1, 2, 0, 3, 4});
        }
        Files.writeString(file, text, StandardCharsets.UTF_16LE);
        assertTrue(problems(specs).get(0).contains("as UTF-16 without a byte-order mark does; save it as UTF-8"), problems(specs).toString());
    }

    @Test
    public void anEntryOfAListIsNamedByItsNumber() throws IOException {
        assertEquals(problems(ordered("[5, 1, 2, 0, 3, 9, 1]")), List.of(
                file + ": entry 6: value '9': unknown class (did you mean 'a'?)",
                file + ": entry 7: value '1': the class is on entry 2 already",
                file + ": classes that are missing: e"));
    }

    @Test
    public void accentsMayBeWrittenEitherWay() throws IOException {
        DatasetInfo names = new DatasetInfo("names", "Names", "none", "made up", List.of("caf\u00e9", "A\u030angstrom"), INFO.shape(), 2, 2,
                new double[1], new double[1], Optional.empty());
        assertEquals(ordered("\u00c5ngstrom\ncafe\u0301\n").spec().orderFile().orElseThrow().order(names), new int[] {1, 0});
    }

    @Test
    public void takesAHashInsideAClassNameForPartOfIt() throws IOException {
        DatasetInfo notes = new DatasetInfo("notes", "Notes", "none", "made up", List.of("c", "c#"), INFO.shape(), 2, 2,
                new double[1], new double[1], Optional.empty());
        assertEquals(ordered("c# # sharp\nc\n").spec().orderFile().orElseThrow().order(notes), new int[] {1, 0});
    }

    @Test
    public void digestIsTheSameOnEveryMachine() {
        assertEquals(Specs.classes(3).spec().digest(data("d")), DigestUtils.sha256Hex(("palimpsest image stream definition 1\n"
                + "id=tiny-stream\nversion=1\nscenario=class-incremental\ndataset=tiny\ndatasetSha256=d\ntasks=3\n"
                + "split=classes\nclassOrder=seed\n").getBytes(StandardCharsets.UTF_8)));
        assertEquals(Specs.domains(Split.ROTATED, 3).examples(9).test(8).spec().digest(data("d")),
                DigestUtils.sha256Hex(("palimpsest image stream definition 1\nid=tiny-stream\nversion=1\n"
                        + "scenario=domain-incremental\ndataset=tiny\ndatasetSha256=d\ntasks=3\nsplit=rotated\n"
                        + "classOrder=natural\nexamplesPerTask=9\ntestPerTask=8\nmaxAngle=180.0\n")
                        .getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void digestHasWhatIsNotInEveryStreamOnlyWhereItIs() {
        String start = "palimpsest image stream definition 1\nid=tiny-stream\nversion=1\nscenario=";
        assertDigest(Specs.fewShot(2, 4, 5).ways(1).validation(0.25), start + "few-shot\ndataset=tiny\ndatasetSha256=d\ntasks=5\n"
                + "split=classes\nclassOrder=natural\nbase=2\nshots=5\nshotsFrom=seed\nvalidation=0.25\n");
        assertDigest(Specs.overlap(3, 10).imbalance(Imbalance.Kind.EXPONENTIAL, 0.01), start + "blurry\ndataset=tiny\n"
                + "datasetSha256=d\ntasks=3\nsplit=classes\nclassOrder=seed\nblur=overlap\nblurPercent=10.0\n"
                + "imbalance=exponential\nimbalanceRatio=0.01\n");
        assertDigest(Specs.sigmoid(3, 0.5).noise(LabelNoise.Kind.SYMMETRIC, 0.2), start + "blurry\ndataset=tiny\n"
                + "datasetSha256=d\ntasks=3\nsplit=classes\nclassOrder=seed\nblur=sigmoid\nblurWidth=0.5\n"
                + "labelNoise=symmetric\nlabelNoiseRate=0.2\n");
        assertDigest(Specs.fewShot(2, 4, 5).perClass(OptionalInt.of(8), OptionalInt.of(2)), start + "few-shot\ndataset=tiny\n"
                + "datasetSha256=d\ntasks=5\nsplit=classes\nclassOrder=natural\nbase=2\nshots=5\nshotsFrom=seed\n"
                + "perClassTrain=8\nperClassTest=2\n");
        assertDigest(Specs.classes(3).increments(3, 1, 2), start + "class-incremental\ndataset=tiny\ndatasetSha256=d\ntasks=3\nsplit=classes\n"
                + "classOrder=seed\nincrements=[3, 1, 2]\n");
        assertDigest(Specs.relabelled(3), start + "relabelled\ndataset=tiny\ndatasetSha256=d\ntasks=3\nsplit=relabelled\n"
                + "classOrder=natural\nlabels=6\n");
    }

    private static void assertDigest(Specs specs, String text) {
        assertEquals(specs.spec().digest(data("d")), DigestUtils.sha256Hex(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void digestChangesWithEveryPartOfTheDefinition() throws IOException {
        Set<String> digests = new HashSet<>();
        Stream<Specs> all = Stream.of(
                Specs.classes(3), Specs.classes(2), Specs.classes(3).id("other"), Specs.classes(3).version(2),
                Specs.classes(3).dataset("other"), Specs.classes(3).scenario(Scenario.TASK_INCREMENTAL),
                Specs.classes(3).order(ClassOrder.NATURAL), Specs.classes(3).examples(6), Specs.classes(3).test(6),
                Specs.domains(Split.PERMUTED, 3), Specs.domains(Split.ROTATED, 3),
                Specs.domains(Split.ROTATED, 3).angle(90), Specs.domains(Split.SUPERCLASSES, 3),
                Specs.classes(3).increments(3, 1, 2), Specs.classes(3).increments(1, 3, 2),
                Specs.classes(3).base(2), Specs.classes(3).base(4), Specs.fewShot(2, 2, 5), Specs.fewShot(2, 2, 4),
                Specs.overlap(3, 10), Specs.overlap(3, 20), Specs.sigmoid(3, 0.1), Specs.sigmoid(3, 0.2),
                Specs.relabelled(3), Specs.relabelled(3).labels(7), Specs.classes(3).validation(0.1),
                Specs.classes(3).validation(0.2), Specs.classes(3).imbalance(Imbalance.Kind.STEP, 0.1),
                Specs.classes(3).imbalance(Imbalance.Kind.STEP, 0.2),
                Specs.classes(3).imbalance(Imbalance.Kind.EXPONENTIAL, 0.1),
                Specs.classes(3).noise(LabelNoise.Kind.PAIR, 0.1), Specs.classes(3).noise(LabelNoise.Kind.PAIR, 0.2),
                Specs.classes(3).noise(LabelNoise.Kind.SYMMETRIC, 0.1));
        all.forEach(specs -> assertTrue(digests.add(specs.spec().digest(data("d")))));
        assertTrue(digests.add(Specs.classes(3).spec().digest(data("e"))));
        assertTrue(digests.add(ordered("a\nb\nc\nd\ne\nf").spec().digest(data("d"))));
        assertTrue(digests.add(ordered("a\nb\nc\nd\nf\ne").spec().digest(data("d"))));
    }

    @Test
    public void digestCountsDefaultsAsWrittenOutAndAFileByWhatItSays() throws IOException {
        assertEquals(Specs.domains(Split.ROTATED, 3).angle(180).spec().digest(data("d")),
                Specs.domains(Split.ROTATED, 3).spec().digest(data("d")));
        String digest = ordered("a\nb\nc\nd\ne\nf").spec().digest(data("d"));
        assertEquals(ordered("# six\na\n b\nc\n\nd\ne\nf # last\n").spec().digest(data("d")), digest);
        assertNotEquals(Specs.classes(3).spec().digest(data("d")), digest);
    }

    @Test
    public void keysOfAnotherScenarioAreNoPartOfAStream() {
        assertEquals(expectThrows(IllegalArgumentException.class, () -> new ImageStreamSpec("s", 1, Scenario.FEW_SHOT, "tiny", 3,
                Split.CLASSES, ClassOrder.SEED, new NewClasses())).getMessage(),
                "NewClasses[base=OptionalInt.empty, ways=OptionalInt.empty, increments=Optional.empty] is no part of a few-shot stream");
    }
}
