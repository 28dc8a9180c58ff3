package org.palimpsest.results.record;

import java.util.stream.Stream;

/**
 * Some episodes of an environment together.
 *
 * @param count how many, from 0
 * @param total sum of their returns: of all rewards, not discounted
 * @param squares sum of the squares of their returns
 * @param steps sum of their lengths
 * @param cut those that did not end by themselves but at the limit of steps, 0..count
 */
public record Episodes(int count, double total, double squares, long steps, int cut) {
    private static final String[] COLUMNS = {"episodes", "return_sum", "return_squares", "return_mean", "steps", "cut"};

    /** None. */
    public static final Episodes NONE = new Episodes(0, 0, 0, 0, 0);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Episodes {
        Counts.requireAtLeast("episodes", count, 0);
        Counts.requireAtLeast("steps", steps, 0);
        Counts.requireCorrect("cut", cut, count);
        if (!Double.isFinite(total) || !(squares >= 0) || !Double.isFinite(squares)) {
            throw new IllegalArgumentException("return_sum is " + total + " and return_squares " + squares);
        }
    }

    /** These and one more. */
    public Episodes and(double episodeReturn, long length, boolean cutOff) {
        return new Episodes(count + 1, total + episodeReturn, squares + episodeReturn * episodeReturn, steps + length, cut + (cutOff ? 1 : 0));
    }

    /** The mean return; NaN of no episode. */
    public double mean() {
        return count == 0 ? Double.NaN : total / count;
    }

    static String[] columns(String... keys) {
        return Stream.of(keys, COLUMNS).flatMap(Stream::of).toArray(String[]::new);
    }

    /** The mean is that of the sum as it is written, so that whoever reads the row comes to the same. */
    Object[] cells(Object... keys) {
        double written = Double.parseDouble(Numbers.text(total));
        return Stream.concat(Stream.of(keys), Stream.of(count, total, squares, count == 0 ? Double.NaN : written / count, steps, cut)).toArray();
    }

    static Episodes read(Cells cells) {
        return new Episodes(cells.integer("episodes"), cells.real("return_sum"), cells.real("return_squares"), cells.whole("steps"), cells.integer("cut"));
    }
}
