package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Whatever the locale: the same words and numbers, and names of files with letters of their own are read or refused, never read otherwise. */
public class LocaleTest {
    private static final List<String> NAMES = List.of("K\u00e4fer", "\u0416\u0443\u043a");

    private Palimpsest palimpsest;
    private Path home;

    @BeforeClass
    public void makeAFolderOfPictures() throws IOException {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        for (String name : System.getProperty("sun.jnu.encoding").equals("UTF-8") ? NAMES : List.<String>of()) {
            Path folder = Files.createDirectories(home.resolve("pictures").resolve(name));
            for (int i = 0; i < 5; i++) {
                ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", folder.resolve(i + ".png").toFile());
            }
        }
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @DataProvider
    public Object[][] locales() {
        return new Object[][] {{"tr", "TR"}, {"ar", "EG"}, {"de", "DE"}};
    }

    /** A Turkish lower-case I has no dot; in Egypt digits are others, and in Germany a decimal point is a comma. */
    @Test(dataProvider = "locales")
    public void wordsAndNumbersAreTheSameInEveryLocale(String language, String country) {
        Palimpsest there = palimpsest.with("-Duser.language=" + language, "-Duser.country=" + country);
        for (String command : List.of("describe metric accuracy.final --json", "list datasets", "describe method er", "describe suite nothing")) {
            Outcome expected = palimpsest.run(command.split(" "));
            Outcome found = there.run(command.split(" "));
            assertEquals(found.out() + found.err(), expected.out() + expected.err());
        }
        assertEquals(there.run("describe", "metric", "accuracy.final", "--json").json().get("better").asText(), "higher");
    }

    private String output(String locale, List<String> command, int code) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", locale);
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache-" + locale + code).toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), output);
        assertEquals(process.exitValue(), code, output);
        return output;
    }

    private static void requireLocales() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "locale charmap");
        builder.environment().put("LC_ALL", "C.UTF-8");
        String characters = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!characters.equals("UTF-8") || !System.getProperty("sun.jnu.encoding").equals("UTF-8")) {
            throw new SkipException("this system has no locale C.UTF-8, or the tests themselves run in another character set");
        }
    }

    @Test
    public void namesAreReadInUnicodeAndRefusedWhereTheyCannotBe() throws IOException, InterruptedException {
        requireLocales();
        String read = output("C.UTF-8", palimpsest.java("describe", "dataset", "image-folder:pictures", "--data", "."), 0);
        NAMES.forEach(name -> assertTrue(read.contains(name), read));
        String refused = output("POSIX", palimpsest.java("data", "verify", "image-folder:pictures", "--data", "."), 2);
        assertTrue(refused.contains("cannot be read in the character set of this locale") && refused.contains("LC_ALL=C.UTF-8"), refused);
    }

    /** What the launcher starts is in this test no Java, but tells its character set. */
    @Test
    public void theLauncherChoosesUnicode() throws IOException, InterruptedException {
        requireLocales();
        Launcher launcher = new Launcher(Files.createDirectories(home.resolve("root")));
        String java = launcher.java("jdk", "locale charmap\necho \"$LC_ALL\"\n").toString();
        for (String locale : List.of("POSIX", "C", "no_SUCH.locale", "C.UTF-8")) {
            Outcome outcome = launcher.run(Map.of("LC_ALL", locale, "JAVA_HOME", java), "doctor").exits(0);
            assertTrue(outcome.out().startsWith("UTF-8\n"), outcome.toString());
        }
    }
}
