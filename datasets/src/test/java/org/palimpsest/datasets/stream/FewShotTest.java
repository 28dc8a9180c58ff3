package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ShotLists;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class FewShotTest {
    private static final ImageDataset TINY = TinyImages.sixClasses();

    /** The first three images of each of the last four classes, two classes a session, in descending order. */
    private static List<int[]> sessions() {
        int[][] byClass = ExamplePool.byClass(TINY.train(), 6);
        return IntStream.range(0, 2)
                .mapToObj(s -> IntStream.of(2 + 2 * s, 3 + 2 * s)
                        .flatMap(c -> Arrays.stream(byClass[c]).limit(3))
                        .map(i -> -i)
                        .sorted()
                        .map(i -> -i)
                        .toArray())
                .toList();
    }

    private static ImageDataset listed(List<int[]> sessions) {
        return TINY.withShots(new ShotLists("lists of 1999", sessions));
    }

    private static ImageStream open(Specs specs, ImageDataset dataset, long seed) {
        return ImageStream.of(specs.spec(), dataset, RandomStreams.of(seed));
    }

    @Test
    public void theBaseHasEverythingAndSessionsTheirShots() {
        ImageStream stream = open(Specs.fewShot(2, 2, 3), TINY, 1);
        assertEquals(stream.task(0).classes(), new int[] {0, 1});
        assertEquals(stream.task(0).train().size(), 20);
        for (int t = 1; t < 3; t++) {
            ImageTask task = stream.task(t);
            int first = 2 * t;
            assertEquals(task.classes(), new int[] {first, first + 1});
            assertEquals(Arrays.stream(task.train().labels()).sorted().toArray(),
                    new int[] {first, first, first, first + 1, first + 1, first + 1});
            for (int i = 0; i < 6; i++) {
                assertEquals(task.train().labels()[i], TINY.train().label(task.train().indices()[i]));
                assertTrue(i == 0 || task.train().indices()[i - 1] < task.train().indices()[i]);
            }
            assertEquals(task.test().size(), 8);
        }
        assertEquals(stream.shotsOrigin(), Optional.of("seed"));
        assertEquals(open(Specs.classes(3), TINY, 1).shotsOrigin(), Optional.empty());
    }

    @Test
    public void drawsShotsFromTheSeedWhateverTheSessions() {
        Set<String> draws = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            int[] two = open(Specs.fewShot(2, 2, 3), TINY, seed).task(2).train().indices();
            int[] four = IntStream.of(3, 4)
                    .flatMap(t -> Arrays.stream(open(Specs.fewShot(2, 4, 3), TINY, 0).task(t).train().indices()))
                    .sorted()
                    .toArray();
            assertEquals(seed != 0 || Arrays.equals(two, four), true);
            draws.add(Arrays.toString(two));
        }
        assertTrue(draws.size() > 15, draws.size() + " draws of 20 seeds");
    }

    @Test
    public void takesTheOfficialListsWhereThereAreAny() {
        ImageDataset listed = listed(sessions());
        for (Shots.From from : new Shots.From[] {Shots.From.AUTO, Shots.From.OFFICIAL}) {
            ImageStream stream = open(Specs.fewShot(2, 2, 3).shots(3, from), listed, 1);
            for (int t = 1; t < 3; t++) {
                assertEquals(stream.task(t).train().indices(), Arrays.stream(sessions().get(t - 1)).sorted().toArray());
            }
            assertEquals(stream.shotsOrigin(), Optional.of("lists of 1999"));
            assertEquals(open(Specs.fewShot(2, 2, 3), listed, 2).digest(), stream.digest(), "the seed has no say");
        }
        ImageStream drawn = open(Specs.fewShot(2, 2, 3).shots(3, Shots.From.SEED), listed, 1);
        assertEquals(drawn.shotsOrigin(), Optional.of("seed"));
        assertEquals(drawn.digest(), open(Specs.fewShot(2, 2, 3), TINY, 1).digest());
    }

    @Test
    public void aSmallerDataSetHasFewerExamplesOfEveryClassAndTheSameOfficialShots() {
        Specs few = Specs.fewShot(2, 2, 3).perClass(OptionalInt.of(6), OptionalInt.of(1));
        ImageStream stream = open(few, listed(sessions()), 1);
        assertEquals(Arrays.stream(stream.task(0).train().labels()).sorted().toArray(), new int[] {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
        for (int t = 1; t < 3; t++) {
            assertEquals(stream.task(t).train().indices(), Arrays.stream(sessions().get(t - 1)).sorted().toArray());
            assertEquals(Arrays.stream(stream.task(t).test().labels()).sorted().toArray(), new int[] {2 * t, 2 * t + 1});
        }
        assertEquals(open(few, listed(sessions()), 1).digest(), stream.digest());
        assertNotEquals(open(few, listed(sessions()), 2).digest(), stream.digest(), "drawn from the seed");
        Specs all = Specs.fewShot(2, 2, 3).perClass(OptionalInt.of(100), OptionalInt.empty());
        assertEquals(open(all, TINY, 1).task(0).train().indices(), open(Specs.fewShot(2, 2, 3), TINY, 1).task(0).train().indices());
        InvalidInputException tooFew = expectThrows(InvalidInputException.class,
                () -> open(Specs.fewShot(2, 2, 3).perClass(OptionalInt.of(2), OptionalInt.empty()), TINY, 1));
        assertTrue(tooFew.getMessage().contains("shots.count: value '3': is more than the 2 training examples"), tooFew.getMessage());
    }

    @Test
    public void listsForTheNaturalOrderAreNotTakenForAnother() {
        Specs shuffled = Specs.fewShot(2, 2, 3).order(ClassOrder.SEED);
        assertEquals(open(shuffled, listed(sessions()), 1).shotsOrigin(), Optional.of("seed"));
    }

    @Test
    public void theDefinitionsDigestTellsWhichShotsWereTaken() {
        ImageStreamSpec auto = Specs.fewShot(2, 2, 3).spec();
        List<int[]> others = new ArrayList<>(sessions());
        others.set(0, Arrays.stream(others.get(0)).sorted().toArray());
        String official = auto.digest(listed(sessions()));
        assertNotEquals(official, auto.digest(TINY));
        assertNotEquals(official, auto.digest(listed(others)));
        assertEquals(Specs.fewShot(2, 2, 3).shots(3, Shots.From.OFFICIAL).spec().digest(listed(sessions())), official);
        assertEquals(Specs.fewShot(2, 2, 3).shots(3, Shots.From.SEED).spec().digest(TINY), auto.digest(TINY));
    }

    @DataProvider
    public Object[][] unfit() {
        List<int[]> sessions = sessions();
        int[] first = sessions.get(0);
        int[] second = sessions.get(1);
        int[] twice = first.clone();
        twice[1] = twice[0];
        int[] outside = first.clone();
        outside[2] = 60;
        int[] strange = first.clone();
        strange[0] = second[0];
        return new Object[][] {
            {List.of(first), "they have 1 sessions after the base, the stream 2"},
            {List.of(twice, second), "session 1 after the base lists an image twice"},
            {List.of(outside, second), "session 1 after the base lists training image 60 of 60"},
            {List.of(strange, second), "session 1 after the base lists training image " + second[0] + " of class "
                    + TINY.train().label(second[0]) + ", but its classes are 2 to 3"},
            {List.of(first, Arrays.copyOf(second, 5)), "they have 2 shots of class "},
        };
    }

    @Test(dataProvider = "unfit")
    public void refusesListsThatDoNotFit(List<int[]> sessions, String trouble) {
        List<Problem> problems = Specs.fewShot(2, 2, 3).problems(listed(sessions));
        assertEquals(problems.size(), 1, problems.toString());
        assertTrue(problems.get(0).toString().startsWith(
                "s.yaml: shots: value '3': the official lists (lists of 1999) do not fit: " + trouble), problems.toString());
        assertEquals(Specs.fewShot(2, 2, 3).shots(3, Shots.From.SEED).problems(listed(sessions)), List.of());
    }

    @Test
    public void refusesWhatTheDataCannotGive() {
        assertEquals(Specs.fewShot(2, 2, 3).shots(3, Shots.From.OFFICIAL).problems(TINY).toString(),
                "[s.yaml: shots.from: value 'official': no official lists are at hand for tiny (valid: auto, seed)]");
        InvalidInputException few =
                expectThrows(InvalidInputException.class, () -> open(Specs.fewShot(2, 2, 11), TINY, 1));
        assertEquals(few.getMessage(), "1. stream tiny-stream: shots.count: value '11': is more than the 10 training "
                + "examples of the smallest new class");
    }

    @Test
    public void validatesWithoutTouchingTheShots() {
        ImageStream drawn = open(Specs.fewShot(2, 2, 3).validation(0.3), TINY, 1);
        ImageStream official = open(Specs.fewShot(2, 2, 3).validation(0.3), listed(sessions()), 1);
        assertEquals(drawn.task(0).train().size(), 14);
        assertEquals(drawn.task(1).train().size(), 6);
        assertEquals(official.task(1).train().indices(), Arrays.stream(sessions().get(0)).sorted().toArray());
        for (ImageStream stream : List.of(drawn, official)) {
            assertEquals(IntStream.range(0, 3).map(t -> stream.task(t).test().size()).toArray(), new int[] {6, 6, 6});
        }
    }

    @Test
    public void doesNotExamineAClassOfNothingButShots() {
        ImageDataset few = TinyImages.of(new int[] {10, 10, 3, 4}, new int[] {4, 4, 4, 4});
        ImageStream stream = open(Specs.fewShot(2, 1, 3).validation(0.3), few, 1);
        assertEquals(stream.task(1).train().size(), 6);
        assertEquals(stream.task(1).test().labels(), new int[] {3});
        assertEquals(stream.task(1).testClasses(), new int[] {2, 3});
        assertFalse(stream.digest().isEmpty());
    }
}
