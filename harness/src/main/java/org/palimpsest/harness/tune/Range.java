package org.palimpsest.harness.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Problems;

/**
 * Numbers from one to another, both among them.
 *
 * @param low the least
 * @param high the largest, above it
 * @param log whether it is the ratio of neighbours that is equal, not their difference
 * @param whole whether there are whole numbers alone: so it is if both ends are written as such
 * @param count how many a grid has, at least 2; empty if nobody said
 */
public record Range(BigDecimal low, BigDecimal high, boolean log, boolean whole, OptionalInt count) {
    private static final String NUMBER = "[+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?";
    private static final Pattern FORM = Pattern.compile("(" + NUMBER + ")\\s*\\.\\.\\s*(" + NUMBER + ")(:log)?(?::(\\d{1,4}))?");
    /** Four digits tell options well apart, and are read easily. */
    private static final MathContext DIGITS = new MathContext(4);
    private static final int MOST = 1000;

    /** Whether somebody means a range. */
    static boolean looksLike(String written) {
        return written.contains("..");
    }

    static Optional<Range> parse(String key, String written, Problems problems) {
        Matcher parts = FORM.matcher(written);
        if (!parts.matches()) {
            problems.add(key, written, Axis.FORM);
            return Optional.empty();
        }
        BigDecimal low = new BigDecimal(parts.group(1));
        BigDecimal high = new BigDecimal(parts.group(2));
        boolean log = parts.group(3) != null;
        OptionalInt count = parts.group(4) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parts.group(4)));
        String wrong = low.compareTo(high) >= 0 ? "must go from a number to a larger one"
                : log && low.signum() <= 0 ? "must begin above 0, for there are no ratios otherwise"
                : !Double.isFinite(high.doubleValue() - low.doubleValue()) || log && !Double.isFinite(high.doubleValue() / low.doubleValue())
                        ? "is too wide to reckon with"
                : count.isPresent() && (count.getAsInt() < 2 || count.getAsInt() > MOST) ? "must have from 2 to " + MOST + " values" : "";
        if (!wrong.isEmpty()) {
            problems.add(key, written, wrong);
            return Optional.empty();
        }
        boolean whole = (parts.group(1) + parts.group(2)).matches("[+\\d-]+");
        return Optional.of(new Range(low, high, log, whole, count));
    }

    /** The value at a share of the way, from 0 to 1. */
    String at(double share) {
        double value = log ? low.doubleValue() * Math.pow(high.doubleValue() / low.doubleValue(), share)
                : low.doubleValue() + share * (high.doubleValue() - low.doubleValue());
        BigDecimal rounded = whole ? new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN) : new BigDecimal(value).round(DIGITS);
        return text(rounded.max(low).min(high));
    }

    /** As many as were asked for, evenly; fewer where neighbours are the same. */
    List<String> points() {
        return count.isEmpty() ? List.of()
                : IntStream.range(0, count.getAsInt()).mapToObj(i -> at((double) i / (count.getAsInt() - 1))).distinct().toList();
    }

    private static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
