package org.palimpsest.results.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.palimpsest.results.metric.Metric;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Json;

/**
 * Everything that a page tells.
 *
 * @param title of the page
 * @param sections one for each benchmark and protocol
 * @param remarks what is to be said first, for example of records that cannot be used
 * @param metrics whose definitions are told
 */
public record Report(String title, List<Section> sections, List<String> remarks, List<Metric> metrics) {
    /** A longer label than this has a short name in drawings. */
    private static final int LONGEST = 36;

    /** Copies the lists. */
    public Report {
        sections = List.copyOf(sections);
        remarks = List.copyOf(remarks);
        metrics = List.copyOf(metrics);
    }

    /** A report with the definitions of those metrics that some row has. */
    public static Report of(String title, List<Section> sections, List<String> remarks, Metrics known) {
        List<Metric> metrics = known.columns().stream()
                .filter(column -> sections.stream().anyMatch(s -> s.entries().stream().anyMatch(e -> e.row().metrics().containsKey(column.id()))))
                .map(column -> column.metric()).distinct().toList();
        return new Report(title, sections, remarks, metrics);
    }

    /**
     * A method in the data of the page.
     *
     * @param label what it is called in full
     * @param name what stands for that where there is little room
     * @param style a number that stands for its colour, sign and dash
     * @param bound whether it is a bound
     */
    public record Method(String label, String name, int style, boolean bound) {}

    /** The methods of a section. A name has the same style in all sections, and in whatever order they are ranked. */
    public List<Method> methods(Section section) {
        List<String> labels = sections.stream().flatMap(s -> s.entries().stream()).map(Entry::label).distinct().sorted().toList();
        Map<String, String> names = names();
        return section.entries().stream().map(entry -> new Method(entry.label(), names.get(entry.label()), labels.indexOf(entry.label()), entry.row().bound()))
                .toList();
    }

    /** Every label and its name: the label itself, or if that is long the method and a number among those of its method. */
    public Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        Map<String, TreeSet<String>> ofMethod = new TreeMap<>();
        sections.stream().flatMap(section -> section.entries().stream())
                .forEach(entry -> ofMethod.computeIfAbsent(entry.row().method(), method -> new TreeSet<>()).add(entry.label()));
        ofMethod.forEach((method, labels) -> labels.forEach(label -> names.put(label,
                label.length() <= LONGEST ? label : method + " [" + (labels.headSet(label).size() + 1) + "]")));
        return names;
    }

    /** The chart of a section, if its data are there. */
    public static Optional<Figure> figure(Section section, Chart chart) {
        return section.figures().stream().filter(figure -> figure.chart() == chart).findFirst();
    }

    /** The ids of the costs that {@link Chart#COST_FRONT} can show. */
    public static List<String> costs() {
        return BoardFigures.costs();
    }

    /** The ids of the costs that a {@link Chart#COST_FRONT} shows: those in which its methods differ. */
    public static List<String> costs(Figure figure) {
        return BoardFigures.costs(figure);
    }

    /** The data of all charts, as JSON in one line. */
    public String json() {
        List<Object> all = new ArrayList<>();
        for (Section section : sections) {
            all.add(new SectionData(methods(section), section.figures().stream().map(f -> new FigureData(f.chart().id(), f.data())).toList()));
        }
        return Json.canonical(all);
    }

    /** The methods of a section, as JSON. */
    public String methodsJson(Section section) {
        return Json.canonical(methods(section));
    }

    /** The charts for which some section has data, in the order of the page. */
    public List<Chart> charts() {
        return Arrays.stream(Chart.values()).filter(chart -> sections.stream().anyMatch(s -> figure(s, chart).isPresent())).toList();
    }

    private record SectionData(List<Method> methods, List<FigureData> figures) {}

    private record FigureData(@JsonProperty("chart") String chart, @JsonProperty("data") Object data) {}
}
