package org.palimpsest.harness.config;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class BinderTest {
    enum Colour {
        DARK_RED,
        /** With a body, which makes the type a sealed one. */
        BLUE {}
    }

    record Inner(@Doc("depth") @Min(2) @Max(9) @Default("3") int depth, @Default("dark-red") Colour colour) {}

    record Outer(
            String name,
            @Positive @Default("10") int size,
            @PositiveOrZero @DecimalMax(value = "1", inclusive = false) @Default("0.5") double rate,
            @Default("4000000000") long big,
            @Default("false") boolean flag,
            @NotEmpty @Default("1, 2") List<@Positive Integer> widths,
            Inner inner,
            OptionalInt limit,
            OptionalDouble angle,
            Optional<String> file,
            @Default("blue") Colour colour,
            Optional<Inner> extra) {}

    record Recipes(RecipeSpec backbone) {}

    private Problems problems;

    private <R extends Record> Optional<R> bind(Class<R> type, Map<String, Object> values) {
        problems = new Problems();
        return new Binder(problems).bind(type, values, "my.yaml");
    }

    private static Map<String, Object> values(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Test
    public void whatIsNotSetHasItsDefault() {
        assertEquals(bind(Outer.class, values("name", "x")).orElseThrow(),
                new Outer("x", 10, 0.5, 4_000_000_000L, false, List.of(1, 2), new Inner(3, Colour.DARK_RED),
                        OptionalInt.empty(), OptionalDouble.empty(), Optional.empty(), Colour.BLUE, Optional.empty()));
        assertEquals(problems.list(), List.of());
    }

    @Test
    public void everyValueSetArrivesInItsPlace() {
        Map<String, Object> values = values("name", "y", "size", 7, "rate", 0, "big", 5, "flag", true, "widths", List.of(3, 4, 5),
                "inner", values("depth", 9, "colour", "blue"), "limit", 1, "angle", 2.5, "file", "order.txt", "colour", "dark-red",
                "extra", values("depth", 5));
        Outer expected = new Outer("y", 7, 0, 5, true, List.of(3, 4, 5), new Inner(9, Colour.BLUE),
                OptionalInt.of(1), OptionalDouble.of(2.5), Optional.of("order.txt"), Colour.DARK_RED,
                Optional.of(new Inner(5, Colour.DARK_RED)));
        assertEquals(bind(Outer.class, values).orElseThrow(), expected);
    }

    @Test
    public void textFromACommandLineIsReadAsItsType() {
        Map<String, Object> values = values("name", "y", "size", "7", "rate", "1e-3", "big", "5", "flag", "true",
                "widths", "[3, 4,5]", "inner", values("depth", "9"), "limit", "1", "angle", "2.5");
        Outer outer = bind(Outer.class, values).orElseThrow();
        assertEquals(outer.size(), 7);
        assertEquals(outer.rate(), 1e-3);
        assertEquals(outer.flag(), true);
        assertEquals(outer.widths(), List.of(3, 4, 5));
        assertEquals(outer.inner().depth(), 9);
        assertEquals(outer.limit(), OptionalInt.of(1));
        assertEquals(outer.angle(), OptionalDouble.of(2.5));
        assertEquals(bind(Outer.class, values("name", "y", "widths", "64")).orElseThrow().widths(), List.of(64));
    }

    @DataProvider
    public Object[][] mistakes() {
        return new Object[][] {
            {"size", "many", "size", "must be a whole number"},
            {"size", 2.5, "size", "must be a whole number"},
            {"size", "", "size", "must be a whole number"},
            {"size", List.of(1), "size", "must be int"},
            {"big", "9223372036854775808", "big", "must be a whole number"},
            {"size", "2147483648", "size", "must be a whole number"},
            {"rate", "fast", "rate", "must be a number"},
            {"rate", "NaN", "rate", "must be a finite number"},
            {"angle", "Infinity", "angle", "must be a finite number"},
            {"limit", "x", "limit", "must be a whole number"},
            {"rate", "1d", "rate", "must be a number"},
            {"rate", "0x1p-4", "rate", "must be a number"},
            {"rate", "1e-3f", "rate", "must be a number"},
            {"rate", " 0.1", "rate", "must be a number"},
            {"rate", "\u0661", "rate", "must be a number"},
            {"rate", "1e999", "rate", "must be a finite number"},
            {"rate", ".nan", "rate", "must be a finite number"},
            {"size", "\u0664", "size", "must be a whole number"},
            {"size", "010", "size", "must be a whole number"},
            {"size", "0x10", "size", "must be a whole number"},
            {"size", "1_000", "size", "must be a whole number"},
            {"size", " 5", "size", "must be a whole number"},
            {"size", true, "size", "must be a whole number"},
            {"name", true, "name", "must be text: put it in quotes, if it is meant as such"},
            {"name", 1.1, "name", "must be text: put it in quotes, if it is meant as such"},
            {"name", List.of("x"), "name", "must be text"},
            {"file", false, "file", "must be text: put it in quotes, if it is meant as such"},
            {"colour", " blue", "colour", "must be one of dark-red, blue (did you mean 'blue'?)"},
            {"widths", "[3, 4", "widths", "has a bracket on one side only"},
            {"widths", "3,,4", "widths", "has nothing between two commas, or before or behind one"},
            {"widths", "3,4,", "widths", "has nothing between two commas, or before or behind one"},
            {"flag", " true", "flag", "must be true or false"},
            {"flag", 1, "flag", "must be true or false"},
            {"flag", "yes", "flag", "must be true or false"},
            {"colour", "bleu", "colour", "must be one of dark-red, blue (did you mean 'blue'?)"},
            {"colour", "DARK_RED", "colour", "must be one of dark-red, blue (did you mean 'dark-red'?)"},
            {"widths", "3, x", "widths", "must be a whole number"},
            {"size", 0, "size", "must be > 0"},
            {"rate", -0.1, "rate", "must be >= 0, < 1"},
            {"rate", 1, "rate", "must be >= 0, < 1"},
            {"widths", List.of(), "widths", "must be at least one, each > 0"},
            {"widths", List.of(3, 0), "widths", "must be at least one, each > 0"},
            {"inner", Map.of("depth", 1), "inner.depth", "must be >= 2, <= 9"},
            {"inner", Map.of("depth", 10), "inner.depth", "must be >= 2, <= 9"},
            {"inner", Map.of("dept", 3), "inner.dept", "unknown key (did you mean 'depth'?)"},
            {"inner", Map.of("colour", "re"), "inner.colour", "must be one of dark-red, blue"},
            {"extra", Map.of("depth", 1), "extra.depth", "must be >= 2, <= 9"},
            {"extra", Map.of("dept", 3), "extra.dept", "unknown key (did you mean 'depth'?)"},
            {"extra", 3, "extra", "must be a section"},
            {"sise", 3, "sise", "unknown key (did you mean 'size'?)"},
        };
    }

    @Test(dataProvider = "mistakes")
    public void aMistakeIsToldWithItsSourceKeyValueAndRange(String key, Object value, String path, String message) {
        assertEquals(bind(Outer.class, values("name", "x", key, value)), Optional.empty());
        Object told = value instanceof Map<?, ?> section ? section.values().iterator().next() : value;
        assertEquals(problems.list(), List.of(new Problem("my.yaml", path, String.valueOf(told), message)));
    }

    @Test
    public void whatMustBeSetAndIsNotIsMissing() {
        assertEquals(bind(Outer.class, values()), Optional.empty());
        assertEquals(problems.list(), List.of(new Problem("my.yaml", "name", "", "is missing")));
    }

    @Test
    public void mistakesOfEveryKindAreToldAtOnce() {
        bind(Outer.class, values("sise", 3, "size", -1, "rate", "fast", "colour", "green", "widths", List.of(0),
                "inner", values("depth", 1, "colour", 7, "deep", 1), "limit", "x"));
        assertEquals(problems.list().stream().map(Problem::key).sorted().toList(),
                List.of("colour", "inner.colour", "inner.deep", "inner.depth", "limit", "name", "rate", "sise", "size", "widths"));
    }

    @Test
    public void aSectionMayBeWrittenAsItsNameAlone() {
        record Named(@Default("blue") Colour name, @Positive @Default("2") int scale) {}
        record Holder(Named head) {}
        assertEquals(bind(Holder.class, values("head", "dark-red")).orElseThrow().head(), new Named(Colour.DARK_RED, 2));
        bind(Holder.class, values("head", "green"));
        assertEquals(problems.list().get(0).key(), "head.name");
    }

    @Test
    public void aRecipeIsANameOrASectionWithAName() {
        assertEquals(bind(Recipes.class, values("backbone", "mlp")).orElseThrow().backbone(), new RecipeSpec("mlp", Map.of()));
        assertEquals(bind(Recipes.class, values("backbone", values("name", "mlp", "widths", 3))).orElseThrow().backbone(),
                new RecipeSpec("mlp", Map.of("widths", 3)));
        bind(Recipes.class, values("backbone", values("widths", 3)));
        assertEquals(problems.list().get(0).message(), "needs a name");
        bind(Recipes.class, values("backbone", 3));
        assertEquals(problems.list().get(0).message(), "must be a name, or a section with a name");
        bind(Recipes.class, values());
        assertEquals(problems.list().get(0).message(), "is missing");
    }

    @Test
    public void aRecordBecomesAMapThatBindsToItAgain() {
        Outer outer = bind(Outer.class, values("name", "x", "limit", 4, "file", "f", "inner", values("colour", "blue"))).orElseThrow();
        Map<String, Object> map = Binder.toMap(outer);
        assertEquals(map, values("name", "x", "size", 10, "rate", 0.5, "big", 4_000_000_000L, "flag", false, "widths", List.of(1, 2),
                "inner", values("depth", 3, "colour", "blue"), "limit", 4, "file", "f", "colour", "blue"));
        assertEquals(List.copyOf(map.keySet()).get(0), "name", "in the order of the record");
        assertEquals(bind(Outer.class, map).orElseThrow(), outer);
        Map<String, Object> recipe = Binder.toMap(new Recipes(new RecipeSpec("mlp", Map.of("widths", 3))));
        assertEquals(recipe, values("backbone", values("name", "mlp", "widths", 3)));
    }

    @Test
    public void anOptionIsDescribedByNameTypeDefaultRangeAndWords() {
        List<OptionInfo> infos = OptionInfo.of(Outer.class);
        assertEquals(infos.stream().map(OptionInfo::name).toList(),
                List.of("name", "size", "rate", "big", "flag", "widths", "inner.depth", "inner.colour", "limit", "angle", "file", "colour", "extra"));
        assertEquals(infos.stream().map(OptionInfo::type).toList(), List.of("text", "int", "double", "long", "true | false",
                "list of int", "int", "dark-red | blue", "int", "double", "text", "dark-red | blue", "section"));
        assertEquals(infos.get(0).defaultValue(), Optional.empty());
        assertEquals(infos.get(1).defaultValue(), Optional.of("10"));
        assertEquals(infos.stream().map(OptionInfo::range).toList(),
                List.of("", "> 0", ">= 0, < 1", "", "", "at least one, each > 0", ">= 2, <= 9", "", "", "", "", "", ""));
        assertEquals(OptionInfo.of(Inner.class).get(0), new OptionInfo("depth", "int", Optional.of("3"), ">= 2, <= 9", "depth"));
    }

    @Test
    public void enumConstantsAreWordsWithHyphens() {
        assertEquals(Words.of(Colour.DARK_RED), "dark-red");
        assertEquals(Words.all(Colour.class), List.of("dark-red", "blue"));
        assertTrue(Words.constant(Colour.class, "dark_red") == null);
        assertEquals(Words.constant(Colour.class, "dark-red"), Colour.DARK_RED);
    }
}
