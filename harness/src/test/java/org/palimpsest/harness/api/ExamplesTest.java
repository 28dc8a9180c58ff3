package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    @Test
    public void examplesOfTwoArraysAreOneSelectionOfWhichNothingIsCopied() {
        Examples others = new Examples(bytes(new Shape(2, 1, 1, 2), 7, 8, 9, 10), new int[] {1, 0}, new int[] {1, 2});
        Examples first = examples();
        int arrays = manager().getManagedArrays().size();
        Examples joined = first.followedBy(others);
        assertEquals(manager().getManagedArrays().size(), arrays);
        assertEquals(joined.size(), 5);
        assertEquals(joined.label(3), 1);
        Batch mixed = joined.batch(manager(), 4, 2, 3, 0);
        assertEquals(mixed.examples().getShape(), new Shape(4, 1, 1, 2));
        assertEquals(mixed.examples().toUint8Array(), new int[] {7, 8, 100, 101, 9, 10, 200, 201});
        assertEquals(mixed.hostLabels(), new int[] {2, 12, 1, 14});
        assertEquals(joined.batch(manager(), 4, 3).examples().toUint8Array(), new int[] {7, 8, 9, 10});
        assertEquals(joined.batch(manager(), 0).examples().toUint8Array(), new int[] {200, 201});
        assertSame(first.followedBy(Examples.none()), first);
    }

    @Test
    public void targetsGoWithTheirExamples() {
        Examples first = examples().withTargets(floats(new Shape(5, 2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        Examples second = Examples.of(new Batch(bytes(new Shape(1, 1, 1, 2), 7, 8), new int[] {1}).withTargets(floats(new Shape(1, 2), -1, -2)));
        Batch mixed = first.followedBy(second).batch(manager(), 3, 0);
        assertEquals(mixed.targets().orElseThrow().toFloatArray(), new float[] {-1, -2, 8, 9});
        assertEquals(examples().batch(manager(), 0).targets().isPresent(), false);
    }

    @Test
    public void examplesAreShownInBatchesThatDie() {
        List<int[]> labels = new ArrayList<>();
        List<NDArray> seen = new ArrayList<>();
        examples().inBatches(manager(), new int[] {2, 0, 1}, 2, batch -> {
            labels.add(batch.hostLabels());
            seen.add(batch.examples());
        });
        assertEquals(labels.stream().map(Arrays::toString).toList(), List.of("[12, 14]", "[10]"));
        assertEquals(seen.stream().filter(array -> !array.isReleased()).count(), 0);
    }
}
