package org.palimpsest.harness.bench;

import java.util.Arrays;

/**
 * One line of the bench table.
 *
 * @param name what was measured
 * @param base the base, e.g. the bare loop, with its unit
 * @param measured the harness, with its unit
 * @param ratio median ratio
 * @param low smallest ratio
 * @param high largest ratio
 * @param bar ratio not to be exceeded
 */
public record Measurement(String name, String base, String measured, double ratio, double low, double high, double bar) {
    /** Whether the bar is met. */
    public boolean met() {
        return ratio <= bar;
    }

    /** Ratios of values that were measured in turn, summarised by their median. */
    static Measurement of(String name, String unit, double[] base, double[] measured, double bar) {
        double[] ratios = new double[base.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = measured[i] / base[i];
        }
        Arrays.sort(ratios);
        return new Measurement(name, text(median(base), unit), text(median(measured), unit), median(ratios), ratios[0], ratios[ratios.length - 1], bar);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    private static String text(double value, String unit) {
        return String.format(java.util.Locale.ROOT, "%.1f %s", value, unit);
    }
}
