package org.palimpsest.dist;

import static org.testng.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Every method trains by its defaults, to the end and without diverging, on every stream of embedded data that it learns. */
public class DefaultsTest {
    /** Few enough for a command to end in time on the large streams. */
    private static final int AT_ONCE = 8;
    private static final Pattern REFUSED = Pattern.compile("methods: value '([^']+)'");

    private Palimpsest palimpsest;

    @BeforeClass
    public void open() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    @DataProvider
    public Object[][] small() {
        return new Object[][] {{"split-digits-online"}, {"noisy-digits-online"}, {"few-shot-digits"}};
    }

    @DataProvider
    public Object[][] large() {
        return new Object[][] {
            {"blurry-digits"}, {"blurry-digits-overlap"}, {"permuted-digits-online"}, {"rotated-digits-online"}, {"relabelled-digits"},
            {"warm-start-digits"}, {"bench-permuted-digits-55"}, {"split-fashion-mnist-compact-online"}, {"split-fashion-mnist-compact-task"},
            {"split-fashion-mnist-compact"}, {"permuted-fashion-mnist-compact"}, {"rotated-fashion-mnist-compact"},
        };
    }

    @Test(dataProvider = "small")
    public void everyMethodTrainsByItsDefaults(String benchmark) {
        List<String> methods = new ArrayList<>(palimpsest.run("list", "methods", "--json").exits(0).json().findValuesAsText("name"));
        int all = methods.size();
        Outcome planned = palimpsest.run("run", benchmark, "--methods", String.join(",", methods), "--seeds", "1", "--dry-run");
        Matcher refused = REFUSED.matcher(planned.err());
        while (refused.find()) {
            methods.remove(refused.group(1));
        }
        assertTrue(methods.size() > all / 2, "most methods learn most streams: " + planned);
        methods.remove("gdumb"); // trains anew for each examination, for half a minute; it has nothing that could grow from task to task
        for (int from = 0; from < methods.size(); from += AT_ONCE) {
            List<String> some = methods.subList(from, Math.min(from + AT_ONCE, methods.size()));
            palimpsest.run("run", benchmark, "--methods", String.join(",", some), "--seeds", "1").exits(0);
        }
    }

    @Test(dataProvider = "large", groups = "slow")
    public void everyMethodTrainsByItsDefaultsOnLargeStreamsAsWell(String benchmark) {
        everyMethodTrainsByItsDefaults(benchmark);
    }
}
