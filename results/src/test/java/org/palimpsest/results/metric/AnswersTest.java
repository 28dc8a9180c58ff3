package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.ResponseProbeRow;
import org.palimpsest.results.record.ResponseRow;
import org.palimpsest.results.record.Responses;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;
import org.palimpsest.results.record.TableRows;
import org.testng.annotations.Test;

/** Measures of answers in words, against numbers worked out by hand. */
public class AnswersTest {
    private static final RunInfo RUN = Examples.info("words", Examples.PROTOCOL, "lora", 1, Map.of(), "instruction", 2, false);

    private static ResponseRow row(int trained, int task, int n, int exact, int options, double words, double chars) {
        return new ResponseRow(trained, task, new Responses(n, exact, options, words, chars, 0));
    }

    private static Map<String, Double> values(List<ResponseRow> rows, List<ResponseProbeRow> probes) {
        return Metrics.builtIn().values(new RunRecord(RUN, TableRows.of(ResponseRow.TABLE, rows).and(ResponseProbeRow.TABLE, probes)));
    }

    @Test
    public void eachMeasureIsAShareOfTheExamples() {
        Map<String, Double> values = values(List.of(row(0, 1, 10, 0, 2, 1, 3), row(0, 2, 4, 0, 1, 0, 1), row(1, 1, 10, 8, 9, 8.5, 9.5),
                row(1, 2, 4, 0, 1, 0.5, 1), row(2, 1, 10, 5, 8, 6, 7), row(2, 2, 4, 3, 4, 3.5, 3.75)), List.of());
        assertValue(values, "exact_match.accuracy.final", (.5 + .75) / 2);
        assertValue(values, "option_match.accuracy.final", (.8 + 1) / 2);
        assertValue(values, "rouge_l.accuracy.final", (.6 + .875) / 2);
        assertValue(values, "rouge_l_chars.accuracy.final", (.7 + .9375) / 2);
        assertValue(values, "exact_match.forgetting.max", .8 - .5);
        assertValue(values, "option_match.forgetting.max", .9 - .8);
        assertValue(values, "rouge_l_chars.forgetting.max", .95 - .7);
        assertValue(values, "option_match.accuracy.incremental", (.9 + .9) / 2);
    }

    @Test
    public void whereOneTaskIsFreeTextOptionsHaveNoMean() {
        Map<String, Double> values = values(List.of(row(1, 1, 10, 8, 9, 8.5, 9.5), row(2, 1, 10, 5, 8, 6, 7), row(2, 2, 4, 3, -1, 3.5, 3.75)), List.of());
        assertValue(values, "exact_match.accuracy.final", (.5 + .75) / 2);
        assertValue(values, "rouge_l.accuracy.final", (.6 + .875) / 2);
        assertFalse(values.containsKey("option_match.accuracy.final"), values.toString());
        assertValue(values, "option_match.forgetting.max", .9 - .8);
    }

    @Test
    public void probesAreMeasuredTheSame() {
        List<ResponseProbeRow> probes = Stream.of(new double[] {1, 1, 1, 2, 4}, new double[] {1, 8, 1, 8, 9}, new double[] {2, 1, 1, 4, 6},
                new double[] {2, 8, 1, 6, 8}, new double[] {2, 1, 2, 0, 1}, new double[] {2, 8, 2, 7, 9}).map(p -> new ResponseProbeRow((int) p[0], (long) p[1],
                        (int) p[2], new Responses(10, (int) p[3], (int) p[4], p[3], p[4], 0))).toList();
        Map<String, Double> values = values(List.of(row(1, 1, 10, 8, 9, 8, 9), row(2, 1, 10, 6, 8, 6, 8), row(2, 2, 10, 7, 9, 7, 9)), probes);
        assertValue(values, "exact_match.anytime.min_acc", .4);
        assertValue(values, "option_match.anytime.min_acc", .6);
        assertValue(values, "rouge_l_chars.anytime.stability_gap", .9 - .6);
    }

    @Test
    public void theyRankStreamsOfInstructions() {
        List<Measure> measures = new Answers().measures();
        assertEquals(measures.stream().map(Measure::id).toList(), List.of("exact_match", "option_match", "rouge_l", "rouge_l_chars"));
        measures.forEach(measure -> assertEquals(measure.scenarios(), List.of("instruction")));
        assertEquals(measures.get(0).column("accuracy.final"), "exact_match.accuracy.final");
    }

    private static void assertValue(Map<String, Double> values, String column, double expected) {
        assertEquals(values.getOrDefault(column, Double.NaN), expected, 1e-12, column + " of " + values);
    }
}
