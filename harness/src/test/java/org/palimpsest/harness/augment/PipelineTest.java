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
import org.palimpsest.harness.api.Augmentation;
import org.palimpsest.harness.api.RecipeModule;
import org.testng.annotations.Test;

public class PipelineTest extends AugmentTest {

    /** Everything there is. */
    private static Augmentation all() {
        return Pipeline.of(List.of(
                new RandomCrop().create(new RandomCrop.Options(4), COLOUR),
                new Flip().create(new Flip.Options(0.5), COLOUR),
                new QuarterTurns().create(new RecipeModule.NoOptions(), COLOUR),
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
        NDArray pictures = noise(16, 3, 32, 32);
        float[] first = all().apply(pictures, random(1)).toType(DataType.FLOAT32, true).toFloatArray();
        float[] again = all().apply(pictures, random(1)).toType(DataType.FLOAT32, true).toFloatArray();
        assertEquals(again, first);
        assertNotEquals(all().apply(pictures, random(2)).toType(DataType.FLOAT32, true).toFloatArray(), first);
    }

    @Test
    public void whatIsStoredStaysAsItIs() {
        NDArray pictures = noise(16, 3, 32, 32);
        int[] before = ints(pictures);
        all().apply(pictures, random(1));
        assertEquals(ints(pictures), before);
        assertSame(pictures.getManager(), manager());
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
        NDArray pictures = noise(4, 3, 32, 32);
        NDArray inTurn = new Flip().create(new Flip.Options(0.5), COLOUR).apply(pictures, random(1));
        NDArray both = Pipeline.of(List.of(new Flip().create(new Flip.Options(0.5), COLOUR),
                new QuarterTurns().create(new RecipeModule.NoOptions(), COLOUR))).apply(pictures, random(1));
        var chance = random(1);
        new Flip().create(new Flip.Options(0.5), COLOUR).apply(pictures, chance);
        assertPixels(new QuarterTurns().create(new RecipeModule.NoOptions(), COLOUR).apply(inTurn, chance), both);
    }

    @Test
    public void onlyTheResultIsLeftAndItBelongsToTheBatch() {
        for (Augmentation augmentation : List.of(cropAndFlip(), all())) {
            try (NDManager step = manager().newSubManager()) {
                NDArray pictures = noise(8, 3, 32, 32);
                pictures.attach(step);
                NDArray changed = augmentation.apply(pictures, random(1));
                assertSame(changed.getManager(), step);
                assertSame(pictures.getManager(), step);
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
                NDArray pictures = noise(4, 3, 32, 32);
                pictures.attach(step);
                assertFalse(augmentation.apply(pictures, random(i)).isReleased());
            }
            if (i == 20) {
                before = arrays(process) + arrays(manager());
            }
        }
        assertEquals(arrays(process) + arrays(manager()), before);
    }

    @Test
    public void aStageThatChangesNothingIsNoTrouble() {
        NDArray pictures = noise(4, 3, 32, 32);
        assertSame(Pipeline.of(List.of(Augmentation.NONE)).apply(pictures, random(1)), pictures);
        assertSame(pictures.getManager(), manager());
        assertFalse(pictures.isReleased());
    }
}
