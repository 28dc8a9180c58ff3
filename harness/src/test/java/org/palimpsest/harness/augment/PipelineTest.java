package org.palimpsest.harness.augment;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.image.Augmentation;
import org.testng.annotations.Test;

public class PipelineTest extends AugmentTest {
    /** Everything there is. */
    private static Augmentation all() {
        return Pipeline.of(List.of(
                new RandomCrop().create(new RandomCrop.Options(4), COLOUR),
                new Flip().create(new Flip.Options(0.5), COLOUR),
                new QuarterTurns().create(new NoOptions(), COLOUR),
                new AutoAugment().create(new AutoAugment.Options(128), COLOUR),
                new Rotation().create(new Rotation.Options(15, Interpolation.BILINEAR, 0), COLOUR),
                new RandomResizedCrop().create(new RandomResizedCrop.Options(0.08, 1, 0.75, 1.33), COLOUR),
                new ColourJitter().create(new ColourJitter.Options(0.4, 0.4, 0.4, 0.1, 0.8), COLOUR),
                new Grayscale().create(new Grayscale.Options(0.2), COLOUR),
                new Cutout().create(new Cutout.Options(16, Cutout.Fill.MEAN), COLOUR)));
    }

    private static Augmentation cropAndFlip() {
        return Pipeline.of(List.of(
                new RandomCrop().create(new RandomCrop.Options(4), COLOUR), new Flip().create(new Flip.Options(0.5), COLOUR)));
    }

    private static int arrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    @Test
    public void nothingToDoIsNoAugmentation() {
        assertSame(Pipeline.of(List.of()), Augmentation.NONE);
    }

    @Test
    public void equalChanceGivesEqualBytesAndOtherChanceOthers() {
        NDArray images = noise(16, 3, 32, 32);
        float[] first = all().apply(images, random(1)).toType(DataType.FLOAT32, true).toFloatArray();
        float[] again = all().apply(images, random(1)).toType(DataType.FLOAT32, true).toFloatArray();
        assertEquals(again, first);
        assertNotEquals(all().apply(images, random(2)).toType(DataType.FLOAT32, true).toFloatArray(), first);
    }

    @Test
    public void whatIsStoredStaysAsItIs() {
        NDArray images = noise(16, 3, 32, 32);
        int[] before = ints(images);
        all().apply(images, random(1));
        assertEquals(ints(images), before);
        assertSame(images.getManager(), manager());
    }

    @Test
    public void valuesStayWithinWhatAPixelCanBe() {
        NDArray changed = all().apply(noise(64, 3, 32, 32), random(3));
        assertTrue(changed.min().getFloat() >= 0 && changed.max().getFloat() <= 255);
    }

    @Test
    public void bytesStayBytesWherePixelsAreOnlyMoved() {
        assertEquals(cropAndFlip().apply(noise(4, 3, 32, 32), random(1)).getDataType(), DataType.UINT8);
    }

    @Test
    public void movesInARowAreOneLookUp() {
        NDArray images = noise(4, 3, 32, 32);
        NDArray inTurn = new Flip().create(new Flip.Options(0.5), COLOUR).apply(images, random(1));
        NDArray both = Pipeline.of(List.of(new Flip().create(new Flip.Options(0.5), COLOUR),
                new QuarterTurns().create(new NoOptions(), COLOUR))).apply(images, random(1));
        var chance = random(1);
        new Flip().create(new Flip.Options(0.5), COLOUR).apply(images, chance);
        assertPixels(new QuarterTurns().create(new NoOptions(), COLOUR).apply(inTurn, chance), both);
    }

    @Test
    public void onlyTheResultIsLeftAndItBelongsToTheBatch() {
        for (Augmentation augmentation : List.of(cropAndFlip(), all())) {
            try (NDManager step = manager().newSubManager()) {
                NDArray images = noise(8, 3, 32, 32);
                images.attach(step);
                NDArray changed = augmentation.apply(images, random(1));
                assertSame(changed.getManager(), step);
                assertSame(images.getManager(), step);
                assertEquals(arrays(step), 2);
            }
        }
    }

    @Test
    public void theNumberOfLiveArraysIsFlatOverManySteps() {
        Augmentation augmentation = all();
        NDManager process = manager().getParentManager();
        int before = 0;
        for (int i = 0; i < 200; i++) {
            try (NDManager step = manager().newSubManager()) {
                NDArray images = noise(4, 3, 32, 32);
                images.attach(step);
                assertFalse(augmentation.apply(images, random(i)).isReleased());
            }
            if (i == 20) {
                before = arrays(process) + arrays(manager());
            }
        }
        assertEquals(arrays(process) + arrays(manager()), before);
    }

    @Test
    public void aStageThatChangesNothingIsNoTrouble() {
        NDArray images = noise(4, 3, 32, 32);
        assertSame(Pipeline.of(List.of(Augmentation.NONE)).apply(images, random(1)), images);
        assertSame(images.getManager(), manager());
        assertFalse(images.isReleased());
    }
}
