package org.palimpsest.datasets.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Mean and population standard deviation of the values of every channel; a channel of one value, which has no scale of its own, has deviation 1.
 *
 * @param mean per channel, of pixel / 255 or of the feature
 * @param std per channel, of pixel / 255 or of the feature
 */
public record Moments(double[] mean, double[] std) {
    private static final int SHADES = 256;
    private static final double WHITE = 255;

    /** What a data set is normalised by: its moments, exactly; features are left as they are, with mean 0 and deviation 1. */
    public static Moments of(LabelledImages images) {
        return images.type() == ElementType.UINT8 ? of(images, IntStream.range(0, images.size()).toArray()) : unchanged(images.shape().channels());
    }

    /** Those of some images, or rows of features. */
    public static Moments of(LabelledImages images, int[] rows) {
        if (rows.length == 0) {
            return unchanged(images.shape().channels());
        }
        return images.type() == ElementType.UINT8 ? ofPixels(images, rows) : ofFeatures(images, rows);
    }

    /** Mean 0 and deviation 1. */
    private static Moments unchanged(int channels) {
        double[] ones = new double[channels];
        Arrays.fill(ones, 1);
        return new Moments(new double[channels], ones);
    }

    private static Moments ofPixels(LabelledImages images, int[] rows) {
        int channels = images.shape().channels();
        double[] mean = new double[channels];
        double[] std = new double[channels];
        long[][] counts = counts(images, rows);
        long n = (long) rows.length * images.shape().plane();
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            for (int shade = 0; shade < SHADES; shade++) {
                sum += (double) counts[c][shade] * shade;
            }
            double centre = sum / n;
            double squares = 0;
            for (int shade = 0; shade < SHADES; shade++) {
                squares += counts[c][shade] * (shade - centre) * (shade - centre);
            }
            mean[c] = centre / WHITE;
            std[c] = scale(Math.sqrt(squares / n) / WHITE);
        }
        return new Moments(mean, std);
    }

    private static double scale(double deviation) {
        return deviation > 0 ? deviation : 1;
    }

    /** How often each shade occurs in each channel: sums of whole numbers, which no order of adding changes. */
    private static long[][] counts(LabelledImages images, int[] rows) {
        int channels = images.shape().channels();
        int slices = Math.min(rows.length, 64);
        return IntStream.range(0, slices).parallel().mapToObj(slice -> {
            long[][] counts = new long[channels][SHADES];
            ByteBuffer pixels = images.pixels();
            byte[] image = new byte[images.shape().size()];
            int plane = images.shape().plane();
            for (int i = slice; i < rows.length; i += slices) {
                pixels.get(rows[i] * image.length, image);
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

    /** Two passes, row after row. */
    private static Moments ofFeatures(LabelledImages images, int[] rows) {
        int size = images.shape().size();
        int plane = images.shape().plane();
        FloatBuffer values = images.pixels().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        long n = (long) rows.length * plane;
        double[] mean = new double[images.shape().channels()];
        double[] std = new double[mean.length];
        for (int row : rows) {
            for (int i = 0; i < size; i++) {
                mean[i / plane] += values.get(row * size + i);
            }
        }
        Arrays.setAll(mean, c -> mean[c] / n);
        for (int row : rows) {
            for (int i = 0; i < size; i++) {
                double apart = values.get(row * size + i) - mean[i / plane];
                std[i / plane] += apart * apart / n;
            }
        }
        return new Moments(mean, Arrays.stream(std).map(Math::sqrt).map(Moments::scale).toArray());
    }
}
