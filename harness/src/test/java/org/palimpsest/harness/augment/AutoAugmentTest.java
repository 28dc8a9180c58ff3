package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.augment.AutoAugment.Act;
import org.testng.annotations.Test;

public class AutoAugmentTest extends AugmentTest {
    private static final int DRAWS = 20_000;

    private static Augmentation autoAugment() {
        return new AutoAugment().create(new AutoAugment.Options(128), COLOUR);
    }

    @Test
    public void theTableHasTwentyFivePairs() {
        assertEquals(SubPolicy.CIFAR_10.size(), 25);
        assertEquals(SubPolicy.CIFAR_10.stream().distinct().count(), 25);
        SubPolicy.CIFAR_10.forEach(s -> List.of(s.first(), s.second()).forEach(step ->
                assertTrue(step.p() >= 0 && step.p() <= 1 && step.level() >= 0 && step.level() <= 9, step.toString())));
    }

    /** All sub-policies are equally likely, so an operation comes as often as the table's probabilities say. */
    @Test
    public void operationsComeAsOftenAsTheTableSays() {
        List<List<Act>> rounds = AutoAugment.draw(DRAWS, random(1));
        for (int round = 0; round < 2; round++) {
            Map<Operation, Double> expected = new EnumMap<>(Operation.class);
            for (SubPolicy policy : SubPolicy.CIFAR_10) {
                SubPolicy.Step step = round == 0 ? policy.first() : policy.second();
                expected.merge(step.operation(), step.p() / 25, Double::sum);
            }
            for (Operation operation : Operation.values()) {
                double p = expected.getOrDefault(operation, 0.0);
                double share = rounds.get(round).stream().filter(a -> a.operation() == operation).count() / (double) DRAWS;
                assertEquals(share, p, 3.5 * Math.sqrt(p * (1 - p) / DRAWS), operation + " in round " + round);
            }
        }
    }

    @Test
    public void bothSignsAreEquallyLikely() {
        List<Act> turns = AutoAugment.draw(DRAWS, random(2)).get(0).stream().filter(a -> a.operation() == Operation.ROTATE).toList();
        double positive = turns.stream().filter(a -> a.magnitude() > 0).count() / (double) turns.size();
        assertEquals(positive, 0.5, 3.3 * Math.sqrt(0.25 / turns.size()));
    }

    /** Whatever is done together, each image gets its own two operations, and stays in its place. */
    @Test
    public void everyImageGetsItsOwnOperationsAsIfItWereAlone() {
        int n = 200;
        NDArray images = noise(n, 3, 32, 32);
        NDArray together = autoAugment().apply(images, random(3));
        assertEquals(together.getDataType(), DataType.UINT8);
        List<List<Act>> rounds = AutoAugment.draw(n, random(3));
        NDList alone = new NDList();
        for (int i = 0; i < n; i++) {
            NDArray image = images.get(i).expandDims(0);
            for (List<Act> round : rounds) {
                for (Act act : round) {
                    if (act.image() == i) {
                        image = act.operation().apply(image, new double[] {act.magnitude()}, 128);
                    }
                }
            }
            alone.add(image);
        }
        assertPixels(together, NDArrays.concat(alone));
    }

    @Test
    public void floatsAreRoundedFirst() {
        NDArray images = noise(20, 3, 32, 32);
        NDArray floats = images.toType(DataType.FLOAT32, true).add(0.3f).clip(0, 255);
        assertPixels(autoAugment().apply(floats, random(4)), autoAugment().apply(images, random(4)));
    }

    @Test
    public void aBatchOfOneIsNothingSpecial() {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            sizes.add((int) autoAugment().apply(noise(1, 3, 32, 32), random(5, i)).getShape().get(0));
        }
        assertTrue(sizes.stream().allMatch(s -> s == 1));
    }
}
