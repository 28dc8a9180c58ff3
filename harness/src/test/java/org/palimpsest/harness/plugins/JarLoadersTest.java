package org.palimpsest.harness.plugins;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertNotSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.PluginJar;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.config.Definitions;
import org.palimpsest.harness.engine.StreamKind;
import org.palimpsest.harness.images.PlannedImages;
import org.palimpsest.results.metric.MetricProvider;
import org.palimpsest.results.record.Table;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** Every plug-in jar lives by itself, and all of them are seen together. */
public class JarLoadersTest extends FolderTest {
    /** A service of which the harness knows nothing. */
    public interface Greeting {
        String text();
    }

    private static final String LIBRARY = "library.Library";

    private static PluginJar library(String version) {
        return new PluginJar().java(LIBRARY, library(LIBRARY, version));
    }

    private static String library(String className, String version) {
        return "package " + className.replaceFirst("\\.\\w+$", "") + "; public class Library {"
                + " public static String version() { return \"" + version + "\"; } }";
    }

    private static String addOn(String type, String name, String summary) {
        return "package example; public final class " + type + " extends org.palimpsest.harness.api.AddOnModule<org.palimpsest.harness.api.NoOptions> {"
                + " public " + type + "() { super(\"" + name + "\", " + summary + ", \"nobody\", org.palimpsest.harness.api.NoOptions.class); } }";
    }

    private static String greeting(String type, String text) {
        return "package example; public final class " + type + " implements " + Greeting.class.getCanonicalName()
                + " { public String text() { return " + text + "; } }";
    }

    private Plugins plugins() {
        return Plugins.load(List.of(folder()));
    }

    private List<Problem> refused() {
        return expectThrows(InvalidInputException.class, this::plugins).problems();
    }

    private String path(String name) throws IOException {
        return folder().toRealPath().resolve(name).toString();
    }

