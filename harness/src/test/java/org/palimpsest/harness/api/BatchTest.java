package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class BatchTest extends NativeTest {
    @Test
    public void joinsExamplesAndLabelsInOrder() {
        Batch first = new Batch(bytes(new Shape(2, 2), 1, 2, 3, 4), new int[] {7, 8});
        Batch second = new Batch(bytes(new Shape(1, 2), 250, 6), new int[] {9});
        Batch both = first.concat(second);
        assertEquals(both.size(), 3);
        assertEquals(both.examples().getDataType(), DataType.UINT8);
        assertEquals(both.examples().getShape(), new Shape(3, 2));
        assertEquals(both.examples().toUint8Array(), new int[] {1, 2, 3, 4, 250, 6});
        assertEquals(both.hostLabels(), new int[] {7, 8, 9});
        assertEquals(both.labels().toLongArray(), new long[] {7, 8, 9});
        assertEquals(both.labels().getDataType(), DataType.INT64);
    }

    @Test
    public void nothingJoinedIsTheOtherItself() {
        Batch some = new Batch(bytes(new Shape(1, 2), 1, 2), new int[] {3});
        Batch none = new Batch(bytes(new Shape(0, 2)), new int[0]);
        assertSame(some.concat(none), some);
        assertSame(none.concat(some), some);
    }
}
