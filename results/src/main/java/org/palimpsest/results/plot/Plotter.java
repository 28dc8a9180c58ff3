package org.palimpsest.results.plot;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.report.Assets;
import org.palimpsest.results.report.Figure;

/** Draws charts with the script of the report's page, without a browser. The same data give the same bytes. Of one thread. */
public final class Plotter implements AutoCloseable {
    /** What ECharts writes for a browser's pointer. */
    private static final Pattern STYLE = Pattern.compile("<style ?>.*?</style>| class=\"[^\"]*\"", Pattern.DOTALL);

    /** A short form that browsers know, and many other programs do not. */
    private static final Pattern FONT = Pattern.compile("style=\"font: (\\d+px) ([^\"]*)\"");

    /** Numbers that name what a drawing refers to; they count on from one drawing to the next. */
    private static final Pattern REFERENCE = Pattern.compile("zr\\d+-");

    private static final String DRAW = """
            (function (chart, methodsJson, dataJson, viewJson, heading) {
              var methods = JSON.parse(methodsJson);
              var view = JSON.parse(viewJson);
              var made = palimpsestCharts.draw(chart, methods, JSON.parse(dataJson), view);
              var option = made.option;
              option.backgroundColor = palimpsestCharts.ground(view.dark);
              var all = echarts.init(null, null, {renderer: 'svg', ssr: true, width: view.width, height: made.height});
              all.setOption(option);
              var svg = all.renderToSVGString();
              all.dispose();
              return svg;
            })""";

    private final Context context;
    private final Scriptable scope;
    private final Function draw;

    /** Loads the scripts, which takes about a second. */
    public Plotter() {
        context = Context.enter();
        context.setInterpretedMode(true); // ECharts has methods that are too large for compiled ones
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initSafeStandardObjects();
        for (String timer : new String[] {"setTimeout", "clearTimeout"}) {
            ScriptableObject.putProperty(scope, timer, new BaseFunction());
        }
        context.evaluateString(scope, "var self = this;", "start", 1, null);
        context.evaluateString(scope, Assets.echarts(), "echarts.min.js", 1, null);
        context.evaluateString(scope, Assets.charts(), "charts.js", 1, null);
        draw = (Function) context.evaluateString(scope, DRAW, "draw", 1, null);
    }

    /**
     * How a chart is drawn.
     *
     * @param width in pixels; the height follows
     * @param dark whether on a dark ground
     * @param cost id of the cost of the chart of costs; empty for the first
     * @param hidden places of the methods that are left out
     */
    public record View(int width, boolean dark, Optional<String> cost, Set<Integer> hidden) {
        private String json() {
            return Json.canonical(Map.of("width", width, "dark", dark, "cost", cost.orElse(""),
                    "hidden", hidden.stream().collect(Collectors.toMap(m -> Integer.toString(m), m -> true))));
        }
    }

    /**
     * Draws a chart.
     *
     * @param methods of its section, as JSON
     * @return SVG, well-formed XML
     */
    public String svg(Figure figure, String methods, View view) {
        Object svg = draw.call(context, scope, scope, new Object[] {figure.chart().id(), methods, Json.canonical(figure.data()), view.json()});
        String plain = STYLE.matcher(Context.toString(svg)).replaceAll("");
        String known = FONT.matcher(plain).replaceAll("style=\"font-size:$1;font-family:$2\"");
        return REFERENCE.matcher(known).replaceAll("p-") + "\n";
    }

    @Override
    public void close() {
        Context.exit();
    }
}
