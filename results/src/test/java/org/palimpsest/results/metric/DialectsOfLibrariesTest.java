package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.RunRecord;
import org.testng.SkipException;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

/** The dialects against what the libraries' own functions gave, see docs/metrics/dialects.sh. */
public class DialectsOfLibrariesTest {
    /** CapyMOA computes in 32 bits. */
    private static final Map<Dialect, Double> PRECISION = Map.of(Dialect.AVALANCHE, 1e-12, Dialect.CONTINUUM, 1e-12, Dialect.CAPYMOA, 1e-6);

    private JsonNode values;

    @BeforeClass
    public void read() throws IOException {
        String file = System.getProperty("dialects.values");
        if (file == null) {
            throw new SkipException("what other libraries compute is told by docs/metrics/dialects.sh, which is not run here");
        }
        values = new ObjectMapper().readTree(new File(file));
    }

    @Test
    public void dialectsAreThoseOfTheLibraries() {
        int compared = 0;
        for (JsonNode matrix : values.get("cases")) {
            RunRecord record = record(matrix);
            for (Map.Entry<Dialect, Double> precision : PRECISION.entrySet()) {
                for (Map.Entry<String, JsonNode> value : matrix.get(precision.getKey().id()).properties()) {
                    List<Double> ours = precision.getKey().metrics("class-incremental").stream()
                            .filter(metric -> metric.name().equals(value.getKey())).findFirst().orElseThrow().values().apply(record);
                    assertEquals(ours.get(0), value.getValue().asDouble(), precision.getValue(), precision.getKey() + " " + value.getKey() + " " + matrix);
                    compared++;
                }
            }
        }
        assertTrue(compared >= 60 * 15, compared + " values");
    }

    private static RunRecord record(JsonNode matrix) {
        JsonNode n = matrix.get("n");
        List<AccuracyRow> rows = new ArrayList<>();
        for (int i = 0; i < n.size(); i++) {
            rows.add(row(0, i, n, matrix.get("untrained")));
            for (int t = 0; t < n.size(); t++) {
                rows.add(row(t + 1, i, n, matrix.get("correct").get(t)));
            }
        }
        return Examples.record(Examples.info("b", Examples.PROTOCOL, "er", 1, Map.of(), "class-incremental", n.size(), false), rows, List.of());
    }

    private static AccuracyRow row(int trained, int task, JsonNode n, JsonNode correct) {
        return new AccuracyRow(trained, task + 1, n.get(task).asInt(), correct.get(task).asInt(), correct.get(task).asInt());
    }

    @Test
    public void interquartileMeansAreThoseOfTheLibrary() {
        int compared = 0;
        for (JsonNode mean : values.get("means")) {
            List<List<Double>> runs = new ArrayList<>();
            mean.get("scores").forEach(run -> {
                List<Double> scores = new ArrayList<>();
                run.forEach(score -> scores.add(score.asDouble()));
                runs.add(scores);
            });
            assertEquals(InterquartileMean.WHOLE.middle(runs.stream().flatMap(List::stream).toList()), mean.get("iqm").asDouble(), 1e-12, runs.toString());
            compared++;
        }
        assertEquals(compared, 66);
    }
}
