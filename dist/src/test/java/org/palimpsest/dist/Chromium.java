package org.palimpsest.dist;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.testng.SkipException;

/** A real browser without a window, in which a page is looked at. */
final class Chromium implements AutoCloseable {
    private final ChromeDriver driver;

    /** Starts one; the test is skipped where there is none. */
    Chromium() {
        Path browser = found("chromium", "chromium-browser", "google-chrome");
        Path driverFile = found("chromedriver");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,1000");
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(driverFile.toFile()).usingAnyFreePort().build(), options);
    }

    private static Path found(String... names) {
        String[] folders = Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator);
        return Stream.of(names).flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name))).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new SkipException("the page cannot be looked at: there is no " + String.join(", ", names)
                        + " here (Debian's packages chromium and chromium-driver have them)"));
    }

    /** Opens a page and waits until its charts are drawn. */
    void open(Path page) {
        driver.get(page.toUri().toString());
        await("return document.documentElement.getAttribute('data-drawn') === 'true'");
    }

    /** Waits until a script says true. */
    void await(String script) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!Boolean.TRUE.equals(run(script))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never true: " + script);
            }
            Thread.onSpinWait();
        }
    }

    /** What a script returns. */
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** The same, a list of texts. */
    @SuppressWarnings("unchecked")
    List<String> texts(String script, Object... arguments) {
        return (List<String>) run(script, arguments);
    }

    /** The same, a whole number. */
    long number(String script, Object... arguments) {
        return ((Number) run(script, arguments)).longValue();
    }

    /** Clicks as a person does. */
    void click(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** What the console says, since it was asked last. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
    }

    /** The addresses that were asked for, since this was asked last. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream().map(LogEntry::getMessage)
                .filter(message -> message.contains("\"Network.requestWillBeSent\""))
                .map(message -> message.replaceFirst("(?s).*\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1")).toList();
    }

    /** A command of the browser's own protocol. */
    Map<String, Object> command(String name, Map<String, Object> parameters) {
        return driver.executeCdpCommand(name, parameters);
    }

    /** A screen of this size. */
    void screen(int width, int height) {
        command("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** A person who wants a dark screen, or a light one. */
    void scheme(String scheme) {
        media("", scheme);
    }

    /** The same on paper or on a screen. */
    void media(String media, String scheme) {
        command("Emulation.setEmulatedMedia", Map.of("media", media, "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
