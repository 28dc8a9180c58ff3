package org.palimpsest.results.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts and styles that a page holds. */
public final class Assets {
    private static final String WEBJAR = "/META-INF/resources/webjars/echarts/5.5.0/";

    private Assets() {}

    /** Apache ECharts, with its notice. */
    public static String echarts() {
        return text(WEBJAR + "echarts.min.js");
    }

    /** The charts, from data to options of ECharts: {@code palimpsestCharts}. */
    public static String charts() {
        return text("charts.js");
    }

    /** What the page does when it is used. */
    static String page() {
        return text("page.js");
    }

    /** How it looks. */
    static String style() {
        return text("page.css");
    }

    private static String text(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
