package org.palimpsest.datasets.disk;

import static org.testng.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.palimpsest.datasets.ElementType;
import org.palimpsest.datasets.ImageShape;
import org.palimpsest.datasets.LabelledImages;
import org.testng.annotations.Test;

public class MomentsTest {

    @Test
    public void areThoseOfEachChannelOverAllPixels() {
        ImageShape shape = new ImageShape(3, 4, 5);
        byte[] pixels = new byte[200 * shape.size()];
        new Random(3).nextBytes(pixels);
        Moments moments = Moments.of(new LabelledImages(shape, ByteBuffer.wrap(pixels), new int[200]));
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 200; i++) {
                for (int p = 0; p < 20; p++) {
                    double value = (pixels[i * 60 + c * 20 + p] & 255) / 255.0;
                    sum += value;
                    squares += value * value;
                }
            }
            assertEquals(moments.mean()[c], sum / 4000, 1e-12);
            assertEquals(moments.std()[c], Math.sqrt(squares / 4000 - sum / 4000 * (sum / 4000)), 1e-12);
        }
    }

    @Test
    public void halfBlackAndHalfWhite() {
        Moments moments = Moments.of(new LabelledImages(new ImageShape(1, 1, 2), ByteBuffer.wrap(new byte[] {0, -1, -1, 0}), new int[2]));
        assertEquals(moments.mean(), new double[] {0.5});
        assertEquals(moments.std()[0], 0.5, 1e-15);
    }

    @Test
    public void oneShadeHasNoScaleAndFeaturesKeepTheirs() {
        assertEquals(Moments.of(new LabelledImages(new ImageShape(1, 1, 2), ByteBuffer.wrap(new byte[] {51, 51}), new int[1])).std(), new double[] {1});
        LabelledImages features = new LabelledImages(new ImageShape(2, 1, 1), ElementType.FLOAT32, ByteBuffer.allocate(8), new int[1]);
        assertEquals(Moments.of(features).mean(), new double[] {0, 0});
        assertEquals(Moments.of(features).std(), new double[] {1, 1});
    }
}
