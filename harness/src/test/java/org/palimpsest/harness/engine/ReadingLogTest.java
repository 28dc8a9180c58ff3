package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import java.util.List;
import org.palimpsest.results.record.GaugeRow;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class ReadingLogTest {
    @Test
    public void whatIsReadInATaskIsTakenOnceByName() {
        ReadingLog log = new ReadingLog();
        log.read("ema.fallbacks", 0.25);
        log.read("ema.beta-2", -3);
        assertEquals(log.take(2, 40), List.of(new GaugeRow(2, 40, "ema.beta-2", "", -3), new GaugeRow(2, 40, "ema.fallbacks", "", 0.25)));
        assertEquals(log.take(3, 40), List.of());
        log.read("ema.fallbacks", 0.5);
        assertEquals(log.take(3, 41), List.of(new GaugeRow(3, 41, "ema.fallbacks", "", 0.5)));
    }

    @Test
    public void aQuantityHasOneValueInATask() {
        ReadingLog own = new ReadingLog();
        own.read("share", 1);
        assertEquals(expectThrows(IllegalArgumentException.class, () -> own.read("share", 1)).getMessage(), "'share' is read twice in a task");
        assertEquals(own.take(1, 1), List.of(new GaugeRow(1, 1, "share", "", 1)));
    }

    @DataProvider
    public Object[][] nothing() {
        return new Object[][] {{"", 1}, {"Share", 1}, {".share", 1}, {"a share", 1}, {"a,b", 1}, {"share", Double.NaN}, {"share", Double.NEGATIVE_INFINITY}};
    }

    @Test(dataProvider = "nothing")
    public void whatIsNoReadingIsRefused(String quantity, double value) {
        ReadingLog own = new ReadingLog();
        assertEquals(expectThrows(IllegalArgumentException.class, () -> own.read(quantity, value)).getMessage(),
                "'" + quantity + "' = " + value + " is no reading");
        assertEquals(own.take(1, 1), List.of());
    }
}
