package org.palimpsest.harness.plugins;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNull;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.PluginJar;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.image.AugmentationModule;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class PluginsTest extends FolderTest {
    private Plugins usual() throws IOException {
        new PluginJar()
                .service(MethodModule.class, TestPlugins.Dark.class, TestPlugins.DarkPlusPlus.class)
                .service(AddOnModule.class, TestPlugins.DecayModule.class, TestPlugins.CalmModule.class)
                .write(folder(), "usual.jar");
        return Plugins.load(List.of(folder()));
    }

    private InvalidInputException refused() {
        return expectThrows(InvalidInputException.class, () -> Plugins.load(List.of(folder())));
    }

    @Test
    public void aJarInTheFolderAddsMethodsAddOnsBackbonesAndAugmentations() throws IOException {
        Plugins before = Plugins.load(List.of(folder()));
        assertNull(before.methods().get("dark"));
        new PluginJar().service(MethodModule.class, TestPlugins.Dark.class).write(folder(), "methods.jar");
        new PluginJar().service(AddOnModule.class, TestPlugins.DecayModule.class)
                .service(BackboneModule.class, TestPlugins.Pixels.class)
                .service(AugmentationModule.class, TestPlugins.Black.class).write(folder(), "more.jar");
        write("notes.txt", "not a jar");
        Plugins plugins = Plugins.load(List.of(folder()));
        assertEquals(plugins.methods().get("dark").getClass(), TestPlugins.Dark.class);
        assertEquals(plugins.addOns().get("decay").getClass(), TestPlugins.DecayModule.class);
        assertEquals(plugins.backbones().get("pixels").getClass(), TestPlugins.Pixels.class);
        assertEquals(plugins.augmentations().get("black").getClass(), TestPlugins.Black.class);
        assertTrue(plugins.backbones().containsKey("mlp"), "the built-in ones stay");
        assertEquals(before.augmentations().keySet(), Set.of("augmix", "auto-augment", "colour-jitter", "cutout", "flip", "grayscale", "quarter-turns",
                "random-crop", "random-resized-crop", "rotation"));
    }

    @Test
    public void normalisersAreAddOnsAsWell() throws IOException {
        new PluginJar().service(NormaliserModule.class, TestPlugins.Halves.class).write(folder(), "halves.jar");
        Plugins plugins = Plugins.load(List.of(folder()));
        assertEquals(plugins.normalisers().keySet(), Set.of("bn", "halves"));
        assertSame(plugins.addOns().get("halves"), plugins.normalisers().get("halves"));
        new PluginJar().service(AddOnModule.class, TestPlugins.SecondHalves.class).write(folder(), "second.jar");
        assertTrue(refused().problems().get(0).message().contains("has the same name"));
    }

    @Test
    public void aFolderThatDoesNotExistHoldsNothing() {
        Plugins plugins = Plugins.load(List.of(folder().resolve("nowhere")));
        assertEquals(plugins.backbones().keySet(), Plugins.load(List.of()).backbones().keySet());
    }

    @Test
    public void resourcesOfAJarAreSeen() throws IOException {
        new PluginJar().file("palimpsest/suites/mine.yaml", "seeds: 1").write(folder(), "suites.jar");
        assertTrue(Plugins.load(List.of(folder())).classLoader().getResource("palimpsest/suites/mine.yaml") != null);
    }

    @Test
    public void twoPluginsOfOneNameAreRefusedByName() throws IOException {
        new PluginJar().service(MethodModule.class, TestPlugins.Dark.class).write(folder(), "a.jar");
        new PluginJar().service(MethodModule.class, TestPlugins.Impostor.class).write(folder(), "b.jar");
        List<Problem> problems = refused().problems();
        assertEquals(problems.size(), 1);
        assertEquals(problems.get(0), new Problem(jar("b.jar"), "plug-in", "dark", "has the same name as the one in " + jar("a.jar")));
    }

    private String jar(String name) throws IOException {
        return folder().toRealPath().resolve(name).toString();
    }

    @DataProvider
    public Object[][] brokenJars() {
        return new Object[][] {
            {new PluginJar().service(MethodModule.class, "org.example.Missing"), "org.example.Missing"},
            {new PluginJar().service(MethodModule.class, TestPlugins.Broken.class), "no luck today"},
            {new PluginJar().service(MethodModule.class, TestPlugins.Misnamed.class), "Mis Named"},
            {new PluginJar().service(MethodModule.class, TestPlugins.DecayModule.class), "DecayModule"},
            {new PluginJar().service(AddOnModule.class, "two words"), "Illegal configuration-file syntax"},
        };
    }

    @Test(dataProvider = "brokenJars")
    public void aJarThatCannotBeLoadedIsReported(PluginJar jar, String told) throws IOException {
        jar.write(folder(), "broken.jar");
        InvalidInputException e = refused();
        assertEquals(e.problems().size(), 1, e.getMessage());
        assertTrue(e.getMessage().contains(told), e.getMessage());
        assertTrue(e.getMessage().contains("cannot be loaded"), e.getMessage());
    }

    @Test
    public void aFileThatIsNoJarIsReportedByItsName() throws IOException {
        write("damaged.jar", "this was a jar once");
        InvalidInputException e = refused();
        assertTrue(e.getMessage().contains("damaged.jar"), e.getMessage());
    }

    @Test
    public void allThatIsWrongIsReportedAtOnce() throws IOException {
        new PluginJar().service(MethodModule.class, TestPlugins.Broken.class, TestPlugins.Misnamed.class, TestPlugins.Dark.class)
                .write(folder(), "a.jar");
        new PluginJar().service(MethodModule.class, TestPlugins.Impostor.class).write(folder(), "b.jar");
        write("damaged.jar", "this was a jar once");
        assertEquals(refused().problems().size(), 4, refused().getMessage());
    }

    @Test
    public void aRecipeIsAMethodAndItsAddOnsInTheOrderWritten() throws IOException {
        Plugins plugins = usual();
        Problems problems = new Problems();
        Plugins.Recipe recipe = plugins.recipe("dark+decay+calm", "suite", problems).orElseThrow();
        assertEquals(problems.list(), List.of());
        assertEquals(recipe.name(), "dark+decay+calm");
        assertSame(recipe.method(), plugins.methods().get("dark"));
        assertEquals(recipe.addOns(), List.of(plugins.addOns().get("decay"), plugins.addOns().get("calm")));
        assertEquals(plugins.recipe("dark+calm+decay", "suite", problems).orElseThrow().addOns(),
                List.of(plugins.addOns().get("calm"), plugins.addOns().get("decay")));
    }

    @Test
    public void plusSignsMayBelongToTheMethodsName() throws IOException {
        Plugins plugins = usual();
        Problems problems = new Problems();
        assertSame(plugins.recipe("dark", "suite", problems).orElseThrow().method(), plugins.methods().get("dark"));
        assertSame(plugins.recipe("dark++", "suite", problems).orElseThrow().method(), plugins.methods().get("dark++"));
        assertEquals(plugins.recipe("dark++", "suite", problems).orElseThrow().addOns(), List.of());
        Plugins.Recipe both = plugins.recipe("dark+++decay", "suite", problems).orElseThrow();
        assertSame(both.method(), plugins.methods().get("dark++"));
        assertEquals(both.addOns(), List.of(plugins.addOns().get("decay")));
        assertTrue(problems.isEmpty(), problems.list().toString());
    }

    /** Written, its name, its method, its add-ons; decay is both. */
    @DataProvider
    public Object[][] orders() {
        return new Object[][] {
            {"decay", "decay", "decay", List.of()},
            {"decay+calm", "decay+calm", "decay", List.of("calm")},
            {"decay+dark", "dark+decay", "dark", List.of("decay")},
            {"dark+decay", "dark+decay", "dark", List.of("decay")},
            {"decay+dark+calm", "dark+decay+calm", "dark", List.of("decay", "calm")},
            {"decay+dark++", "dark+++decay", "dark++", List.of("decay")},
            {"decay+dark+++calm", "dark+++decay+calm", "dark++", List.of("decay", "calm")},
        };
    }

    @Test(dataProvider = "orders")
    public void whatIsMethodAndAddOnMayBeWrittenFirst(String written, String name, String method, List<String> addOns) throws IOException {
        Problems problems = new Problems();
        Plugins.Recipe recipe = withDecayAsBoth().recipe(written, "suite", problems).orElseThrow();
        assertEquals(problems.list(), List.of());
        assertEquals(recipe.name(), name);
        assertEquals(recipe.method().name(), method);
        assertEquals(recipe.addOns().stream().map(AddOnModule::name).toList(), addOns);
    }

    @Test
    public void whatIsWrongBesideAMethodThatIsAnAddOnIsReported() throws IOException {
        Plugins plugins = withDecayAsBoth();
        Problems found = new Problems();
        plugins.recipe("decay+dork", "my.yaml", found);
        plugins.recipe("decay+dark+decay", "my.yaml", found);
        plugins.recipe("decay+dark+cal", "my.yaml", found);
        plugins.recipe("calm+dark", "my.yaml", found);
        List<Problem> problems = found.list();
        assertEquals(problems.size(), 4, problems.toString());
        assertTrue(problems.get(0).message().startsWith("unknown add-on 'dork'"), problems.toString());
        assertEquals(problems.get(1).message(), "add-on 'decay' is named twice");
        assertEquals(problems.get(2).message(), "unknown add-on 'cal' (did you mean 'calm'?)");
        assertTrue(problems.get(3).message().startsWith("unknown method"), "an add-on alone cannot begin: " + problems);
    }

    private Plugins withDecayAsBoth() throws IOException {
        new PluginJar()
                .service(MethodModule.class, TestPlugins.Dark.class, TestPlugins.DarkPlusPlus.class, TestPlugins.DecayMethod.class)
                .service(AddOnModule.class, TestPlugins.DecayModule.class, TestPlugins.CalmModule.class)
                .write(folder(), "both.jar");
        return Plugins.load(List.of(folder()));
    }

    @Test
    public void unknownPartsAreReportedWithTheNearestName() throws IOException {
        Plugins plugins = usual();
        Problems found = new Problems();
        assertEquals(plugins.recipe("dork+decay", "my.yaml", found), Optional.empty());
        plugins.recipe("dark+decoy+cal+decay", "my.yaml", found);
        plugins.recipe("dark+calm+calm", "my.yaml", found);
        plugins.recipe("dark+", "my.yaml", found);
        List<Problem> problems = found.list();
        assertEquals(problems.size(), 5, problems.toString());
        assertEquals(problems.get(0), new Problem("my.yaml", "methods", "dork", "unknown method (did you mean 'dark'?)"));
        assertEquals(problems.get(1), new Problem("my.yaml", "methods", "dark+decoy+cal+decay", "unknown add-on 'decoy' (did you mean 'decay'?)"));
        assertEquals(problems.get(2), new Problem("my.yaml", "methods", "dark+decoy+cal+decay", "unknown add-on 'cal' (did you mean 'calm'?)"));
        assertEquals(problems.get(3), new Problem("my.yaml", "methods", "dark+calm+calm", "add-on 'calm' is named twice"));
        assertTrue(problems.get(4).message().startsWith("unknown add-on ''"), problems.get(4).message());
    }

    @Test
    public void aBackboneOfAPluginBuildsItsBlock() throws IOException {
        new PluginJar().service(BackboneModule.class, TestPlugins.Pixels.class).write(folder(), "p.jar");
        BackboneModule<?> pixels = Plugins.load(List.of(folder())).backbones().get("pixels");
        Shape shape = new Shape(1, 2, 2);
        assertEquals(pixels.create(new org.palimpsest.harness.api.NoOptions(), shape)
                .getOutputShapes(new Shape[] {new Shape(3).addAll(shape)})[0], new Shape(3, 4));
    }
}
