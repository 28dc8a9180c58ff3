package org.palimpsest.harness.tune;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.Problems;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class SpaceTest {
    private static Axis axis(String text) {
        Problems problems = new Problems();
        return problems.require(Axis.parse(text, problems));
    }

    private static Space space(String... axes) {
        return new Space(Arrays.stream(axes).map(SpaceTest::axis).toList());
    }

    @DataProvider
    public Object[][] grids() {
        return new Object[][] {
            {"er.lr=0.01, 0.03,0.1", List.of("0.01", "0.03", "0.1")},
            {"memory=reservoir,balanced", List.of("reservoir", "balanced")},
            {"er.buffer=100..1000:4", List.of("100", "400", "700", "1000")},
            {"er.lr=0.001..1:log:4", List.of("0.001", "0.01", "0.1", "1")},
            {"ewc.lambda=1..10000:log:3", List.of("1", "100", "10000")},
            {"x=1..3:9", List.of("1", "2", "3")},
            {"x=-1.5..1.5:3", List.of("-1.5", "0", "1.5")},
            {"x=1e-4..1:log:3", List.of("0.0001", "0.01", "1")},
            {"x=1..2", List.of()},
        };
    }

    @Test(dataProvider = "grids")
    public void anAxisHasTheValuesThatAreWritten(String text, List<String> values) {
        assertEquals(axis(text).grid(), values);
        assertEquals(axis(text).key(), text.substring(0, text.indexOf('=')));
    }

    @Test
    public void allThatIsWrongIsToldAtOnce() {
        Problems problems = new Problems();
        Problems here = problems.at("--vary");
        List.of("er.lr", "=1", "a=", "b=1,,2", "c=1,1", "d=3..2", "e=2..2", "f=0..1:log", "g=1..2:1", "h=1..x", "i=1..2:lin",
                        "k=1..2:2000", "l=0..1e999", "m=1e-999..1:log")
                .forEach(text -> assertTrue(Axis.parse(text, here).isEmpty(), text));
        assertEquals(problems.list().size(), 14, problems.toString());
        assertTrue(problems.toString().contains("begin above 0"), problems.toString());
    }

    @Test
    public void aGridIsEverySettingTheLastKeyChangingFastest() {
        Space space = space("lr=0.1,0.2", "buffer=10..30:3");
        assertEquals(space.gridSize(), 6);
        assertEquals(space.grid().stream().map(Map::toString).toList(), List.of("{lr=0.1, buffer=10}", "{lr=0.1, buffer=20}", "{lr=0.1, buffer=30}",
                "{lr=0.2, buffer=10}", "{lr=0.2, buffer=20}", "{lr=0.2, buffer=30}"));
        String[] many = new String[64];
        Arrays.setAll(many, i -> "k" + i + "=1..1000:1000");
        assertTrue(space(many).gridSize() > Integer.MAX_VALUE, "and no overflow");
    }

    @Test
    public void chanceIsTheSameEveryTimeAndLongerSearchesBeginAsShorterOnes() {
        Space space = space("lr=0.001..1:log", "buffer=100..1000", "memory=a,b,c");
        List<Map<String, String>> drawn = space.random(30, 7);
        assertEquals(drawn.size(), 30);
        assertEquals(new HashSet<>(drawn).size(), 30);
        assertEquals(space.random(30, 7), drawn);
        assertEquals(space.random(10, 7), drawn.subList(0, 10));
        assertNotEquals(space.random(30, 8), drawn);
        assertEquals(space("lr=1,2", "x=1,2").random(50, 7).size(), 4, "all that there are");
    }

    /** Of 4,000 draws the middle one lies at the middle of the axis; with equal ratios that is the geometric mean, here 0.0316. */
    @Test
    public void drawsAreUniformAlongTheAxis() {
        double[] lr = space("lr=0.001..1:log").random(4000, 1).stream().mapToDouble(s -> Double.parseDouble(s.get("lr"))).sorted().toArray();
        assertEquals(lr[lr.length / 2], 0.0316, 0.003);
        assertTrue(lr[0] >= 0.001 && lr[lr.length - 1] <= 1);
        double[] buffer = space("buffer=0..100000").random(4000, 1).stream().mapToDouble(s -> Integer.parseInt(s.get("buffer"))).sorted().toArray();
        assertEquals(buffer[buffer.length / 2], 50_000, 2500);
    }
}
