package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.List;
import org.testng.annotations.Test;

public class MetricsTest {

    @Test
    public void everyMetricSaysWhatItIs() {
        for (Metric metric : Metrics.all()) {
            assertTrue(metric.id().matches("[a-z0-9._]+"), metric.id());
            assertFalse(metric.formula().isBlank() || metric.reference().isBlank() || metric.summary().isBlank());
            assertEquals(Metrics.find(metric.id()), metric);
        }
    }

    @Test
    public void idsAreUnique() {
        List<String> ids = Metrics.all().stream().map(Metric::id).toList();
        assertEquals(ids.stream().distinct().toList(), ids);
        assertEquals(ids.size(), 28);
    }

    @Test
    public void anUnknownIdIsAnsweredWithTheKnownOnes() {
        String message = expectThrows(IllegalArgumentException.class, () -> Metrics.find("acuracy")).getMessage();
        assertTrue(message.contains("acuracy") && message.contains("accuracy.final"), message);
    }
}
