package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The beginnings of plug-ins that 'new' writes work as they are. */
public class NewPluginTest {
    private static final String METRIC = "accuracy.lowest_of_all";

    private Palimpsest palimpsest;
    private Path home;

    @BeforeClass
    public void writeAll() {
        home = Folders.temporary(getClass());
        palimpsest = new Palimpsest(home);
        Benchmark.named("plain").in(home);
        palimpsest.run("new", "method", "my-method").exits(0).shows("written to my-method", "mvn package", "palimpsest check --plugins target my-method");
        palimpsest.run("new", "addon", "my-addon", "--out", "else where").exits(0).shows("cd 'else where' && mvn", "check --plugins target finetune+my-addon");
        palimpsest.run("new", "metric", METRIC).exits(0).shows("palimpsest describe metric --plugins target " + METRIC);
        PluginJar.build(home.resolve("my-method/src/main/java/MyMethod.java"), home.resolve("plugins"));
        PluginJar.build(home.resolve("else where/src/main/java/MyAddon.java"), home.resolve("plugins"));
        PluginJar.build(home.resolve(METRIC + "/src/main/java/AccuracyLowestOfAll.java"), home.resolve("plugins"));
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    @Test
    public void theyAreListedAndRunAndRanked() {
        palimpsest.run("list", "methods", "--plugins", "plugins").exits(0).shows("my-method");
        palimpsest.run("describe", "metric", METRIC, "--plugins", "plugins").exits(0).shows("min_{i<=T} R[T][i]");
        palimpsest.run("run", "plain.yaml", "--methods", "my-method,er,my-method+my-addon", "--plugins", "plugins").exits(0);
        palimpsest.run("leaderboard", "plain", "--columns", "final," + METRIC, "--plugins", "plugins").exits(0).shows("my-method+my-addon", METRIC);
    }

    /** A method that is experience replay to the last step is told apart from it by its name alone. */
    @Test(dependsOnMethods = "theyAreListedAndRunAndRanked")
    public void whatItBeginsWithIsExperienceReplay() throws IOException {
        assertEquals(Files.readString(Records.run(home.resolve("results"), "plain", "my-method", 0).resolve("accuracy.csv")),
                Files.readString(Records.run(home.resolve("results"), "plain", "er", 0).resolve("accuracy.csv")));
    }

    @Test
    public void theProjectIsWhole() throws Exception {
        for (String folder : new String[] {"my-method", "else where", METRIC}) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(home.resolve(folder).resolve("pom.xml").toFile());
            for (Path file : Folders.tree(home.resolve(folder))) {
                assertFalse(Files.isRegularFile(file) && Files.readString(file).matches("(?s).*@[A-Z]+@.*"), file + " has a gap");
            }
            assertTrue(Files.exists(home.resolve(folder).resolve("README.md")));
        }
        assertTrue(Files.readAllLines(home.resolve("my-method/src/main/java/MyMethod.java")).size() <= 60, "a method is a file of sixty lines");
    }

    @DataProvider
    public Object[][] refused() {
        return new Object[][] {
            {new String[] {"new", "method", "er"}, "is the name of a method that is there already"},
            {new String[] {"new", "method", "MyMethod"}, "lower-case words with hyphens"},
            {new String[] {"new", "metric", "mine"}, "with points between them"},
            {new String[] {"new", "metod", "x"}, "did you mean 'method'"},
            {new String[] {"new", "method", "my-method"}, "is there already"},
        };
    }

    @Test(dataProvider = "refused")
    public void whatCannotBeIsRefused(String[] command, String told) {
        palimpsest.run(command).exits(2).complainsOf(told);
    }
}
