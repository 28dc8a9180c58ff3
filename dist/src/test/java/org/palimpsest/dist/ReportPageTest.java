package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The report in a real browser: it is drawn, it is used, and it asks nobody. */
public class ReportPageTest {
    /** What each figure has in its drawing: shapes of a vector drawing, or pixels that are not the ground of a painted one. */
    private static final String MARKS = """
            return Array.from(document.querySelectorAll('figure[data-chart]')).map(f => {
              const canvas = f.querySelector('canvas');
              const count = canvas
                ? new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size
                : Array.from(f.querySelectorAll('.chart svg path, .chart svg text, .chart svg rect'))
                    .filter(s => s.getBoundingClientRect().width + s.getBoundingClientRect().height > 0).length;
              return f.id + ' ' + (f.querySelector('.chart').clientHeight > 100 && count > 8 ? 'drawn' : 'empty, ' + count);
            })""";

    /** Texts of a contrast below 4.5 against what is behind them; texts of drawings stand on the page's ground, but for those in cells. */
    private static final String PALE = """
            const rgb = text => text.match(/[\\d.]+/g).map(Number);
            const part = c => (c /= 255) <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
            const light = c => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
            const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
            const ground = e => { for (; e; e = e.parentElement) {
              const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) { return c; } } return [255, 255, 255]; };
            const pale = [];
            document.querySelectorAll('body *').forEach(e => {
              const own = Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim());
              if (!own || !e.getClientRects().length || e.closest('script, noscript, option')) { return; }
              if (e.closest('svg') && e.closest('figure[data-chart=matrix], figure[data-chart=confusion]')) { return; }
              const ratio = contrast(rgb(e.closest('svg') ? getComputedStyle(e).fill : getComputedStyle(e).color), ground(e));
              if (ratio < 4.5) { pale.push(e.tagName + ' ' + e.textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2)); }
            });
            return pale""";

    private Path home;
    private Path page;
    private Chromium browser;

    @BeforeClass
    public void makeAReport() throws IOException {
        browser = new Chromium();
        home = Folders.temporary(getClass());
        Palimpsest palimpsest = new Palimpsest(home);
        Benchmark.named("plain").in(home);
        Benchmark.named("few").with("stream", "few-shot-digits").in(home);
        Folders.write(home.resolve("both.yaml"), "benchmarks: [plain.yaml, few.yaml]\nmethods: [finetune, {er: {buffer: 20}}, joint]\nseeds: 3\n");
        palimpsest.run("run", "both.yaml", "--gauges", "weights.magnitude,units.dormant").exits(0);
        page = home.resolve("report.html");
        palimpsest.run("report", "both.yaml", "--out", page.toString()).exits(0);
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        if (browser != null) {
            browser.close();
            Folders.delete(home);
        }
    }

    @BeforeMethod
    public void openIt() {
        browser.screen(1280, 1000);
        browser.scheme("light");
        browser.open(page);
    }

    @Test
    public void everyChartIsDrawnAndNothingIsSaidOrFetched() {
        browser.requests();
        browser.console();
        browser.open(page);
        List<String> marks = browser.texts(MARKS);
        assertTrue(marks.stream().allMatch(mark -> mark.endsWith(" drawn")), marks.toString());
        assertTrue(marks.containsAll(List.of("s0-sessions drawn", "s0-gauges drawn", "s1-ranking drawn", "s1-anytime drawn", "s1-confusion drawn")),
                marks.toString());
        assertEquals(browser.requests(), List.of(page.toUri().toString()));
        assertEquals(browser.console(), List.of());
        assertTrue(browser.number("return performance.getEntriesByName('charts-drawn')[0].startTime") > 0);
    }

    /** Its names and its colour leave every chart, and come back. */
    @Test
    public void aMethodThatIsNotWantedLeavesAllCharts() {
        String named = "return Array.from(document.querySelectorAll('.chart svg text')).filter(t => t.textContent === 'er').length";
        long before = browser.number(named);
        assertTrue(before > 12, before + " names");
        browser.click("#filter input[value=er]");
        assertEquals(browser.number(named), 0);
        assertTrue(browser.texts(MARKS).stream().allMatch(mark -> mark.endsWith(" drawn")), browser.texts(MARKS).toString());
        browser.click("#all");
        assertEquals(browser.number(named), before);
        browser.click("#none");
        assertEquals(browser.number("return document.querySelectorAll('#filter input:checked').length"), 0);
        browser.click("#all");
        assertEquals(browser.console(), List.of());
    }

    @Test
    public void theTableIsSortedByAClickAndSaysSo() {
        String column = "return Array.from(document.querySelectorAll('#s1 .board tbody tr')).map(row => row.cells[2].dataset.v)";
        String header = "#s1 .board thead th:nth-child(3)";
        browser.click(header + " button");
        List<String> up = browser.texts(column);
        assertEquals(up.stream().map(Double::valueOf).sorted().map(String::valueOf).toList(), up);
        assertEquals(browser.run("return document.querySelector(arguments[0]).getAttribute('aria-sort')", header), "ascending");
        browser.click(header + " button");
        assertEquals(browser.texts(column), List.of(up.get(2), up.get(1), up.get(0)));
        assertEquals(browser.run("return document.querySelector(arguments[0]).getAttribute('aria-sort')", header), "descending");
    }

