package org.palimpsest.datasets.disk;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * Mean and population standard deviation of the values of every channel.
 *
 * @param mean per channel, of pixel / 255
 * @param std per channel, of pixel / 255
 */
record Moments(double[] mean, double[] std) {
    private static final int SHADES = 256;

    /** Those of images, exactly; features are left as they are, with mean 0 and deviation 1. */
    static Moments of(LabelledImages images) {
        int channels = images.shape().channels();
        double[] mean = new double[channels];
        double[] std = new double[channels];
        for (int c = 0; c < channels; c++) {
            std[c] = 1;
        }
        if (images.type() == ElementType.UINT8 && images.size() > 0) {
            long[][] counts = counts(images);
            for (int c = 0; c < channels; c++) {
                long n = (long) images.size() * images.shape().plane();
                double sum = 0;
                for (int shade = 0; shade < SHADES; shade++) {
                    sum += (double) counts[c][shade] * shade;
                }
                double centre = sum / n;
                double squares = 0;
                for (int shade = 0; shade < SHADES; shade++) {
                    squares += counts[c][shade] * (shade - centre) * (shade - centre);
                }
                mean[c] = centre / 255;
                // a channel of one shade has no scale of its own
                double deviation = Math.sqrt(squares / n) / 255;
                std[c] = deviation > 0 ? deviation : 1;
            }
        }
        return new Moments(mean, std);
    }

    /** How often each shade occurs in each channel: sums of whole numbers, which no order of adding changes. */
    private static long[][] counts(LabelledImages images) {
        int channels = images.shape().channels();
        int slices = Math.min(images.size(), 64);
        return IntStream.range(0, slices).parallel().mapToObj(slice -> {
            long[][] counts = new long[channels][SHADES];
            ByteBuffer pixels = images.pixels();
            byte[] image = new byte[images.shape().size()];
            int plane = images.shape().plane();
            for (int i = slice; i < images.size(); i += slices) {
                pixels.get(i * image.length, image);
                for (int c = 0; c < channels; c++) {
                    long[] own = counts[c];
                    for (int p = c * plane; p < (c + 1) * plane; p++) {
                        own[image[p] & 255]++;
                    }
                }
            }
            return counts;
        }).reduce(Moments::add).orElseThrow();
    }

    private static long[][] add(long[][] a, long[][] b) {
        long[][] sum = new long[a.length][SHADES];
        for (int c = 0; c < a.length; c++) {
            for (int shade = 0; shade < SHADES; shade++) {
                sum[c][shade] = a[c][shade] + b[c][shade];
            }
        }
        return sum;
    }
}
