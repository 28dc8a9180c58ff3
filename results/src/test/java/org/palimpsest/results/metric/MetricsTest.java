package org.palimpsest.results.metric;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.results.Examples;
import org.palimpsest.results.record.RunRecord;
import org.testng.annotations.Test;

public class MetricsTest {
    private static final Metrics METRICS = Metrics.builtIn();

    /** Those of this module, without what tests bring. */
    static List<Metric> ours() {
        return METRICS.all().stream().filter(metric -> metric.getClass().getPackage().equals(Metric.class.getPackage())).toList();
    }

    @Test
    public void everyMetricSaysWhatItIs() {
        for (Metric metric : METRICS.all()) {
            assertTrue(metric.id().matches("[a-z0-9._]+"), metric.id());
            assertFalse(metric.formula().isBlank() || metric.reference().isBlank() || metric.summary().isBlank());
            assertEquals(METRICS.find(metric.id()), Optional.of(metric));
            assertTrue(METRICS.measures().stream().anyMatch(metric::reads), metric.id());
        }
    }

    @Test
    public void idsAreUnique() {
        List<String> ids = ours().stream().map(Metric::id).toList();
        assertEquals(ids.stream().distinct().toList(), ids);
        assertEquals(ids.size(), 46);
    }

    @Test
    public void aColumnsNameIsTheMetricToo() {
        assertEquals(METRICS.find("class_il.forgetting.max"), METRICS.find("forgetting.max"));
        assertEquals(METRICS.find("task_il.forgetting.max"), METRICS.find("forgetting.max"));
        assertEquals(METRICS.find("acuracy"), Optional.empty());
        assertEquals(METRICS.column("forgetting.max"), Optional.empty());
    }

    /** The order that leaderboards have had from the beginning: class-IL, then task-IL, metrics by family. */
    @Test
    public void theOrderOfTheColumnsIsFixed() {
        List<String> metrics = List.of(
                "accuracy.final", "accuracy.incremental", "accuracy.incremental_weighted", "accuracy.cumulative", "accuracy.learning",
                "forgetting.max", "forgetting.last", "forgetting.relative", "accuracy.past", "accuracy.tradeoff", "transfer.backward", "transfer.forward",
                "fscil.base", "fscil.novel", "fscil.harmonic", "fscil.drop", "accuracy.amca",
                "anytime.min_acc", "anytime.wc_acc", "anytime.stability_gap", "anytime.wf_10", "anytime.wf_100", "anytime.wp_10", "anytime.wp_100",
                "anytime.average_acc", "anytime.auc", "training.accuracy", "training.loss", "training.end_accuracy", "training.end_loss",
                "plasticity.accuracy_slope", "plasticity.loss_slope", "plasticity.accuracy_drop", "plasticity.loss_rise");
        List<String> ofAgents = List.of("iqm", "iqm.fractional", "cw.performance", "cw.forgetting", "cw.transfer", "cora.forgetting", "cora.transfer",
                "visits.area", "visits.first", "visits.second", "visits.gain", "visits.area_gain");
        assertEquals(ours().stream().map(Metric::id).toList(), Stream.concat(metrics.stream(), ofAgents.stream()).toList());
        List<String> expected = new ArrayList<>();
        metrics.forEach(metric -> expected.add("class_il." + metric));
        metrics.stream().filter(metric -> !metric.matches("accuracy.amca|training.*|plasticity.*"))
                .forEach(metric -> expected.add("task_il." + metric));
        List<String> columns = METRICS.columns().stream().map(MetricColumn::id).toList();
        assertEquals(columns.subList(0, expected.size()), expected, "those of plug-ins come after them");
    }

    @Test
    public void theScenarioDecidesOnTheMeasureThatRanks() {
        assertEquals(METRICS.primary("task-incremental"), Measure.TASK_IL);
        assertEquals(METRICS.ranking("control"), List.of(Returns.SCORE, Returns.RETURN));
        for (String scenario : List.of("class-incremental", "domain-incremental", "few-shot", "online", "blurry", "relabelled", "another")) {
            assertEquals(METRICS.primary(scenario), Measure.CLASS_IL);
        }
    }

    @Test
    public void allValuesAreThoseOfTheMetricsAlone() {
        RunRecord record = Examples.finished(Examples.info("er", 1), Examples.MATRIX, Examples.UNTRAINED);
        Map<String, Double> values = METRICS.values(record);
        for (MetricColumn column : METRICS.columns()) {
            assertEquals(Optional.ofNullable(values.get(column.id())), column.value(record).stream().boxed().findFirst(), column.id());
        }
    }
}
