package org.palimpsest.results.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Numbers as the data of a page hold them: with five digits, which no eye sees the end of, and null for none. */
final class Values {
    private static final MathContext DIGITS = new MathContext(5);

    private Values() {}

    /** A number; null if it is none. */
    static Double of(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() + 0.0 : null;
    }

    /** A number times a factor; null if there is none. */
    static Double of(OptionalDouble value, double factor) {
        return value.isPresent() ? of(value.getAsDouble() * factor) : null;
    }

    /** Numbers times a factor; whole ones are written without a point. */
    static List<Number> of(double[] values, double factor) {
        return Arrays.stream(values).mapToObj(value -> number(of(value * factor))).collect(Collectors.toList());
    }

    private static Number number(Double value) {
        if (value != null && value == Math.rint(value) && Math.abs(value) < 1e9) {
            return value.longValue();
        }
        return value;
    }

    /** A map of names and values in turn. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
