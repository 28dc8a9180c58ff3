package org.palimpsest.methods.fscil;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.ImageInfo;
import org.testng.annotations.Test;

public class PseudoClassesTest extends NumericTest {
    private static final int[] ROWS = {1, 2, 3, 4, 5, 6};

    @Test
    public void imagesAreTurnedCounterClockwise() {
        Shape shape = new Shape(1, 1, 2, 3);
        assertEquals(ImageTransforms.turned(bytes(shape, ROWS), 1).toUint8Array(), new int[] {3, 6, 2, 5, 1, 4});
        assertEquals(ImageTransforms.turned(bytes(shape, ROWS), 1).getShape(), new Shape(1, 1, 3, 2));
        assertEquals(ImageTransforms.turned(bytes(shape, ROWS), 2).toUint8Array(), new int[] {6, 5, 4, 3, 2, 1});
        assertEquals(ImageTransforms.turned(bytes(shape, ROWS), 3).toUint8Array(), new int[] {4, 1, 5, 2, 6, 3});
        assertEquals(ImageTransforms.turned(bytes(shape, ROWS), 2).getDataType(), DataType.UINT8);
    }

    @Test
    public void coloursAreShiftedAround() {
        Shape shape = new Shape(2, 3, 1, 1);
        assertEquals(ImageTransforms.shiftedColours(bytes(shape, ROWS), 0).toUint8Array(), ROWS);
        assertEquals(ImageTransforms.shiftedColours(bytes(shape, ROWS), 1).toUint8Array(), new int[] {3, 1, 2, 6, 4, 5});
        assertEquals(ImageTransforms.shiftedColours(bytes(shape, ROWS), 2).toUint8Array(), new int[] {2, 3, 1, 5, 6, 4});
    }

    @Test
    public void aBatchGetsAllVersionsAndTheirPseudoClasses() {
        Batch batch = new Batch(bytes(new Shape(2, 1, 1, 2), 1, 2, 3, 4), new int[] {7, 0});
        Batch all = PseudoClasses.ROTATION2.of(batch);
        assertEquals(all.examples().toUint8Array(), new int[] {1, 2, 3, 4, 2, 1, 4, 3});
        assertEquals(all.hostLabels(), new int[] {14, 0, 15, 1});
        assertEquals(PseudoClasses.UPRIGHT.of(batch), batch);
        assertEquals(PseudoClasses.ROTATION2.rows(7, 0), new int[] {14, 15, 0, 1});
    }

    @Test
    public void twelveVersionsOfAImageAreAllDifferentAndTheFirstIsTheImage() {
        int[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        Set<List<Integer>> seen = new HashSet<>();
        for (int m = 0; m < 12; m++) {
            int[] version = PseudoClasses.ROT_COLOR_12.apply(bytes(new Shape(1, 3, 2, 2), pixels), m).toUint8Array();
            assertTrue(seen.add(java.util.Arrays.stream(version).boxed().toList()), "version " + m);
            assertTrue(m > 0 || java.util.Arrays.equals(version, pixels));
        }
    }

    @Test
    public void turnsAndColoursNeedImagesThatHaveThem() {
        ImageInfo wide = new ImageInfo(3, 8, 9, List.of(1.0, 1.0, 1.0));
        ImageInfo grey = new ImageInfo(1, 8, 8, List.of(1.0));
        assertEquals(PseudoClasses.ROT_COLOR_12.problem(wide).orElseThrow(),
                "rot-color-12 needs square colour images; these have 3 channel(s), 8 rows and 9 columns");
        assertTrue(PseudoClasses.ROT_COLOR_12.problem(grey).orElseThrow().contains("1 channel(s)"));
        assertEquals(PseudoClasses.ROT_COLOR_12.problem(new ImageInfo(3, 8, 8, List.of(1.0, 1.0, 1.0))), Optional.empty());
        assertEquals(PseudoClasses.ROTATION2.problem(wide), Optional.empty(), "upside down has the same shape");
    }
}
