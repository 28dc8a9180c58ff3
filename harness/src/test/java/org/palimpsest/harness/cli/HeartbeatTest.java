package org.palimpsest.harness.cli;

import static org.testng.Assert.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.palimpsest.datasets.Meter;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** By a clock of its own, so that nobody waits. */
public class HeartbeatTest {
    private final List<String> said = new ArrayList<>();
    private long now;

    @BeforeMethod
    public void begin() {
        said.clear();
        now = Long.MAX_VALUE - 5; // clocks may run over
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    public void silenceLastsAMinuteAtMost() {
        Heartbeat heart = new Heartbeat(() -> now, said::add);
        pass(59);
        heart.beat(() -> "early");
        pass(1);
        heart.beat(() -> "first");
        heart.beat(() -> "at once");
        pass(30);
        heart.say("a run");
        pass(59);
        heart.beat(() -> "early");
        pass(1);
        heart.beat(() -> "second");
        assertEquals(said, List.of("first", "a run", "second"));
    }

    @Test
    public void workOnDataSaysHowFarItIs() {
        StringWriter text = new StringWriter();
        try (Meter meter = new DataMonitor(new PrintWriter(text, true), false, () -> now).begin("decoding", 100, "images")) {
            meter.add(20);
            pass(60);
            meter.add(20);
            pass(60);
            meter.add(60);
        }
        assertEquals(text.toString().lines().toList(), List.of("decoding: 40 images of 100 images so far", "decoding: 100 images of 100 images so far",
                "decoding: 100 images in 120.0 s"));
    }
}
