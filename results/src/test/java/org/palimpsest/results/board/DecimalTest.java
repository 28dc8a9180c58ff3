package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.testng.annotations.Test;

public class DecimalTest {
    /** The way that is short for most must not round otherwise. */
    @Test
    public void everyNumberIsTheNearestThereIs() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(5);
        for (int i = 0; i < 100_000; i++) {
            String text = BigDecimal.valueOf(random.nextLong(1_000_000_000_000_000_000L), random.nextInt(19)).toPlainString();
            assertEquals(Decimal.parse(text), Double.parseDouble(text), text);
        }
        List.of("0", "5.", ".5", "-1.5", "+2", "1e5", "1.5E-300", "000.1", "123456789012345", "1234567890123456789")
                .forEach(text -> assertEquals(Decimal.parse(text), Double.parseDouble(text), text));
    }

    @Test
    public void whatIsNoDecimalNumberIsNone() {
        List.of("", ".", "-", "1d", "0x1", "NaN", "Infinity", " 1", "1 ", "1,5", "\u0661", "1.2.3", "1e", "--1")
                .forEach(text -> assertTrue(Double.isNaN(Decimal.parse(text)), text));
    }
}
