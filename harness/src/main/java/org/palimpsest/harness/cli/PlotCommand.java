package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Numerals;
import org.palimpsest.results.plot.Picture;
import org.palimpsest.results.plot.Plotter;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.report.Chart;
import org.palimpsest.results.report.Entry;
import org.palimpsest.results.report.Figure;
import org.palimpsest.results.report.Report;
import org.palimpsest.results.report.Section;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plot}: the charts of the report as pictures. */
@Command(name = "plot", mixinStandardHelpOptions = true, description = {
    "Draws the charts of 'report' as SVG or PNG, for papers and pages; the same records give the same bytes of SVG.",
    "A file is written if one chart of one benchmark is drawn and --out ends with .svg or .png, otherwise files in the folder --out,",
    "named <benchmark>-<chart>."})
final class PlotCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("svg", "png");
    /** Who names such a file means no folder. */
    private static final Pattern OTHER_PICTURE = Pattern.compile("(?i)\\.(pdf|eps|jpe?g|gif|webp|tiff?|bmp|html?)$");
    private static final int WIDEST = 4000;
    private static final int NARROWEST = 260;

    @Mixin
    private CommonOptions common;

    @Mixin
    private ReportInputs inputs;

    @Spec
    private CommandSpec spec;

    @Option(names = "--list", description = "list the charts and draw none")
    private boolean list;

    @Option(names = "--chart", paramLabel = "ids", description = "charts to draw, see --list (default: all for which there are data)")
    private List<String> chartLists = List.of();

    @Option(names = "--only", paramLabel = "a,b+c", description = "show these methods alone, by the names in the charts")
    private List<String> onlyLists = List.of();

    @Option(names = "--out", paramLabel = "FILE|DIR", defaultValue = "plots", description = "where to (default: the folder ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--format", paramLabel = "svg,png", description = "formats in a folder (default: both)")
    private List<String> formatLists = List.of();

    @Option(names = "--width", paramLabel = "pixels", defaultValue = "760",
            description = "width of the drawing; its height follows (default: ${DEFAULT-VALUE})")
    private int width;

    @Option(names = "--scale", paramLabel = "x", defaultValue = "2", description = "pixels of a PNG for each of the drawing (default: ${DEFAULT-VALUE})")
    private String scaleText;

    @Option(names = "--dark", description = "on a dark ground")
    private boolean dark;

    @Option(names = "--cost", paramLabel = "id",
            description = "the cost of cost-front: seconds, flops, bytes, updates, examples or peak_resident_bytes (default: the first that methods differ in)")
    private String cost;

    @Override
    public Integer call() {
        PrintWriter console = spec.commandLine().getOut();
        if (list) {
            for (Chart chart : Chart.values()) {
                console.println(String.format(Locale.ROOT, "%-22s  %s", chart.id(), chart.summary()));
            }
            console.flush();
            return Exit.OK;
        }
        Problems problems = new Problems().at("command line");
        inputs.check(problems);
        Set<Chart> charts = charts(problems);
        List<String> formats = formats(problems);
        List<String> only = Arguments.entries("--only", onlyLists, problems);
        double scale = scale(problems);
        if (cost != null && !Report.costs().contains(cost)) {
            problems.add("--cost", cost, "there is no such cost" + Names.suggestion(cost, Report.costs()));
        }
        if (width < NARROWEST || width > WIDEST) {
            problems.add("--width", width, "must be " + NARROWEST + " to " + WIDEST);
        }
        if (suffix(out).isPresent()) {
            Arguments.checkOut(out, problems);
        } else if (Files.exists(out) && !Files.isDirectory(out)) {
            problems.add("--out", out, "is no folder, and ends with neither .svg nor .png");
        } else if (!Files.exists(out) && OTHER_PICTURE.matcher(out.toString()).find()) {
            problems.add("--out", out, "must end with .svg or .png, or be a folder");
        }
        problems.throwIfAny();
        ReportInputs.Read read = inputs.read(common.injector(), runs -> Optional.empty());
        List<Drawing> drawings = drawings(read.report(), charts, only);
        draw(read.report(), drawings, formats, scale, console);
        return read.bad().report(spec.commandLine().getErr(), Exit.OK);
    }

    /** A chart of a section. */
    private record Drawing(Section section, Figure figure, Set<Integer> hidden, String name) {}

    private Set<Chart> charts(Problems problems) {
        List<String> ids = Arguments.entries("--chart", chartLists, problems);
        ids.stream().filter(id -> Chart.find(id).isEmpty())
                .forEach(id -> problems.add("--chart", id, "there is no such chart" + Names.suggestion(id, Chart.ids(), "--list has all")));
        return ids.isEmpty() ? Set.of(Chart.values()) : ids.stream().flatMap(id -> Chart.find(id).stream()).collect(Collectors.toSet());
    }

    private List<String> formats(Problems problems) {
        List<String> formats = Arguments.entries("--format", formatLists, problems);
        formats.stream().filter(format -> !FORMATS.contains(format)).forEach(format -> problems.add("--format", format, "must be svg or png"));
        return formats.isEmpty() ? FORMATS : formats.stream().distinct().toList();
    }

    private double scale(Problems problems) {
        double scale = Numerals.decimal(scaleText).orElse(Double.NaN);
        if (!(scale >= 0.25 && scale <= 10)) {
            problems.add("--scale", scaleText, "must be a number from 0.25 to 10");
        }
        return scale;
    }

    private static Optional<String> suffix(Path file) {
        return FORMATS.stream().filter(format -> file.toString().toLowerCase(Locale.ROOT).endsWith("." + format)).findFirst();
    }

    private List<Drawing> drawings(Report report, Set<Chart> charts, List<String> only) {
        Problems problems = new Problems().at("command line");
        Map<String, String> names = report.names();
        List<String> labels = report.sections().stream().flatMap(section -> section.entries().stream()).map(Entry::label).distinct().toList();
        only.stream().filter(label -> !labels.contains(label) && !names.containsValue(label))
                .forEach(label -> problems.add("--only", label, "there is no such method" + Names.suggestion(label, labels)));
        List<Drawing> drawings = new ArrayList<>();
        for (Section section : report.sections()) {
            Set<Integer> hidden = IntStream.range(0, section.entries().size())
                    .filter(m -> {
                        String label = section.entries().get(m).label();
                        return !only.isEmpty() && !only.contains(label) && !only.contains(names.get(label));
                    }).boxed().collect(Collectors.toSet());
            boolean alone = report.sections().stream().filter(other -> other.benchmark().equals(section.benchmark())).count() == 1;
            for (Figure figure : section.figures()) {
                if (charts.contains(figure.chart()) && hidden.size() < section.entries().size()) {
                    drawings.add(new Drawing(section, figure, hidden,
                            section.benchmark() + (alone ? "-" : "-" + section.protocol() + "-") + figure.chart().id()));
                }
            }
        }
        if (drawings.isEmpty() && problems.isEmpty()) {
            problems.add("--chart", charts.stream().map(Chart::id).sorted().collect(Collectors.joining(",")),
                    "what was read has no data for it; there are data for " + report.charts().stream().map(Chart::id).collect(Collectors.joining(", ")));
        }
        drawings.stream().filter(drawing -> cost != null && drawing.figure().chart() == Chart.COST_FRONT)
                .filter(drawing -> !Report.costs(drawing.figure()).contains(cost)).forEach(drawing -> problems.add("--cost", cost,
                        drawing.name() + " does not show it, as no methods differ in it; there are " + String.join(", ", Report.costs(drawing.figure()))));
        if (suffix(out).isPresent() && drawings.size() > 1) {
            problems.add("--out", out, "is one file, and these are " + drawings.size() + " charts: "
                    + drawings.stream().map(Drawing::name).limit(5).collect(Collectors.joining(", ")) + "; name one by --chart, or a folder");
        }
        problems.throwIfAny();
        return drawings;
    }

    private void draw(Report report, List<Drawing> drawings, List<String> formats, double scale, PrintWriter console) {
        Disk disk = new Disk();
        Optional<String> single = suffix(out);
        if (single.isEmpty()) {
            disk.createFolder(out);
        }
        try (Plotter plotter = new Plotter()) {
            for (Drawing drawing : drawings) {
                String svg = plotter.svg(drawing.figure(), report.methodsJson(drawing.section()),
                        new Plotter.View(width, dark, Optional.ofNullable(cost), drawing.hidden()));
                for (String format : single.map(List::of).orElse(formats)) {
                    Path file = single.isPresent() ? out : out.resolve(drawing.name() + "." + format);
                    disk.deliver(file, format.equals("svg") ? svg.getBytes(StandardCharsets.UTF_8) : Picture.png(svg, scale));
                    console.println("written to " + file);
                }
            }
        }
        Set<String> drawn = drawings.stream().flatMap(drawing -> drawing.section().entries().stream()).map(Entry::label).collect(Collectors.toSet());
        report.names().forEach((label, name) -> {
            if (drawn.contains(label) && !label.equals(name)) {
                console.println(name + " is " + label);
            }
        });
        console.flush();
    }
}
