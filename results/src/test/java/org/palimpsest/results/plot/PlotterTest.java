package org.palimpsest.results.plot;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.palimpsest.results.report.Chart;
import org.palimpsest.results.report.Figure;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Every chart is drawn without a browser: well-formed, whole, the same each time. */
public class PlotterTest {
    /** The colours of the first two methods. */
    private static final List<String> COLOURS = List.of("#0072b2", "#c84e00");
    private static final String METHODS = "[{\"label\":\"long\",\"name\":\"er <b>\",\"style\":0,\"bound\":false},"
            + "{\"label\":\"joint\",\"name\":\"joint & co\",\"style\":1,\"bound\":true}]";
    private static final Plotter.View VIEW = new Plotter.View(700, false, Optional.empty(), Set.of());

    private Plotter plotter;

    @BeforeClass
    public void load() {
        plotter = new Plotter();
    }

    @AfterClass(alwaysRun = true)
    public void close() {
        plotter.close();
    }

    /** Data of two methods for a chart, of the kind that the report makes. */
    private static Map<String, Object> data(Chart chart) {
        List<Map<String, Object>> two = IntStream.range(0, 2).mapToObj(m -> Map.<String, Object>of("m", m, "y", List.of(50 + m, 60, 40 - m),
                "low", List.of(45, 55, 30), "high", List.of(55, 70, 45))).toList();
        return switch (chart) {
            case RANKING -> Map.of("name", "score", "unit", "%", "rows", IntStream.range(0, 2).mapToObj(m -> Map.of("m", m, "mean", 70 + m, "low", 60,
                    "high", 80, "seeds", List.of(List.of(0, 65), List.of(1, 71), List.of(2, 75)))).toList());
            case COST_FRONT -> Map.of("name", "score", "unit", "%", "costs", List.of(Map.of("id", "seconds", "name", "time", "front", List.of(0)),
                    Map.of("id", "bytes", "name", "memory", "front", List.of(0))), "points", IntStream.range(0, 2).mapToObj(m -> Map.of(
                    "m", m, "y", 70 + m, "low", 60, "high", 80, "cost", List.of(3 + m, 100 * m + 1))).toList());
            case STABILITY_PLASTICITY -> Map.of("unit", "%", "xName", "learning", "yName", "forgetting", "points", IntStream.range(0, 2)
                    .mapToObj(m -> Map.of("m", m, "x", 70 + m, "xLow", 60, "xHigh", 80, "y", 20 + m, "yLow", 10, "yHigh", 30)).toList());
            case MATRIX, CONFUSION -> Map.of("name", "share", "unit", "%", "xName", "examined", "yName", "learned", "min", 0, "max", 100,
                    "labels", List.of("1", "2"), "panels", IntStream.range(0, 2).mapToObj(m -> Map.of("m", m, "size", 2, "values", List.of(90, 0, 40, 80)))
                            .toList());
            default -> Map.of("name", "score", "unit", "%", "xName", "tasks", "panels", List.of(Map.of("title", "a", "x", List.of(1, 2, 3), "series", two)));
        };
    }

    /** A chart, and how many shapes in the colour of each method it must have: signs, lines, bands and ends of intervals, or cells of both. */
    @DataProvider
    public Object[][] charts() {
        return new Object[][] {
            {Chart.RANKING, 1 + 3 + 3}, {Chart.COST_FRONT, 1 + 3}, {Chart.STABILITY_PLASTICITY, 1 + 3 + 3}, {Chart.ACCURACY, 3 + 1 + 1 + 1},
            {Chart.SESSIONS, 3 + 1 + 1 + 1}, {Chart.FORGETTING, 3 + 1 + 1 + 1}, {Chart.LEARNING, 3 + 1 + 1 + 1}, {Chart.ANYTIME, 3 + 1 + 1 + 1},
            {Chart.RETURNS, 3 + 1 + 1 + 1}, {Chart.GAUGES, 3 + 1 + 1 + 1}, {Chart.TASK_METRICS, 3 + 1}, {Chart.MATRIX, 0}, {Chart.CONFUSION, 0}};
    }

    @Test
    public void everyChartIsTried() {
        assertEquals(Stream.of(charts()).map(row -> row[0]).collect(Collectors.toSet()), Set.of(Chart.values()));
    }

    @Test(dataProvider = "charts")
    public void everyChartIsDrawnWhole(Chart chart, int shapes) throws Exception {
        String svg = svg(chart, VIEW);
        Document document = parse(svg);
        List<Element> elements = elements(document);
        for (String colour : COLOURS) {
            assertEquals(elements.stream().filter(element -> has(element, colour)).count(), shapes, colour + " in " + svg);
        }
        String texts = document.getDocumentElement().getTextContent();
        assertTrue(texts.contains("er <b>") && texts.contains("joint & co"), texts);
        if (shapes == 0) {
            assertTrue(texts.contains("90") && texts.contains("40") && texts.contains("80"), texts);
        }
        assertEquals(document.getDocumentElement().getAttribute("width"), "700");
        assertEquals(svg(chart, VIEW), svg);
        assertFalse(svg.contains("<style") || svg.contains("NaN"), svg);
        assertDrawn(Picture.png(svg, 2), 1400);
    }

    private static boolean has(Element element, String colour) {
        return List.of(element.getAttribute("fill"), element.getAttribute("stroke")).contains(colour);
    }

    private String svg(Chart chart, Plotter.View view) {
        return plotter.svg(new Figure(chart, "", data(chart)), METHODS, view);
    }

    private static Document parse(String svg) throws ParserConfigurationException, SAXException, IOException {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document document) {
        NodeList all = document.getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        IntStream.range(0, all.getLength()).forEach(i -> elements.add((Element) all.item(i)));
        return elements;
    }

    /** More than lines at the edges and a legend: colours, and many of them not the ground. */
    private static void assertDrawn(byte[] png, int width) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(image.getWidth(), width);
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        long drawn = IntStream.of(pixels).filter(pixel -> pixel != 0xFFFFFFFF).count();
        assertTrue(drawn > pixels.length / 200, drawn + " of " + pixels.length);
        assertTrue(IntStream.of(pixels).distinct().count() > 50);
    }

    @Test
    public void aMethodThatIsHiddenLeavesNothing() throws Exception {
        for (Chart chart : Chart.values()) {
            String svg = svg(chart, new Plotter.View(700, false, Optional.empty(), Set.of(1)));
            assertFalse(svg.contains("joint") || svg.contains(COLOURS.get(1)), chart + ": " + svg);
            assertTrue(svg.contains("er &lt;b&gt;"), chart + ": " + svg);
            parse(svg);
        }
    }

    @Test
    public void theCostIsTheOneThatIsChosen() {
        assertTrue(svg(Chart.COST_FRONT, VIEW).contains(">time<"));
        assertTrue(svg(Chart.COST_FRONT, new Plotter.View(700, false, Optional.of("bytes"), Set.of())).contains(">memory, logarithmic<"));
    }

    @Test
    public void narrowAndDarkAreDrawn() throws Exception {
        for (Chart chart : Chart.values()) {
            String svg = svg(chart, new Plotter.View(300, true, Optional.empty(), Set.of()));
            assertEquals(parse(svg).getDocumentElement().getAttribute("width"), "300");
            assertTrue(svg.contains("fill=\"#151a21\""), chart.id());
        }
    }
}
