package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class NumbersTest {
    @DataProvider
    Object[][] numbers() {
        return new Object[][] {
            {0.1, "0.1"}, {1.0 / 3, "0.333333333333"}, {2.0 / 3, "0.666666666667"}, {-0.0, "0"},
            {1e-17, "0.00000000000000001"},
            {0.1 + 0.2, "0.3"}, {268435456, "268435456"}, {1.5e10, "15000000000"}, {Double.NaN, ""},
            {Double.POSITIVE_INFINITY, ""},
        };
    }

    @Test(dataProvider = "numbers")
    public void plainAndTheSameEverywhere(double value, String expected) {
        assertEquals(Numbers.text(value), expected);
    }

    /** Of every number, those between two texts among them, as of all its binary digits. */
    @Test
    public void sharesAreRoundedAsAllTheirDigitsAre() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            int n = 1 + random.nextInt(10_000);
            assertExact((double) random.nextInt(n + 1) / n);
            double between = (random.nextLong(1_000_000_000_000L) + 0.5) / 1e12;
            assertExact(between);
            assertExact(Math.nextUp(between));
            assertExact(-between);
        }
        assertExact(0.99999999999949);
        assertExact(0.9999999999996);
        assertExact(Math.nextDown(0.1));
        assertExact(Math.nextDown(1));
        assertExact(Integer.MIN_VALUE);
    }

    private static void assertExact(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(12)).stripTrailingZeros();
        assertEquals(Numbers.text(value), rounded.signum() == 0 ? "0" : rounded.toPlainString(), Double.toString(value));
    }
}
