package org.palimpsest.harness.images;

import static org.palimpsest.harness.images.TestSet.Listener.NONE;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.stream.ClassOrder;
import org.palimpsest.datasets.stream.Domains;
import org.palimpsest.datasets.stream.ExampleSet;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.ImageTask;
import org.palimpsest.datasets.stream.NewClasses;
import org.palimpsest.datasets.stream.Relabelled;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.Split;
import org.palimpsest.datasets.stream.Variation;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.FrozenLearner;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.results.record.ConfusionRow;
import org.testng.annotations.Test;

/** On images of two pixels that tell their class, 0 to 5: the first is 10 * class, or that and 100 in test images, the other 7. */
public class TestSetTest extends NativeTest {
    private static final int CLASSES = 6;
    private static final ImageShape SHAPE = new ImageShape(1, 1, 2);

    /** Answers with the class that the first pixel tells, or the second where it comes first. */
    private static final class Reader implements Classifier {
        private final int outputs;
        private final List<Float> seen = new ArrayList<>();
        private DataType type;

        Reader(int outputs) {
            this.outputs = outputs;
        }

        @Override
        public void learn(TaskData task, Budget budget) {
            throw new AssertionError("an examination teaches nothing");
        }

        @Override
        public NDArray predict(NDArray examples) {
            type = examples.getDataType();
            float[] pixels = examples.toType(DataType.FLOAT32, true).toFloatArray();
            float[] logits = new float[pixels.length / 2 * outputs];
            for (int i = 0; i < pixels.length / 2; i++) {
                float told = pixels[2 * i] == 7 ? pixels[2 * i + 1] : pixels[2 * i];
                seen.add(told);
                int answer = (int) (told % 100 / 10);
                if (answer < outputs) {
                    logits[i * outputs + answer] = 1;
                }
            }
            return examples.getManager().create(logits, new Shape(pixels.length / 2, outputs));
        }

        @Override
        public void save(State state) {}

        @Override
        public void load(State state) {}
    }

    /** Its features are the two pixels as they are, and its scores name the class that they tell and count how often they were asked for. */
    private static final class Frozen implements FrozenLearner {
        private final List<Integer> looked = new ArrayList<>();
        private int asked;
        private boolean frozen;

        @Override
        public boolean frozen() {
            return frozen;
        }

        @Override
        public NDArray features(NDArray examples) {
            looked.add((int) examples.getShape().get(0));
            return examples.toType(DataType.FLOAT32, true).reshape(-1, 2);
        }

        @Override
        public NDArray scores(NDArray features) {
            asked += (int) features.getShape().get(0);
            float[] told = features.max(new int[] {1}).toFloatArray();
            float[] logits = new float[told.length * CLASSES];
            for (int i = 0; i < told.length; i++) {
                logits[i * CLASSES + (int) (told[i] % 100 / 10)] = 1;
            }
            return features.getManager().create(logits, new Shape(told.length, CLASSES));
        }

        @Override
        public NDArray predict(NDArray examples) {
            return scores(features(examples));
        }

        @Override
        public void learn(TaskData task, Budget budget) {
            throw new AssertionError("an examination teaches nothing");
        }

        @Override
        public void save(State state) {}

        @Override
        public void load(State state) {}
    }

    private static ImageDataset dataset(ElementType type) {
        DatasetInfo info = new DatasetInfo("tiny", "Tiny", "none", "made up", List.of("a", "b", "c", "d", "e", "f"), SHAPE, 30, 12,
                new double[1], new double[] {1}, Optional.empty());
        return new ImageDataset(info, images(type, 30, 0), images(type, 12, 100), "0");
    }

    private static LabelledImages images(ElementType type, int count, int mark) {
        int[] labels = IntStream.range(0, count).map(i -> i % CLASSES).toArray();
        ByteBuffer pixels = ByteBuffer.allocate(count * 2 * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int label : labels) {
            for (int pixel : new int[] {mark + 10 * label, 7}) {
                if (type == ElementType.UINT8) {
                    pixels.put((byte) pixel);
                } else {
                    pixels.putFloat(pixel + 0.5f * (pixel == 7 ? 0 : 1));
                }
            }
        }
        return new LabelledImages(SHAPE, type, pixels.flip(), labels);
    }

    private static ImageStreamSpec split(Scenario scenario, Split split, int tasks) {
        Variation variation = switch (split) {
            case CLASSES -> new NewClasses();
            case RELABELLED -> new Relabelled();
            case PERMUTED, ROTATED, SUPERCLASSES, GROWING -> new Domains();
        };
        return new ImageStreamSpec("s", 1, scenario, "tiny", tasks, split, ClassOrder.NATURAL, variation);
    }

    private static ImageStream stream(ImageStreamSpec spec, ElementType type) {
        return ImageStream.of(spec, dataset(type), RandomStreams.of(1));
    }