    @Test
    public void anotherCostIsDrawnWhenItIsChosen() {
        String axis = "return Array.from(document.querySelectorAll('#s1-cost-front .chart svg text')).map(t => t.textContent)";
        assertFalse(browser.texts(axis).stream().anyMatch(text -> text.startsWith("memory")));
        browser.run("const s = document.querySelector('#s1-cost-front select'); s.value = 'bytes'; s.dispatchEvent(new Event('change'))");
        assertTrue(browser.texts(axis).stream().anyMatch(text -> text.startsWith("memory")), browser.texts(axis).toString());
    }

    /** Every chart has its numbers as a table, with a caption and headings. */
    @Test
    public void theNumbersOfEveryChartCanBeRead() {
        browser.run("document.querySelectorAll('.numbers').forEach(d => d.open = true)");
        browser.await("return Array.from(document.querySelectorAll('.numbers')).every(d => d.querySelector('tbody tr'))");
        assertEquals(browser.number("return document.querySelectorAll('.numbers thead th:not([scope=col])').length"), 0);
        List<String> ranking = browser.texts(
                "return Array.from(document.querySelectorAll('#s1-ranking .numbers tbody td:first-child')).map(t => t.textContent)");
        assertEquals(ranking.stream().sorted().toList(), List.of("er", "finetune", "joint"));
        assertEquals(browser.number("return document.querySelectorAll('.chart:not([aria-labelledby]), table:not(:has(caption))').length"), 0);
    }

    @Test
    public void aPhoneHasNothingToScrollSideways() {
        browser.screen(390, 844);
        browser.open(page);
        assertEquals(browser.number("return document.documentElement.scrollWidth"), 390);
        assertTrue(browser.texts(MARKS).stream().allMatch(mark -> mark.endsWith(" drawn")));
        assertTrue(browser.number("return Math.max(...Array.from(document.querySelectorAll('.chart svg')).map(s => s.clientWidth))") <= 390);
    }

    @Test
    public void textsStandOutOnLightAndOnDarkGround() {
        assertEquals(browser.texts(PALE), List.of());
        browser.scheme("dark");
        browser.open(page);
        assertEquals(browser.run("return getComputedStyle(document.body).backgroundColor"), "rgb(21, 26, 33)");
        assertEquals(browser.texts(PALE), List.of());
        browser.click("#theme");
        assertEquals(browser.run("return getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
        browser.run("sessionStorage.clear()");
    }

    /** On paper all charts are there, in dark colours on white, whatever the screen shows. */
    @Test
    public void allChartsArePrinted() {
        browser.scheme("dark");
        browser.open(page);
        browser.media("print", "dark");
        browser.run("window.dispatchEvent(new Event('beforeprint'))");
        assertTrue(browser.texts(MARKS).stream().allMatch(mark -> mark.endsWith(" drawn")), browser.texts(MARKS).toString());
        assertEquals(browser.texts(PALE), List.of());
        assertEquals(browser.run("return getComputedStyle(document.querySelector('.contents')).display"), "none");
        browser.run("window.dispatchEvent(new Event('afterprint'))");
        byte[] pdf = Base64.getDecoder().decode((String) browser.command("Page.printToPDF", Map.of("printBackground", true)).get("data"));
        assertTrue(pdf.length > 50_000, pdf.length + " bytes");
    }

    /** Whoever watches runs being made stays at the same place, with the same methods. */
    @Test
    public void aLivePageStaysWhereItIsRead() throws IOException {
        Path live = home.resolve("live.html");
        Files.writeString(live, Records.text(page).replaceFirst("<title>", "<meta http-equiv=\"refresh\" content=\"3\"><title>"));
        browser.open(live);
        browser.click("#filter input[value=er]");
        browser.run("window.before = true; window.scrollTo(0, 1500)");
        browser.await("return window.before === undefined && document.documentElement.getAttribute('data-drawn') === 'true'");
        assertEquals(browser.number("return Math.round(window.scrollY)"), 1500);
        assertEquals(browser.number("return document.querySelectorAll('#filter input:checked').length"), 2);
        browser.run("sessionStorage.clear()");
    }

    /** Names that look like markup are shown as they are, in tables and in drawings. */
    @Test
    public void namesOfAFileAreTextInTheBrowser() throws IOException {
        String name = "<b>x</b></script>";
        Path runs = Files.writeString(home.resolve("odd.runs.csv"), "benchmark,protocol,scenario,method,options,training,bound,seed,status,"
                + "class_il.accuracy.final,train_seconds\r\n" + name + ",p1,class-incremental," + name + ",,,FALSE,0,finished,0.5,2\r\n"
                + name + ",p1,class-incremental,constructor,,,FALSE,0,finished,0.75,3\r\n");
        Path odd = home.resolve("odd.html");
        new Palimpsest(home).run("report", runs.toString(), "--out", odd.toString()).exits(0);
        browser.console();
        browser.open(odd);
        assertEquals(browser.number("return document.querySelectorAll('b').length"), 0);
        List<String> texts = browser.texts("return Array.from(document.querySelectorAll('#s0-ranking svg text')).map(t => t.textContent)");
        assertTrue(texts.contains(name) && texts.contains("constructor"), texts.toString());
        assertEquals(browser.console(), List.of());
    }
}