    private static String text(ClassLoader loader, String resource) throws IOException {
        try (InputStream in = loader.getResource(resource).openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    public void twoJarsMayBundleDifferentVersionsOfALibrary() throws IOException {
        for (String version : List.of("one", "two")) {
            library(version).java("example.Same", addOn("Same", "add-" + version, "library.Library.version()"))
                    .service(AddOnModule.class, "example.Same").write(folder(), version + ".jar");
        }
        Plugins plugins = plugins();
        assertEquals(plugins.addOns().get("add-one").summary(), "one");
        assertEquals(plugins.addOns().get("add-two").summary(), "two");
        assertNotSame(plugins.addOns().get("add-one").getClass(), plugins.addOns().get("add-two").getClass());
    }

    /** The first jar has a class of the name that the second one announces, in another version. */
    @Test
    public void servicesOfOtherKindsAreFoundInAllJars() throws IOException {
        library("one").java("example.First", greeting("First", "\"first \" + library.Library.version()"))
                .java("example.Second", greeting("Second", "\"not announced\""))
                .service(Greeting.class, "example.First").write(folder(), "a.jar");
        library("two").java("example.Second", greeting("Second", "\"second \" + library.Library.version()"))
                .service(Greeting.class, "example.Second").write(folder(), "b.jar");
        List<String> found = ServiceLoader.load(Greeting.class, plugins().classLoader()).stream().map(greeting -> greeting.get().text()).toList();
        assertEquals(found, List.of("first one", "second two"));
    }

    @Test
    public void aClassIsFoundInWhateverJarHasIt() throws Exception {
        library("one").file("palimpsest/suites/a.yaml", "").write(folder(), "a.jar");
        new PluginJar().java("other.Library", library("other.Library", "two")).file("palimpsest/suites/b.yaml", "").write(folder(), "b.jar");
        ClassLoader loader = plugins().classLoader();
        assertEquals(loader.loadClass(LIBRARY).getMethod("version").invoke(null), "one");
        assertEquals(loader.loadClass("other.Library").getMethod("version").invoke(null), "two");
        assertEquals(loader.loadClass(MethodModule.class.getName()), MethodModule.class);
        expectThrows(ClassNotFoundException.class, () -> loader.loadClass("nobodys.Library"));
    }

    @Test
    public void oneClassAnnouncedByTwoJarsIsRefused() throws IOException {
        new PluginJar().java("example.First", greeting("First", "\"one\"")).service(Greeting.class, "example.First").write(folder(), "a.jar");
        new PluginJar().java("example.First", greeting("First", "\"two\"")).service(Greeting.class, "example.First").write(folder(), "b.jar");
        assertEquals(refused(), List.of(new Problem(path("b.jar"), "JarLoadersTest$Greeting", "example.First", "is announced by " + path("a.jar") + ", too")));
    }

    @Test
    public void definitionsOfAllJarsAreFoundAndReadFromTheirOwn() throws IOException {
        new PluginJar().file("palimpsest/suites/mine.yaml", "seeds: 1").write(folder(), "a.jar");
        new PluginJar().file("palimpsest/suites/a b#c.yaml", "seeds: 2").withoutFolders().write(folder(), "b c.jar");
        ClassLoader loader = plugins().classLoader();
        Definitions suites = new Definitions("suites", loader);
        assertTrue(suites.names().containsAll(List.of("mine", "a b#c")), suites.names().toString());
        assertEquals(suites.text("mine"), Optional.of("seeds: 1"));
        assertEquals(suites.text("a b#c"), Optional.of("seeds: 2"));
        assertEquals(text(loader, "palimpsest/suites/mine.yaml"), "seeds: 1");
    }

    @Test
    public void aDefinitionThatSomethingElseHasIsRefusedWithBothPlaces() throws IOException {
        new PluginJar().file("palimpsest/streams/mine.yaml", "").write(folder(), "a.jar");
        new PluginJar().file("palimpsest/streams/mine.yaml", "").file("palimpsest/benchmarks/split-fashion-mnist-compact-online.yaml", "")
                .write(folder(), "b.jar");
        List<Problem> problems = refused();
        assertEquals(problems.size(), 2, problems.toString());
        assertEquals(problems.get(1), new Problem(path("b.jar"), "definition", "streams/mine.yaml", "has the same name as the one in " + path("a.jar")));
        assertEquals(problems.get(0).value(), "benchmarks/split-fashion-mnist-compact-online.yaml");
        assertTrue(problems.get(0).message().contains("harness"), problems.toString());
    }

    @Test
    public void aJarThatAnnouncesNothingIsToldWhatItLacks() throws IOException {
        library("one").write(folder(), "library.jar");
        List<Problem> problems = refused();
        assertEquals(problems.size(), 1, problems.toString());
        assertEquals(problems.get(0).source(), path("library.jar"));
        for (String told : List.of("announces nothing", "META-INF/services", "@AutoService", "palimpsest/", "Class-Path", "-processor ")) {
            assertTrue(problems.get(0).message().contains(told), problems.toString());
        }
    }

    /** Without classes nothing was compiled wrongly. */
    @Test
    public void aJarWithoutClassesIsNotToldOfTheCompiler() throws IOException {
        new PluginJar().file("notes.txt", "nothing").write(folder(), "notes.jar");
        String told = refused().get(0).message();
        assertTrue(told.contains("announces nothing") && !told.contains("javac"), told);
    }

    @Test
    public void aLibraryThatAManifestNamesIsLoadedFromBesideOrBelow() throws IOException {
        Path below = Files.createDirectory(folder().resolve("lib"));
        library("beside").write(folder(), "library.jar");
        library("below").write(below, "library.jar");
        Map<String, String> places = Map.of("beside", "library.jar", "below", "lib/library.jar");
        for (Map.Entry<String, String> place : places.entrySet()) {
            library("only compiled against").java("example.Same", addOn("Same", place.getKey(), "library.Library.version()"))
                    .write(folder(), "whole.jar");
            lean("whole.jar").needs(place.getValue()).service(AddOnModule.class, "example.Same").write(folder(), place.getKey() + ".jar");
        }
        Files.delete(folder().resolve("whole.jar"));
        Plugins plugins = plugins();
        assertEquals(plugins.addOns().get("beside").summary(), "beside");
        assertEquals(plugins.addOns().get("below").summary(), "below");
        JarOrigin library = new JarOrigin("library.jar", DigestUtils.sha256Hex(Files.readAllBytes(below.resolve("library.jar"))));
        AddOnModule<?> own = plugins.addOns().get("below");
        assertEquals(plugins.jars(List.of(own), PlannedImages.class), List.of(plugins.jar(own).orElseThrow(), library));
        assertEquals(plugins.jars(List.of(), own.getClass()), plugins.jars(List.of(own), PlannedImages.class), "the jar of a kind of streams counts");
    }

    /** A jar with the add-on of another one, but without its library. */
    private PluginJar lean(String name) throws IOException {
        try (var jar = new java.util.jar.JarFile(folder().resolve(name).toFile())) {
            return new PluginJar().file("example/Same.class", jar.getInputStream(jar.getEntry("example/Same.class")).readAllBytes());
        }
    }

    @Test
    public void aLibraryThatIsNotThereIsNamed() throws IOException {
        new PluginJar().needs("lib/gone.jar http://example.org/far.jar").service(AddOnModule.class, TestPlugins.CalmModule.class).write(folder(), "a.jar");
        assertEquals(refused().stream().map(problem -> problem.key() + " " + problem.value()).toList(),
                List.of("Class-Path lib/gone.jar", "Class-Path http://example.org/far.jar"));
    }

    @Test
    public void aClassWhoseLibraryIsLackingIsToldWhereLibrariesBelong() throws IOException {
        library("one").java("example.Same", addOn("Same", "same", "library.Library.version()")).write(folder(), "whole.jar");
        lean("whole.jar").service(AddOnModule.class, "example.Same").write(folder(), "a.jar");
        Files.delete(folder().resolve("whole.jar"));
        List<Problem> problems = refused();
        assertEquals(problems.size(), 1, problems.toString());
        assertEquals(problems.get(0).source(), path("a.jar"));
        assertTrue(problems.get(0).message().contains("library/Library"), problems.toString());
        assertTrue(problems.get(0).message().endsWith(
                "a plug-in's libraries belong into its jar, or into the Class-Path of its manifest"), problems.toString());
    }

    @Test
    public void aServiceThatDoesNotExistIsToldTheNearest() throws IOException {
        new PluginJar().file("META-INF/services/org.palimpsest.harness.api.MethodModul", "example.Mine").write(folder(), "a.jar");
        assertEquals(refused(), List.of(new Problem(path("a.jar"), "plug-in", "org.palimpsest.harness.api.MethodModul",
                "is no service of this version of Palimpsest (did you mean '" + MethodModule.class.getName() + "'?)")));
    }

    /** Whatever is announced and not there is told by its jar, all of it at once. */
    @Test
    public void everyKindOfServiceThatIsMissingIsToldByItsJar() throws IOException {
        List<Class<?>> services = List.of(StreamKind.class, Table.class, MetricProvider.class);
        for (Class<?> service : services) {
            new PluginJar().file("META-INF/services/" + service.getName(), "example.Missing").write(folder(), service.getSimpleName() + ".jar");
        }
        List<Problem> problems = refused();
        assertEquals(problems.size(), services.size(), problems.toString());
        for (Class<?> service : services) {
            String jar = path(service.getSimpleName() + ".jar");
            Problem told = problems.stream().filter(p -> p.source().equals(jar)).findFirst().orElseThrow();
            assertEquals(told.key(), service.getSimpleName());
            assertTrue(told.message().contains("example.Missing"), told.toString());
        }
    }

    @Test
    public void theJarsOfARunAreKnownByNameAndDigest() throws IOException {
        Path methods = new PluginJar().service(MethodModule.class, TestPlugins.Dark.class).write(folder(), "methods.jar");
        Path addOns = new PluginJar().service(AddOnModule.class, TestPlugins.CalmModule.class, TestPlugins.DecayModule.class).write(folder(), "add-ons.jar");
        Plugins plugins = plugins();
        JarOrigin method = new JarOrigin("methods.jar", DigestUtils.sha256Hex(Files.readAllBytes(methods)));
        JarOrigin addOn = new JarOrigin("add-ons.jar", DigestUtils.sha256Hex(Files.readAllBytes(addOns)));
        assertNotEquals(method.sha256(), addOn.sha256());
        assertEquals(plugins.jar(plugins.methods().get("dark")), Optional.of(method));
        assertEquals(plugins.origin(plugins.methods().get("dark")), "methods.jar");
        assertEquals(plugins.jar(plugins.backbones().get("mlp")), Optional.empty());
        List<RecipeModule<?>> parts = List.of(plugins.backbones().get("mlp"), plugins.methods().get("dark"), plugins.addOns().get("calm"),
                plugins.addOns().get("decay"));
        assertEquals(plugins.jars(parts, PlannedImages.class), List.of(addOn, method));
        assertEquals(plugins.jars(List.of(plugins.backbones().get("mlp")), PlannedImages.class), List.of());
    }

    @Test
    public void aFolderThatIsNamedTwiceIsReadOnce() throws IOException {
        new PluginJar().service(MethodModule.class, TestPlugins.Dark.class).write(folder(), "methods.jar");
        Path again = folder().resolve("..").resolve(folder().getFileName());
        assertTrue(Plugins.load(List.of(folder(), again)).methods().containsKey("dark"));
    }

    @Test
    public void whatIsWrongWithOneJarHidesNothingOfAnother() throws IOException {
        write("garbage.jar", "no archive");
        library("one").write(folder(), "library.jar");
        new PluginJar().service(MethodModule.class, "org.example.Missing", TestPlugins.Broken.class.getName()).write(folder(), "missing.jar");
        new PluginJar().service(AddOnModule.class, "org.example.Gone").write(folder(), "gone.jar");
        assertEquals(refused().stream().map(problem -> Path.of(problem.source()).getFileName().toString()).sorted().collect(Collectors.toList()),
                List.of("garbage.jar", "gone.jar", "library.jar", "missing.jar", "missing.jar"));
    }

    /** Whoever may write there decides what runs do. */
    @Test
    public void foldersAndJarsThatAnyoneMayChangeAreNamedOnce() throws IOException {
        if (!Files.getFileStore(folder()).supportsFileAttributeView("posix")) {
            throw new SkipException("no POSIX permissions here");
        }
        Path lib = Files.createDirectory(folder().resolve("lib"));
        Path library = library("one").write(lib, "library.jar");
        Path jar = new PluginJar().needs("lib/library.jar").service(MethodModule.class, TestPlugins.Dark.class).write(folder(), "a.jar");
        new PluginJar().needs("lib/library.jar").service(AddOnModule.class, TestPlugins.CalmModule.class).write(folder(), "b.jar");
        for (Path path : List.of(folder(), jar, library)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertEquals(plugins().open(), List.of());
        for (Path path : List.of(folder(), jar, library)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xrwx"));
        }
        Path again = folder().resolve("..").resolve(folder().getFileName());
        assertEquals(Plugins.load(List.of(folder(), again)).open(), List.of(folder().toRealPath(), jar.toRealPath(), library.toRealPath()));
        Path empty = Files.createDirectory(folder().resolve("empty"));
        Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(Plugins.load(List.of(empty)).open(), List.of(), "nothing was loaded from it");
    }
}
