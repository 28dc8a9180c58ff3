package org.palimpsest.harness.nets;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.palimpsest.harness.NativeTest;
import org.testng.annotations.Test;

/** A block whose convolutions are silenced is its shortcut. */
public class ResidualBlockTest extends NativeTest {
    private static final Shape INPUT = new Shape(1, 2, 4, 4);

    /** Pixel (r, c) of channel k is 16 k + 4 r + c - 8: some are below zero. */
    private NDArray input() {
        return manager().arange(32f).sub(8).reshape(INPUT);
    }

    private NDArray run(ResidualBlock block, boolean keepConvolutions) {
        block.initialize(manager(), DataType.FLOAT32, INPUT);
        if (!keepConvolutions) {
            block.getParameters().forEach(named -> {
                if (named.getValue().getType() == Parameter.Type.WEIGHT && !named.getKey().contains("rojection")) {
                    named.getValue().getArray().muli(0);
                }
            });
        }
        return forward(block);
    }

    private NDArray forward(Block block) {
        return block.forward(new ParameterStore(manager(), false), new NDList(input()), false).singletonOrThrow();
    }

    @Test
    public void anUnchangedShapePassesTheInputAsItIs() {
        NDArray out = run(new ResidualBlock(2, 2, 1, Shortcut.ZERO_PADDING), false);
        double[] expected = new double[32];
        for (int i = 0; i < 32; i++) {
            expected[i] = Math.max(0, i - 8);
        }
        assertClose(out, expected, 1e-6);
    }

    @Test
    public void zeroPaddingKeepsEverySecondPixelBetweenChannelsOfZeros() {
        NDArray out = run(new ResidualBlock(2, 5, 2, Shortcut.ZERO_PADDING), false);
        assertEquals(out.getShape(), new Shape(1, 5, 2, 2));
        // three new channels: one before, two after
        assertClose(out, new double[] {
            0, 0, 0, 0,
            0, 0, 0, 2,
            8, 10, 16, 18,
            0, 0, 0, 0,
            0, 0, 0, 0}, 1e-6);
        assertEquals(new ResidualBlock(2, 5, 2, Shortcut.ZERO_PADDING).getParameters().keys().stream()
                .filter(k -> k.contains("rojection")).count(), 0);
    }

    @Test
    public void projectionIsAStridedConvolutionOfOnePixel() {
        ResidualBlock block = new ResidualBlock(2, 3, 2, Shortcut.PROJECTION);
        block.initialize(manager(), DataType.FLOAT32, INPUT);
        float[] w = {1, 0, 0.5f, -1, 2, 0.25f};
        block.getParameters().forEach(named -> {
            if (named.getValue().getType() == Parameter.Type.WEIGHT) {
                boolean projection = named.getValue().getShape().size() == w.length;
                named.getValue().getArray().set(projection ? w : new float[(int) named.getValue().getShape().size()]);
            }
        });
        double[] expected = new double[12];
        for (int o = 0; o < 3; o++) {
            for (int p = 0; p < 4; p++) {
                int pixel = p / 2 * 8 + p % 2 * 2;
                double sum = w[2 * o] * (pixel - 8) + w[2 * o + 1] * (16 + pixel - 8);
                expected[o * 4 + p] = Math.max(0, sum / Math.sqrt(1 + 1e-5));
            }
        }
        assertClose(forward(block), expected, 1e-4);
    }

    @Test
    public void theConvolutionsAddToTheShortcut() {
        // only the middle of each 3x3 kernel is set: both convolutions then work pixel by pixel
        ResidualBlock block = new ResidualBlock(2, 2, 1, Shortcut.ZERO_PADDING);
        block.initialize(manager(), DataType.FLOAT32, INPUT);
        double[][] first = {{0.5, -0.25}, {0, 1}};
        double[][] second = {{1, 0.1}, {-0.5, 0}};
        int layer = 0;
        for (var named : block.getParameters()) {
            if (named.getValue().getType() == Parameter.Type.WEIGHT) {
                double[][] middle = layer++ == 0 ? first : second;
                double[] kernel = new double[36];
                for (int o = 0; o < 2; o++) {
                    for (int i = 0; i < 2; i++) {
                        kernel[(o * 2 + i) * 9 + 4] = middle[o][i];
                    }
                }
                named.getValue().getArray().set(narrow(kernel));
            }
        }
        double norm = 1 / Math.sqrt(1 + 1e-5);
        double[] expected = new double[32];
        for (int p = 0; p < 16; p++) {
            double[] x = {p - 8, 16 + p - 8};
            double[] hidden = new double[2];
            for (int o = 0; o < 2; o++) {
                hidden[o] = Math.max(0, norm * (first[o][0] * x[0] + first[o][1] * x[1]));
            }
            for (int o = 0; o < 2; o++) {
                expected[16 * o + p] = Math.max(0, norm * (second[o][0] * hidden[0] + second[o][1] * hidden[1]) + x[o]);
            }
        }
        assertEquals(layer, 2);
        assertClose(forward(block), expected, 1e-3);
    }
}
