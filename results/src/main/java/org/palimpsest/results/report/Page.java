package org.palimpsest.results.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.palimpsest.results.board.LeaderboardTable;
import org.palimpsest.results.board.Summary;
import org.palimpsest.results.metric.Direction;
import org.palimpsest.results.metric.Metric;

/** A report as one page of HTML, which needs nothing besides itself. */
public final class Page {
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

    private final Report report;
    private final OptionalInt refresh;
    private final Map<String, String> names;
    private final Html html = new Html();

    private Page(Report report, OptionalInt refresh) {
        this.report = report;
        this.refresh = refresh;
        this.names = report.names();
    }

    /**
     * Writes a page.
     *
     * @param refresh seconds after which the page is to be read again, while runs are still being made
     */
    public static String of(Report report, OptionalInt refresh) {
        return new Page(report, refresh).write();
    }

    private String write() {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        refresh.ifPresent(seconds -> html.raw("<meta http-equiv=\"refresh\" content=\"" + seconds + "\">\n"));
        html.element("title", report.title());
        html.raw("<style>\n" + Assets.style() + "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">to the results</a>\n");
        header();
        html.open("div class=\"page\"");
        contents();
        html.open("main id=\"main\"");
        report.remarks().forEach(remark -> html.element("p class=\"remark\"", remark));
        for (int s = 0; s < report.sections().size(); s++) {
            section(s, report.sections().get(s));
        }
        definitions();
        html.close("main").close("div");
        html.raw("<script type=\"application/json\" id=\"data\">" + Html.inScript(report.json()) + "</script>\n");
        html.raw("<script>" + Html.code(Assets.echarts()) + "</script>\n");
        html.raw("<script>" + Html.code(Assets.charts()) + "</script>\n");
        html.raw("<script>" + Html.code(Assets.page()) + "</script>\n</body>\n</html>\n");
        return html.toString();
    }

    private void header() {
        html.open("header class=\"top\"").element("h1", report.title());
        refresh.ifPresent(seconds -> html.element("p class=\"live\" role=\"status\"", "Runs are still being made; this page reads itself again every "
                + seconds + " s."));
        html.raw("<button type=\"button\" id=\"theme\" hidden>colours: as the system</button>").close("header");
    }

    private void contents() {
        html.open("nav class=\"contents\" aria-label=\"Contents\"").open("details open id=\"contents\"").element("summary", "Contents").open("ol");
        for (int s = 0; s < report.sections().size(); s++) {
            Section section = report.sections().get(s);
            html.open("li").element("a href=\"#s" + s + "\"", section.benchmark()).open("ol");
            for (Figure figure : section.figures()) {
                html.open("li").element("a href=\"#s" + s + "-" + figure.chart().id() + "\"", figure.chart().title()).close("li");
            }
            html.close("ol").close("li");
        }
        html.open("li").element("a href=\"#metrics\"", "Definitions of the metrics").close("li").close("ol").close("details");
        filter();
        html.close("nav");
    }

    private void filter() {
        Set<String> labels = new TreeSet<>();
        report.sections().forEach(section -> section.entries().forEach(entry -> labels.add(entry.label())));
        html.open("details open id=\"filter\" hidden").element("summary", "Methods").open("fieldset").element("legend", "shown in all charts");
        html.raw("<p class=\"all\"><button type=\"button\" id=\"all\">all</button> <button type=\"button\" id=\"none\">none</button></p>");
        labels.forEach(label -> html.open("label").raw("<input type=\"checkbox\" checked value=\"" + Html.escape(label) + "\"><span class=\"sign\"></span>")
                .raw(named(label)).close("label"));
        html.close("fieldset").close("details");
    }

    private void section(int s, Section section) {
        html.open("section id=\"s" + s + "\" aria-labelledby=\"s" + s + "-title\"").element("h2 id=\"s" + s + "-title\"", section.benchmark());
        html.element("p class=\"about\"", (section.scenario().isEmpty() ? "" : section.scenario() + ", ") + "protocol " + section.protocol() + ", "
                + section.measured());
        section.remarks().forEach(remark -> html.element("p class=\"remark\"", remark));
        leaderboard(section);
        for (int f = 0; f < section.figures().size(); f++) {
            figure(s, f, section.figures().get(f));
        }
        faults(section);
        commands(section);
        provenance(section);
        html.close("section");
    }

    private void leaderboard(Section section) {
        html.element("p class=\"about\"", "Means over the seeds; in the first column with half the 95 % interval, of two seeds with their standard deviation, "
                + "and with the number of seeds. What a column is, its heading tells when it is pointed at, and the definitions below.");
        html.open("div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Leaderboard of " + Html.escape(section.benchmark()) + "\"");
        html.open("table class=\"board\"").element("caption", "Leaderboard");
        html.open("thead").open("tr").raw("<th scope=\"col\">rank</th><th scope=\"col\">method</th>");
        for (Heading heading : section.headings()) {
            String unit = heading.unit().isEmpty() ? "" : "in " + heading.unit();
            html.open("th scope=\"col\" title=\"" + Html.escape(heading.column() + ": " + heading.quantity().summary()) + "\"").text(heading.text())
                    .element("small", heading.quantity().direction() == Direction.LOWER ? "less is better" : "more is better")
                    .element("small", unit).close("th");
        }
        boolean unfinished = section.entries().stream().anyMatch(entry -> entry.row().n() < entry.row().runs());
        html.raw(unfinished ? "<th scope=\"col\">not finished</th>" : "").close("tr").close("thead").open("tbody");
        for (Entry entry : section.entries()) {
            row(section, entry, unfinished);
        }
        html.close("tbody").close("table").close("div");
    }

    private void row(Section section, Entry entry, boolean unfinished) {
        html.open("tr" + (entry.row().bound() ? " class=\"bound\"" : "") + " data-method=\"" + Html.escape(entry.label()) + "\"");
        html.element("td data-v=\"" + entry.row().rank().orElse(Integer.MAX_VALUE) + "\"", entry.place());
        html.open("th scope=\"row\"").raw("<span class=\"sign\"></span>").open("span title=\"" + Html.escape(String.join("; ", entry.settings())) + "\"")
                .raw(named(entry.label())).close("span").close("th");
        for (int h = 0; h < section.headings().size(); h++) {
            Heading heading = section.headings().get(h);
            String value = entry.mean(heading.column()).stream().mapToObj(Double::toString).findFirst().orElse("");
            html.element("td class=\"number\" data-v=\"" + value + "\"", cell(entry, heading, h == 0));
        }
        if (unfinished) {
            html.element("td data-v=\"" + (entry.row().runs() - entry.row().n()) + "\"", LeaderboardTable.notFinished(entry.row()));
        }
        html.close("tr");
    }

    /** A label, with the name that stands for it in drawings where it is long. */
    private String named(String label) {
        String name = names.get(label);
        return name.equals(label) ? "<span>" + Html.escape(label) + "</span>"
                : "<span>" + Html.escape(name) + " <small class=\"full\">" + Html.escape(label) + "</small></span>";
    }

    private static String cell(Entry entry, Heading heading, boolean interval) {
        String unit = heading.quantity().unit();
        Optional<Summary> summary = entry.summary(heading.column()).filter(known -> interval);
        return summary.map(known -> LeaderboardTable.text(known, value -> LeaderboardTable.text(value, unit)))
                .orElseGet(() -> entry.mean(heading.column()).stream().mapToObj(mean -> LeaderboardTable.text(mean, unit)).findFirst().orElse("–"));
    }

    private void figure(int s, int f, Figure figure) {
        String id = "s" + s + "-" + figure.chart().id();
        html.open("figure id=\"" + id + "\" data-section=\"" + s + "\" data-figure=\"" + f + "\" data-chart=\"" + figure.chart().id() + "\"");
        html.element("h3 id=\"" + id + "-title\"", figure.chart().title());
        html.open("figcaption id=\"" + id + "-caption\"").text(figure.caption()).close("figcaption");
        html.raw("<div class=\"chart\" role=\"img\" aria-labelledby=\"" + id + "-title\" aria-describedby=\"" + id + "-caption\"></div>\n");
        html.raw("<noscript><p>Charts are drawn by a script, which is switched off here.</p></noscript>\n");
        html.raw("<details class=\"numbers\"><summary>the numbers</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"" + id
                + "-title\"></div></details>\n").close("figure");
    }

    private void faults(Section section) {
        if (section.entries().stream().allMatch(entry -> entry.faults().isEmpty())) {
            return;
        }
        html.element("h3", "Runs that did not come to their end").open("ul class=\"faults\"");
        section.entries().forEach(entry -> entry.faults().forEach(fault -> html.element("li", entry.label() + ", " + fault)));
        html.close("ul");
    }

    private void commands(Section section) {
        if (section.entries().stream().allMatch(entry -> entry.command().isEmpty())) {
            return;
        }
        html.open("details class=\"commands\"").element("summary", "The command that makes each row again").open("dl");
        section.entries().forEach(entry -> entry.command().ifPresent(command -> {
            html.element("dt", entry.label()).open("dd").element("code", command)
                    .raw("<button type=\"button\" class=\"copy\" hidden>copy</button>").close("dd");
        }));
        html.close("dl").close("details");
    }

    private void provenance(Section section) {
        Set<String> columns = new LinkedHashSet<>();
        section.entries().forEach(entry -> columns.addAll(entry.provenance().keySet()));
        if (columns.isEmpty()) {
            return;
        }
        html.open("details class=\"provenance\"").element("summary", "Where the numbers come from").open("dl");
        columns.forEach(column -> {
            List<String> values = section.entries().stream().map(entry -> entry.provenance().getOrDefault(column, "")).distinct().toList();
            html.element("dt", column);
            if (values.size() == 1) {
                html.element("dd", values.get(0));
            } else {
                values.forEach(value -> html.open("dd").text((value.isEmpty() ? "not told" : value) + " ")
                        .element("small", of(section, column, value)).close("dd"));
            }
        });
        html.element("dt", "options");
        section.entries().forEach(entry -> html.open("dd").text(String.join("; ", entry.settings()) + " ").element("small", entry.label()).close("dd"));
        html.close("dl").close("details");
    }

    private static String of(Section section, String column, String value) {
        return section.entries().stream().filter(entry -> entry.provenance().getOrDefault(column, "").equals(value)).map(Entry::label)
                .collect(Collectors.joining(", "));
    }

    private void definitions() {
        html.raw("<section id=\"metrics\" aria-labelledby=\"metrics-title\"><h2 id=\"metrics-title\">Definitions of the metrics</h2>\n");
        html.element("p", "R[t][i] is what is measured on the test data of task i after task t, b_i that of the untrained network, n_i the test examples of "
                + "task i, T the number of tasks, A(E_i, f) what network f gets on the probe subset E_i of task i.");
        for (Metric metric : report.metrics()) {
            html.open("details class=\"metric\"").open("summary").element("code", metric.id()).text(" " + metric.summary()).close("summary");
            html.open("p").element("code", metric.formula()).close("p");
            html.element("p", metric.direction().id() + " is better; " + metric.reference()).close("details");
        }
        html.close("section");
    }
}
