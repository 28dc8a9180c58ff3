package org.palimpsest.datasets.image;

import static org.testng.Assert.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.testng.annotations.Test;

/** Mean and deviation of every channel. */
public class MomentsTest {
    private static Moments of(ImageShape shape, byte[] pixels) {
        return Moments.of(new LabelledImages(shape, ByteBuffer.wrap(pixels), new int[pixels.length / shape.size()]));
    }

    @Test
    public void halfBlackHalfWhiteIsAHalfAndAHalf() {
        Moments moments = of(new ImageShape(1, 1, 2), new byte[] {0, (byte) 255, (byte) 255, 0});
        assertEquals(moments.mean(), new double[] {0.5}, 0.0);
        assertEquals(moments.std(), new double[] {0.5}, 0.0);
    }

    @Test
    public void everyShadeOnceIsTheUniformDistribution() {
        byte[] pixels = new byte[256];
        for (int i = 0; i < 256; i++) {
            pixels[i] = (byte) i;
        }
        Moments moments = of(new ImageShape(1, 16, 16), pixels);
        assertEquals(moments.mean(), new double[] {0.5}, 1e-16);
        assertEquals(moments.std(), new double[] {Math.sqrt((256.0 * 256 - 1) / 12) / 255}, 1e-16);
    }

    @Test
    public void channelsAreApartAndOneOfOneShadeIsNotScaled() {
        byte[] pixels = {0, 0, 77, 77, 51, 102, 0, 2, 77, 77, 51, 102};
        Moments moments = of(new ImageShape(3, 1, 2), pixels);
        assertEquals(moments.mean(), new double[] {0.5 / 255, 77 / 255.0, 0.3}, 1e-16);
        assertEquals(moments.std(), new double[] {Math.sqrt(0.75) / 255, 1, 0.1}, 1e-16);
    }

    @Test
    public void isAsExactAsWholeNumbers() {
        ImageShape shape = new ImageShape(3, 7, 5);
        byte[] pixels = new byte[201 * shape.size()];
        for (int i = 0; i < pixels.length; i++) {
            // the third channel has a single pixel that differs
            pixels[i] = i / shape.plane() % 3 == 2 ? (byte) (i == 80 ? 201 : 200) : (byte) (i * 37 + i / 91);
        }
        Moments moments = of(shape, pixels);
        BigInteger n = BigInteger.valueOf(201L * shape.plane());
        for (int c = 0; c < 3; c++) {
            BigInteger sum = BigInteger.ZERO;
            BigInteger squares = BigInteger.ZERO;
            for (int i = 0; i < pixels.length; i++) {
                if (i / shape.plane() % 3 == c) {
                    BigInteger value = BigInteger.valueOf(pixels[i] & 255);
                    sum = sum.add(value);
                    squares = squares.add(value.multiply(value));
                }
            }
            BigDecimal scale = new BigDecimal(n).multiply(BigDecimal.valueOf(255));
            double mean = new BigDecimal(sum).divide(scale, MathContext.DECIMAL128).doubleValue();
            BigDecimal spread = new BigDecimal(n.multiply(squares).subtract(sum.multiply(sum)));
            double std = spread.sqrt(MathContext.DECIMAL128).divide(scale, MathContext.DECIMAL128).doubleValue();
            assertEquals(moments.mean()[c], mean, 1e-15 * mean);
            assertEquals(moments.std()[c], std, 1e-12 * std, "channel " + c);
        }
    }

    @Test
    public void featuresAndNothingAreLeftAsTheyAre() {
        LabelledImages features = new LabelledImages(new ImageShape(2, 1, 1), ElementType.FLOAT32, ByteBuffer.allocate(8), new int[1]);
        assertEquals(Moments.of(features).mean(), new double[] {0, 0}, 0.0);
        assertEquals(Moments.of(features).std(), new double[] {1, 1}, 0.0);
        Moments none = of(new ImageShape(1, 1, 1), new byte[0]);
        assertEquals(none.mean(), new double[] {0}, 0.0);
        assertEquals(none.std(), new double[] {1}, 0.0);
    }

    @Test
    public void someImagesHaveMomentsOfTheirOwn() {
        LabelledImages images = new LabelledImages(new ImageShape(1, 1, 2), ByteBuffer.wrap(new byte[] {9, 9, 51, 102, 77, 3, 0, 0}), new int[4]);
        assertEquals(Moments.of(images, new int[] {1}).mean(), new double[] {0.3}, 1e-16);
        assertEquals(Moments.of(images, new int[] {1}).std(), new double[] {0.1}, 1e-16);
        assertEquals(Moments.of(images, new int[] {3, 1}).mean(), new double[] {0.15}, 1e-16);
        assertEquals(Moments.of(images, new int[] {0, 1, 2, 3}).std(), Moments.of(images).std());
        assertEquals(Moments.of(images, new int[0]).std(), new double[] {1});
    }

    @Test
    public void everyFeatureHasMomentsOfItsOwn() {
        ByteBuffer values = ByteBuffer.allocate(6 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.asFloatBuffer().put(new float[] {1, 7, 3, 7, -100, 0});
        LabelledImages features = new LabelledImages(new ImageShape(2, 1, 1), ElementType.FLOAT32, values, new int[3]);
        assertEquals(Moments.of(features, new int[] {0, 1}).mean(), new double[] {2, 7}, 1e-15);
        assertEquals(Moments.of(features, new int[] {0, 1}).std(), new double[] {1, 1}, 1e-15);
    }
}
