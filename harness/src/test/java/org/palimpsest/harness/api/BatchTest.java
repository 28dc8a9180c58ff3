package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;

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

    /** What a batch begins with is a question of where its examples are from, not of what they are. */
    @Test
    public void viewsBeginWithTheBatchThatTheyAreOfAndEqualBatchesDoNot() {
        Batch stream = new Batch(bytes(new Shape(1, 2), 1, 2), new int[] {3});
        Batch twin = new Batch(bytes(new Shape(1, 2), 1, 2), new int[] {3});
        assertTrue(stream.beginsWith(stream));
        assertTrue(stream.withExamples(bytes(new Shape(1, 2), 8, 9)).concat(twin).beginsWith(stream));
        assertTrue(stream.beginsWith(stream.withExamples(bytes(new Shape(1, 2), 8, 9))));
        assertFalse(twin.beginsWith(stream));
        assertFalse(twin.fromMemory().concat(stream).beginsWith(stream));
        assertFalse(stream.beginsWith(stream.concat(twin)), "a part is not the whole");
        assertFalse(stream.select(0).beginsWith(stream));
    }

    @Test
    public void targetsAreJoinedAndPickedLikeExamples() {
        Batch first = new Batch(bytes(new Shape(2, 1), 1, 2), new int[] {0, 0}).withTargets(floats(new Shape(2, 1), 10, 20));
        Batch second = new Batch(bytes(new Shape(1, 1), 3), new int[] {0}).withTargets(floats(new Shape(1, 1), 30));
        Batch both = first.concat(second).fromMemory();
        assertEquals(both.targets().orElseThrow().toFloatArray(), new float[] {10, 20, 30});
        assertEquals(both.select(2, 0).targets().orElseThrow().toFloatArray(), new float[] {30, 10});
        assertEquals(both.withExamples(bytes(new Shape(3, 1), 7, 7, 7)).targets().orElseThrow().toFloatArray(), new float[] {10, 20, 30});
    }
}
