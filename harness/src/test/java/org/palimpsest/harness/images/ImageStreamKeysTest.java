package org.palimpsest.harness.images;

import static org.testng.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.FewShot;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.NewClasses;
import org.palimpsest.datasets.stream.Shots;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.StreamPlanners;
import org.palimpsest.harness.plugins.Plugins;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ImageStreamKeysTest extends FolderTest {
    private static final String SPLIT = "split: classes";
    private static final String FEW_SHOT = "scenario: few-shot";

    private final ImagePlanner planner = new ImagePlanner(Plugins.load(List.of()), new Datasets(EmbeddedDatasets.catalogue(),
            new WeightFiles(new DataFolders(List.of(), Path.of("nowhere")))));
    private final Library library = new Library(Plugins.load(List.of()), new StreamPlanners(Set.of(planner)));
    private Problems problems;

    private Optional<ImageStreamSpec> read(String... lines) throws IOException {
        problems = new Problems();
        List<String> common = List.of("id: s", "version: 1", "dataset: digits", "tasks: 5", "classOrder: natural");
        return library.stream(write("s.yaml", Stream.concat(common.stream(), Stream.of(lines)).toArray(String[]::new)), "test", problems)
                .map(draft -> ((ImageDraft) draft).spec());
    }

    @Test
    public void theKeysOfAScenarioStandBesideThoseOfAll() throws IOException {
        ImageStreamSpec spec = read(FEW_SHOT, SPLIT, "base: 6", "shots: {count: 5, from: seed}").orElseThrow();
        assertEquals(spec.variation(), new FewShot(6, OptionalInt.empty(), new Shots(5, Optional.of(Shots.From.SEED))));
        assertEquals(Binder.toMap(spec).toString(), "{id=s, version=1, scenario=few-shot, dataset=digits, tasks=5, split=classes, "
                + "classOrder=natural, base=6, shots={count=5, from=seed}}");
        assertEquals(problems.list(), List.of());
    }

    @Test
    public void aListOfIncrementsTellsTheNumberOfTasks() throws IOException {
        problems = new Problems();
        String file = write("s.yaml", "id: s", "version: 1", "dataset: digits", "classOrder: natural", "scenario: task-incremental", SPLIT,
                "increments: [5, 3, 2]");
        ImageStreamSpec spec = ((ImageDraft) library.stream(file, "test", problems).orElseThrow()).spec();
        assertEquals(spec.tasks(), 3);
        assertEquals(spec.variation(), new NewClasses(OptionalInt.empty(), OptionalInt.empty(), Optional.of(List.of(5, 3, 2))));
        assertEquals(Binder.toMap(spec).get("increments"), List.of(5, 3, 2));
    }

    @Test
    public void groupsAreListsByName() throws IOException {
        ImageStreamSpec spec = read("scenario: domain-incremental", "split: superclasses",
                "groups: {odd: [1, 3, 5, 7, 9], even: '0, 2, 4, 6, 8'}").orElseThrow();
        assertEquals(Binder.toMap(spec).get("groups").toString(), "{odd=[1, 3, 5, 7, 9], even=[0, 2, 4, 6, 8]}");
        assertEquals(spec.labelCount(EmbeddedDatasets.catalogue().load("digits", ImageDataset.class).info()), 2);
    }

    @DataProvider
    public Object[][] wrong() {
        String blurry = "scenario: blurry";
        String byClass = "scenario: class-incremental";
        return new Object[][] {
            {List.of(byClass, SPLIT, "shots: {count: 5}"), "shots: value '{count=5}': conflicts with scenario class-incremental; it needs few-shot"},
            {List.of(byClass, SPLIT, "labels: 4"), "labels: value '4': conflicts with scenario class-incremental; it needs relabelled"},
            {List.of(byClass, SPLIT, "blur: {kind: overlap}"), "blur: value '{kind=overlap}': conflicts with scenario class-incremental; it needs blurry"},
            {List.of(byClass, SPLIT, "maxAngle: 90"), "maxAngle: value '90': conflicts with scenario class-incremental; it needs domain-incremental"},
            {List.of("scenario: domain-incremental", "split: permuted", "base: 2"), "base: value '2': conflicts with scenario domain-incremental; "
                    + "it needs class-incremental, task-incremental or few-shot"},
            {List.of(FEW_SHOT, SPLIT, "base: 6", "shots: {count: 5}", "increments: [6, 4]"),
                "increments: value '[6, 4]': conflicts with scenario few-shot; it needs class-incremental or task-incremental"},
            {List.of(byClass, SPLIT, "increments: [5, many]"), "increments: value '[5, many]': must be a whole number"},
            {List.of("scenario: domain-incremental", "split: superclasses", "groups: odd"), "groups: value 'odd': must be a section"},
            {List.of("scenario: domain-incremental", "split: superclasses", "groups: {odd: {a: 1}}"),
                "groups: value '{odd={a=1}}': odd must be text"},
            {List.of(FEW_SHOT, SPLIT, "base: 6"), "shots: is needed with scenario few-shot (keys: count, from)"},
            {List.of(FEW_SHOT, SPLIT, "base: 6", "shots: 5"), "shots: value '5': must be a section"},
            {List.of(FEW_SHOT, SPLIT, "shots: {count: 5}"), "base: is needed with scenario few-shot"},
            {List.of(blurry, SPLIT), "blur: is needed with scenario blurry (keys: kind, percent, width)"},
            {List.of(blurry, SPLIT, "blur: {percent: 3}"), "blur.kind: is missing"},
            {List.of(byClass, SPLIT, "bas: 2"), "bas: value '2': unknown key (did you mean 'base'?)"},
            {List.of(SPLIT), "scenario: is missing"},
            {List.of("scenario: zebra", SPLIT, "base: 2"), "scenario: value 'zebra': must be one of class-incremental, task-incremental, domain-incremental, "
                    + "few-shot, blurry, relabelled"},
        };
    }

    @Test(dataProvider = "wrong")
    public void saysWhatIsWrongWithThem(List<String> lines, String problem) throws IOException {
        read(lines.toArray(String[]::new));
        assertEquals(problems.list().stream().map(Problem::toString).toList(), List.of(folder().resolve("s.yaml") + ": " + problem));
    }

    /** A scenario that is almost right is taken for the one that was meant. */
    @Test
    public void saysAllThatIsWrongAtOnce() throws IOException {
        assertEquals(read("scenario: few_shot", "split: clases", "labels: 4", "base: six", "colour: red"), Optional.empty());
        assertEquals(problems.list().stream().map(Problem::key).toList(), List.of("labels", "colour", "scenario", "split", "base", "shots"));
    }

    /** The stream can be checked against its data at the same time. */
    @Test
    public void aKeyOfAnotherScenarioKeepsTheRestReadable() throws IOException {
        ImageStreamSpec spec = read("scenario: relabelled", "split: relabelled", "base: 2", "labels: 1").orElseThrow();
        assertEquals(spec.variation().splits().get(0), spec.split());
        assertEquals(problems.list().size(), 1);
    }
}
