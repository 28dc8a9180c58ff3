package org.palimpsest.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.palimpsest.results.metric.Measure;
import org.palimpsest.results.metric.MetricContext;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunRecord;

/**
 * The records of a section: of each row the finished runs, by seed.
 *
 * @param rows in the order of the section; a row may have no finished run
 * @param measure what ranks the rows
 */
record Learned(List<List<RunRecord>> rows, Measure measure) {
    /** What is said of a chart's numbers. */
    double factor() {
        return measure.isAccuracy() ? 100 : 1;
    }

    /** The unit of what is shown. */
    String unit() {
        return unit(measure);
    }

    static String unit(Measure measure) {
        return measure.isAccuracy() ? "%" : measure.unit();
    }

    /** The tasks of the stream; 0 if nothing is finished. */
    int tasks() {
        return info().map(RunInfo::tasks).orElse(0);
    }

    /** One of the runs, to tell what all share. */
    Optional<RunInfo> info() {
        return rows.stream().flatMap(List::stream).map(RunRecord::info).findFirst();
    }

    /** What a task is called: its number, and its name where it has one. */
    String task(int number) {
        return info().flatMap(info -> info.stream().task(number)).map(task -> number + " " + task.name()).orElse(Integer.toString(number));
    }

    /**
     * A line for each row that has one.
     *
     * @param curve of a run
     */
    List<Map<String, Object>> lines(Band.Kind kind, Function<MetricContext, double[]> curve) {
        return lines(kind, measure, curve);
    }

    /** A line for each row, of another measure. */
    List<Map<String, Object>> lines(Band.Kind kind, Measure of, Function<MetricContext, double[]> curve) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (int m = 0; m < rows.size(); m++) {
            List<double[]> curves = rows.get(m).stream().map(run -> curve.apply(MetricContext.of(run, of))).toList();
            if (!curves.isEmpty() && curves.stream().mapToInt(c -> c.length).distinct().count() == 1) {
                Band band = Band.of(curves, kind);
                if (!band.isEmpty()) {
                    lines.add(line(m, band, of.isAccuracy() ? 100 : 1));
                }
            }
        }
        return lines;
    }

    static Map<String, Object> line(int m, Band band, double factor) {
        return Values.map("m", m, "y", Values.of(band.mean(), factor), "low", Values.of(band.low(), factor), "high", Values.of(band.high(), factor));
    }
}
