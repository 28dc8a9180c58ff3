package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class ExamplesTest extends NativeTest {
    /** Row r holds the bytes 50 r and 50 r + 1; selected are the rows 4, 0 and 2, with labels 14, 10 and 12. */
    private Examples examples() {
        NDArray source = bytes(new Shape(5, 1, 1, 2), 0, 1, 50, 51, 100, 101, 150, 151, 200, 201);
        return new Examples(source, new int[] {4, 0, 2}, new int[] {14, 10, 12});
    }

    @Test
    public void aBatchHoldsTheRowsAndLabelsOfItsPositions() {
        Batch batch = examples().batch(manager(), 2, 0);
        assertEquals(batch.examples().getShape(), new Shape(2, 1, 1, 2));
        assertEquals(batch.examples().getDataType(), DataType.UINT8);
        assertEquals(batch.examples().toUint8Array(), new int[] {100, 101, 200, 201});
        assertEquals(batch.hostLabels(), new int[] {12, 14});
    }

    @Test
    public void aBatchOfAStretchOfAnOrderHoldsThatStretch() {
        Batch batch = examples().batch(manager(), new int[] {1, 2, 0, 1}, 1, 3);
        assertEquals(batch.examples().toUint8Array(), new int[] {100, 101, 200, 201});
        assertEquals(batch.hostLabels(), new int[] {12, 14});
    }

    @Test
    public void aBatchLivesWithItsOwnManagerAndIsACopy() {
        NDArray source = bytes(new Shape(1, 2), 5, 6);
        Examples examples = new Examples(source, new int[] {0}, new int[] {1});
        try (NDManager step = manager().newSubManager()) {
            Batch batch = examples.batch(step, 0);
            assertSame(batch.manager(), step);
            batch.examples().muli(2);
            assertEquals(batch.examples().toUint8Array(), new int[] {10, 12});
        }
        assertEquals(source.toUint8Array(), new int[] {5, 6});
    }

    @Test
    public void rowsAndLabelsMustBeEqualInNumber() {
        expectThrows(IllegalArgumentException.class, () -> new Examples(bytes(new Shape(1, 1), 1), new int[] {0}, new int[] {1, 2}));
        assertEquals(examples().size(), 3);
        assertEquals(examples().label(1), 10);
    }
}