    private TestSet testSet(ImageStream stream, TestSet.Selection selection) {
        return TestSet.of(stream, new DeviceParts(stream.dataset(), manager()), manager(), selection);
    }

    private static List<String> words(List<Score> scores) {
        return scores.stream().map(s -> s.task() + ": " + s.classIl() + "/" + s.taskIl() + " of " + s.n()).toList();
    }

    @Test
    public void scoresEveryTaskOnItsOwnTestImages() {
        ImageStream stream = stream(split(Scenario.CLASS_INCREMENTAL, Split.CLASSES, 3), ElementType.UINT8);
        TestSet set = testSet(stream, ImageTask::test);
        Reader reader = new Reader(CLASSES);
        assertEquals(words(set.score(reader, 3, 5, NONE)), List.of("0: 4/4 of 4", "1: 4/4 of 4", "2: 4/4 of 4"));
        assertEquals(reader.seen.stream().map(Float::intValue).toList(), List.of(100, 110, 100, 110, 120, 130, 120, 130, 140, 150, 140, 150));
        assertEquals(words(set.score(new Reader(CLASSES), 2, 100, NONE)), List.of("0: 4/4 of 4", "1: 4/4 of 4"));
        assertEquals(words(set.score(new Reader(2), 3, 100, NONE)), List.of("0: 4/4 of 4"), "no outputs for the others yet");
        assertEquals(words(set.score(new Reader(3), 3, 100, NONE)), List.of("0: 4/4 of 4", "1: 2/2 of 4"), "one answer of two is left in task 1");
    }

    @Test
    public void fromALaterTaskOnTheOthersImagesAreNotLookedAt() {
        ImageStream stream = stream(split(Scenario.CLASS_INCREMENTAL, Split.CLASSES, 3), ElementType.UINT8);
        Reader reader = new Reader(CLASSES);
        assertEquals(words(testSet(stream, ImageTask::test).score(reader, 1, 2, 99, NONE)), List.of("1: 4/4 of 4"));
        assertEquals(reader.seen.stream().map(Float::intValue).toList(), List.of(120, 130, 120, 130));
    }

    @Test
    public void aImageOfManyTasksIsPredictedOnceAndAnsweredForEach() {
        ImageStream stream = stream(split(Scenario.RELABELLED, Split.RELABELLED, 40), ElementType.UINT8);
        TestSet set = testSet(stream, ImageTask::test);
        Reader reader = new Reader(CLASSES);
        List<Score> scores = set.score(reader, 40, 7, NONE);
        assertEquals(reader.seen.size(), 30);
        assertTrue(reader.seen.stream().allMatch(pixel -> pixel < 100), "training images");
        assertEquals(scores.size(), 40);
        for (Score score : scores) {
            ExampleSet asked = stream.task(score.task()).test();
            int right = (int) IntStream.range(0, 30).filter(i -> asked.labels()[i] == asked.indices()[i] % CLASSES).count();
            assertEquals(score.n(), 30);
            assertEquals(score.classIl(), right);
        }
        assertEquals(set.score(new Reader(CLASSES), 3, 7, NONE), scores.subList(0, 3));
        assertEquals(set.score(new Reader(CLASSES), 2, 3, 7, NONE), scores.subList(2, 3));
    }

    @Test
    public void everyAnswerIsToldOnceWithItsTask() {
        ImageStream stream = stream(split(Scenario.RELABELLED, Split.RELABELLED, 40), ElementType.UINT8);
        int[] told = new int[40];
        int[] right = new int[40];
        Confusion confusion = new Confusion();
        List<Score> scores = testSet(stream, ImageTask::test).score(new Reader(CLASSES), 40, 7, (task, label, answer) -> {
            told[task]++;
            right[task] += label == answer ? 1 : 0;
            confusion.add(label, answer);
        });
        assertEquals(told, scores.stream().mapToInt(Score::n).toArray());
        assertEquals(right, scores.stream().mapToInt(Score::classIl).toArray());
        List<ConfusionRow> rows = confusion.rows(3);
        assertEquals(rows.stream().map(ConfusionRow::label).toList(), List.of(0, 1, 2, 3, 4, 5));
        assertTrue(rows.stream().allMatch(row -> row.trainedTask() == 3));
        assertEquals(rows.stream().mapToInt(ConfusionRow::n).sum(), 40 * 30);
        assertEquals(rows.stream().mapToInt(ConfusionRow::correct).sum(), Arrays.stream(right).sum());
        int of2As5 = 0;
        for (int t = 0; t < 40; t++) {
            ExampleSet asked = stream.task(t).test();
            of2As5 += (int) IntStream.range(0, 30).filter(i -> asked.labels()[i] == 2 && asked.indices()[i] % CLASSES == 5).count();
        }
        assertEquals(rows.get(2).mistakenFor().get(5), of2As5);
    }

