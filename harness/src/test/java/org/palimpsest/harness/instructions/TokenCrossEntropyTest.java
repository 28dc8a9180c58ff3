package org.palimpsest.harness.instructions;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Function;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.Objective.Tally;
import org.testng.annotations.Test;

/** Two answers over three tokens: the first of two tokens, the second of one. */
public class TokenCrossEntropyTest extends NativeTest {
    private static final double LN2 = Math.log(2);
    private static final double LN3 = Math.log(3);
    private static final Shape OUTPUTS = new Shape(3, 3);
    /** Shares of the softmax: 1/4, 1/4, 1/2; then 1/2, 1/4, 1/4; then 1/5, 3/5, 1/5. The tokens wanted are 2 and 0, and 1. */
    private static final double[] RIGHT = {0, 0, LN2, LN2, 0, 0, 0, LN3, 0};
    private static final double[] FIRST = {LN2, LN2};
    private static final double SECOND = Math.log(5 / 3.0);

    private final Objective objective = new TokenCrossEntropy();

    private Batch batch() {
        TokenRows rows = new TokenRows(2, true);
        rows.add(new int[] {1}, 2, 0);
        rows.add(new int[] {0, 0, 1}, 1);
        return new Batch(rows.array(manager()), new int[] {0, 0});
    }

    @Test
    public void theLossOfAnExampleIsTheMeanOverItsTokens() {
        assertClose(objective.losses(floats(OUTPUTS, RIGHT), batch()), new double[] {(FIRST[0] + FIRST[1]) / 2, SECOND}, 1e-6);
    }

    @Test
    public void theLossOfABatchIsTheMeanOverAllTokens() {
        NDArray loss = objective.loss(floats(OUTPUTS, RIGHT), batch());
        assertTrue(loss.getShape().isScalar());
        assertEquals(loss.getFloat(), (FIRST[0] + FIRST[1] + SECOND) / 3, 1e-6);
    }

    @Test
    public void anAnswerIsRightIfAllOfItsTokensAre() {
        Tally both = objective.tally(floats(OUTPUTS, RIGHT), batch());
        assertEquals(both.right(), 2);
        assertEquals(both.loss(), (FIRST[0] + FIRST[1]) / 2 + SECOND, 1e-6);
        double[] half = RIGHT.clone();
        half[3] = -1;
        assertEquals(objective.tally(floats(OUTPUTS, half), batch()).right(), 1, "the second token of the first answer is wrong");
    }

    /** Rows that follow are of examples from elsewhere. */
    @Test
    public void onlyTheRowsOfTheBatchAreTold() {
        double[] more = new double[RIGHT.length + 6];
        System.arraycopy(RIGHT, 0, more, 0, RIGHT.length);
        more[RIGHT.length] = 40;
        assertEquals(objective.tally(floats(new Shape(5, 3), more), batch()), objective.tally(floats(OUTPUTS, RIGHT), batch()));
        assertTrue(objective.readsExamples());
    }

    /** Softmax less what is wanted, over the number of tokens. */
    @Test
    public void theGradientOfABatchIsKnown() {
        NDArray outputs = floats(OUTPUTS, RIGHT);
        outputs.setRequiresGradient(true);
        Batch batch = batch();
        backward(() -> objective.loss(outputs, batch));
        assertClose(outputs.getGradient(), new double[] {.25 / 3, .25 / 3, -.5 / 3, -.5 / 3, .25 / 3, .25 / 3, .2 / 3, -.4 / 3, .2 / 3}, 1e-6);
    }

    @Test
    public void gradientsAreThoseOfFiniteDifferences() {
        Batch batch = batch();
        List<Function<NDArray, NDArray>> losses = List.of(outputs -> objective.loss(outputs, batch),
                outputs -> objective.losses(outputs, batch).mul(manager().create(new float[] {1, 3})).sum());
        for (Function<NDArray, NDArray> loss : losses) {
            double[] at = {0.3, -0.2, 0.9, 1.1, -0.4, 0.2, -0.7, 0.1, 0.6};
            NDArray outputs = floats(OUTPUTS, at);
            outputs.setRequiresGradient(true);
            backward(() -> loss.apply(outputs));
            double[] expected = new double[at.length];
            double step = 1e-2;
            for (int i = 0; i < at.length; i++) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[i] += step;
                down[i] -= step;
                expected[i] = (loss.apply(floats(OUTPUTS, up)).getFloat() - loss.apply(floats(OUTPUTS, down)).getFloat()) / (2 * step);
            }
            assertClose(outputs.getGradient(), expected, 1e-4);
        }
    }
}
