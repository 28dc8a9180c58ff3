package org.palimpsest.harness.instructions;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

public class TokenRowsTest extends NativeTest {
    private static final int PADDING = 9;

    @Test
    public void rowsAreFilledUpToTheLongest() {
        TokenRows rows = new TokenRows(PADDING, false);
        rows.add(new int[] {1, 2});
        rows.add(new int[] {3, 4, 5, 6});
        rows.add(new int[] {7});
        NDArray array = rows.array(manager());
        assertEquals(array.getShape(), new Shape(3, 4));
        assertEquals(array.getDataType(), DataType.INT32);
        assertEquals(array.toIntArray(), new int[] {1, 2, 9, 9, 3, 4, 5, 6, 7, 9, 9, 9});
        assertEquals(rows.lengths(), new int[] {2, 4, 1});
    }

    /** The token after a position with a 1 is asked for: from the last of the prompt to the last but one of all. */
    @Test
    public void aRowOfOnesSaysWhatIsAskedFor() {
        TokenRows rows = new TokenRows(PADDING, true);
        rows.add(new int[] {1, 2, 3}, 4, 5);
        rows.add(new int[] {6}, 7);
        NDArray array = rows.array(manager());
        assertEquals(array.getShape(), new Shape(2, 2, 5));
        assertEquals(array.toIntArray(), new int[] {1, 2, 3, 4, 5, 0, 0, 1, 1, 0, 6, 7, 9, 9, 9, 1, 0, 0, 0, 0});
        assertEquals(rows.lengths(), new int[] {5, 2});
    }

    @Test
    public void noRowsAreAnArrayOfNone() {
        assertEquals(new TokenRows(PADDING, false).array(manager()).getShape(), new Shape(0, 1));
        assertEquals(new TokenRows(PADDING, true).array(manager()).getShape(), new Shape(0, 2, 1));
    }
}