    /** In batches that are the same whatever was asked for before. */
    @Test
    public void theFeaturesOfAFrozenLearnerAreComputedOnce() {
        ImageStream stream = stream(split(Scenario.CLASS_INCREMENTAL, Split.CLASSES, 3), ElementType.UINT8);
        TestSet set = testSet(stream, ImageTask::test);
        Frozen learner = new Frozen();
        assertEquals(words(set.score(learner, 1, 5, NONE)), List.of("0: 4/4 of 4"));
        assertEquals(learner.looked, List.of(4), "features that may still change are not kept");
        learner.frozen = true;
        learner.looked.clear();
        assertEquals(words(set.score(learner, 1, 5, NONE)), List.of("0: 4/4 of 4"));
        assertEquals(learner.looked, List.of(5));
        for (int i = 0; i < 2; i++) {
            assertEquals(words(set.score(learner, 3, 5, NONE)), List.of("0: 4/4 of 4", "1: 4/4 of 4", "2: 4/4 of 4"));
        }
        assertEquals(learner.looked, List.of(5, 5, 2));
        assertEquals(learner.asked, 4 + 4 + 12 + 12);
    }

    @Test
    public void heldOutTrainingImagesTakeThePlaceOfTestImages() {
        ImageStream stream = stream(split(Scenario.CLASS_INCREMENTAL, Split.CLASSES, 3).withValidation(0.2), ElementType.UINT8);
        Reader reader = new Reader(CLASSES);
        assertEquals(words(testSet(stream, ImageTask::test).score(reader, 3, 5, NONE)), List.of("0: 2/2 of 2", "1: 2/2 of 2", "2: 2/2 of 2"));
        assertTrue(reader.seen.stream().allMatch(pixel -> pixel < 100));
    }

    @Test
    public void changedImagesAreShownAsTheirTaskHasThem() {
        ImageStream stream = stream(split(Scenario.DOMAIN_INCREMENTAL, Split.PERMUTED, 4), ElementType.UINT8);
        int before = manager().getManagedArrays().size();
        TestSet set = testSet(stream, ImageTask::test);
        Reader reader = new Reader(CLASSES);
        assertEquals(words(set.score(reader, 4, 5, NONE)), List.of("0: 12/12 of 12", "1: 12/12 of 12", "2: 12/12 of 12", "3: 12/12 of 12"));
        assertEquals(reader.seen.size(), 48);
        assertTrue(manager().getManagedArrays().size() - before <= 4, "the part, the copies and a view of each");
    }

    @Test
    public void featuresStayWhatTheyAre() {
        ImageStream stream = stream(split(Scenario.CLASS_INCREMENTAL, Split.CLASSES, 3), ElementType.FLOAT32);
        Reader reader = new Reader(CLASSES);
        assertEquals(testSet(stream, ImageTask::test).score(reader, 3, 5, NONE).size(), 3);
        assertEquals(reader.type, DataType.FLOAT32);
        assertEquals(reader.seen.get(0), 100.5f);
        ImageTasks tasks = new ImageTasks(stream, new DeviceParts(stream.dataset(), manager()), new Randomness(1));
        assertClose(tasks.task(1, manager()).train().batch(manager(), 0).examples(), new double[] {20.5, 7}, 0);
    }

    @Test
    public void theProbeIsAFixedBalancedPartOfEachTask() {
        ImageStream stream = stream(split(Scenario.CLASS_INCREMENTAL, Split.CLASSES, 2), ElementType.UINT8);
        ProbeSubset probe = new ProbeSubset(new Randomness(1), 4);
        ExampleSet test = stream.task(1).test();
        ExampleSet chosen = probe.examples(stream.task(1));
        assertEquals(chosen.indices(), probe.examples(stream.task(1)).indices());
        assertEquals(chosen.part(), test.part());
        assertEquals(chosen.indices(), Arrays.stream(chosen.indices()).sorted().distinct().toArray());
        int[] counts = new int[CLASSES];
        for (int i = 0; i < 4; i++) {
            assertEquals(chosen.labels()[i], chosen.indices()[i] % CLASSES);
            assertTrue(Arrays.binarySearch(test.indices(), chosen.indices()[i]) >= 0);
            counts[chosen.labels()[i]]++;
        }
        assertEquals(Arrays.stream(counts).sorted().toArray(), new int[] {0, 0, 0, 1, 1, 2});
        assertEquals(new ProbeSubset(new Randomness(1), 99).examples(stream.task(1)).indices(), test.indices());
        assertEquals(words(testSet(stream, probe).score(new Reader(CLASSES), 2, 99, NONE)), List.of("0: 4/4 of 4", "1: 4/4 of 4"));
        assertEquals(testSet(stream, new ProbeSubset(new Randomness(1), 0)).score(new Reader(6), 2, 9, NONE), List.of());
        ImageStream changed = stream(split(Scenario.DOMAIN_INCREMENTAL, Split.PERMUTED, 2), ElementType.UINT8);
        assertEquals(testSet(changed, new ProbeSubset(new Randomness(1), 0)).score(new Reader(6), 2, 9, NONE), List.of());
    }
}
