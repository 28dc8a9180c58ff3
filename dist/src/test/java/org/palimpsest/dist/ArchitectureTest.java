package org.palimpsest.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.google.inject.Injector;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.TaskData;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The arrows between the modules are those of the design, and no others. */
public class ArchitectureTest {
    private static final Pattern STRING_LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");

    private JavaClasses product;

    @BeforeClass
    public void readTheProduct() {
        product = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.palimpsest");
    }

    @DataProvider
    public Object[][] modules() {
        return new Object[][] {{"datasets"}, {"results"}, {"harness"}, {"methods"}};
    }

    /** Without this, every rule below would hold of nothing. */
    @Test(dataProvider = "modules")
    public void everyModuleIsLookedAt(String module) {
        long count = product.stream().filter(c -> c.getPackageName().startsWith("org.palimpsest." + module)).count();
        assertTrue(count >= 5, count + " classes in " + module);
    }

    @Test
    public void datasetsUseNoOtherModule() {
        only("datasets", DescribedPredicate.alwaysFalse());
    }

    @Test
    public void resultsUseNoOtherModule() {
        only("results", DescribedPredicate.alwaysFalse());
    }

    @Test
    public void theHarnessUsesDatasetsAndResultsButNoMethods() {
        only("harness", in("datasets").or(in("results")));
    }

    /** Of the data sets they know nothing, but they read and write files of weights. */
    @Test
    public void methodsUseTheHarnessThroughItsApiAlone() {
        only("methods", JavaClass.Predicates.resideInAnyPackage("org.palimpsest.harness.api..", "org.palimpsest.datasets.safetensors..")
                .or(JavaClass.Predicates.belongToAnyOf(WeightArray.class, FloatArray.class, DatasetException.class)));
    }

    private void only(String module, DescribedPredicate<? super JavaClass> others) {
        DescribedPredicate<JavaClass> allowed = DescribedPredicate.not(in("")).or(in(module)).or(others);
        classes().that().resideInAPackage("org.palimpsest." + module + "..")
                .should().onlyDependOnClassesThat(allowed.as("belong to " + module + " or what it may use")).check(product);
    }

    private static DescribedPredicate<JavaClass> in(String module) {
        return JavaClass.Predicates.resideInAPackage("org.palimpsest." + (module.isEmpty() ? "." : module + ".."));
    }

    @Test
    public void dataAndResultsKnowNothingOfNetworks() {
        noClasses().that().resideInAnyPackage("org.palimpsest.datasets..", "org.palimpsest.results..")
                .should().dependOnClassesThat().resideInAnyPackage("ai.djl..", "com.google.inject..", "picocli..").check(product);
    }

    @Test
    public void theMethodApiKnowsNothingOfTheRestOfTheHarness() {
        noClasses().that().resideInAPackage("org.palimpsest.harness.api..")
                .should().dependOnClassesThat().resideInAnyPackage(
                        "org.palimpsest.harness.cli..", "org.palimpsest.harness.config..", "org.palimpsest.harness.engine..",
                        "org.palimpsest.harness.nets..", "org.palimpsest.harness.plugins..", "org.palimpsest.results..").check(product);
    }

    /** Methods are written against the API and the engine alone; it draws its numbers as streams do, but says so nowhere. */
    @Test
    public void theMethodApiKnowsNothingOfDataSources() {
        noClasses().that().resideInAPackage("org.palimpsest.harness.api..").and().areNotAssignableTo(Randomness.class)
                .should().dependOnClassesThat(in("datasets")).check(product);
        classes().that().areAssignableTo(Randomness.class).should().onlyDependOnClassesThat(
                DescribedPredicate.not(in("datasets")).or(JavaClass.Predicates.type(RandomStreams.class))).check(product);
        codeUnits().that().areDeclaredIn(Randomness.class).and().areNotPrivate()
                .should().notHaveRawParameterTypes(DescribedPredicate.<JavaClass>anyElementThat(in("datasets")))
                .andShould().notHaveRawReturnType(in("datasets")).check(product);
    }

    /** Planner and engine serve every kind of stream: what one kind needs is in a room of its own, which they do not know. */
    @Test
    public void plannerAndEngineMentionNoImages() {
        DescribedPredicate<JavaClass> ofImages = JavaClass.Predicates.resideInAnyPackage("org.palimpsest.datasets.stream..",
                "org.palimpsest.datasets.image..", "org.palimpsest.datasets.decode..", "org.palimpsest.harness.images..",
                "org.palimpsest.harness.api.image..", "org.palimpsest.harness.augment..")
                .or(JavaClass.Predicates.simpleNameContaining("Image")).or(JavaClass.Predicates.simpleNameContaining("Pixel"));
        noClasses().that().resideInAnyPackage("org.palimpsest.harness.config..", "org.palimpsest.harness.engine..")
                .should().dependOnClassesThat(ofImages.as("are about images")).check(product);
    }

    /** A lesson teaches by itself. */
    @Test
    public void theEngineKnowsNoLabelsAndInjectsNothing() {
        noClasses().that().resideInAPackage("org.palimpsest.harness.engine..")
                .should().dependOnClassesThat(JavaClass.Predicates.equivalentTo(Injector.class)
                        .or(JavaClass.Predicates.assignableTo(Classifier.class))
                        .or(JavaClass.Predicates.equivalentTo(Batch.class))
                        .or(JavaClass.Predicates.equivalentTo(TaskData.class)).as("are about labels, or inject")).check(product);
    }

    /** Kinds of streams are found, not named. */
    @Test
    public void nobodyButTheBenchAndTheCommandLineKnowsTheRoomOfImages() {
        noClasses().that().resideOutsideOfPackages("org.palimpsest.harness.images..", "org.palimpsest.harness.bench..", "org.palimpsest.harness.cli..")
                .should().dependOnClassesThat().resideInAPackage("org.palimpsest.harness.images..").check(product);
    }

    @Test
    public void onlyTheCommandLineKnowsTheCommandLine() {
        noClasses().that().resideOutsideOfPackage("org.palimpsest.harness.cli..")
                .should().dependOnClassesThat().resideInAnyPackage("picocli..", "org.palimpsest.harness.cli..").check(product);
    }

    @Test(dataProvider = "modules")
    public void packagesOfAModuleFormNoCycle(String module) {
        slices().matching("org.palimpsest." + module + ".(**)").should().beFreeOfCycles().allowEmptyShould(true).check(product);
        slices().matching("org.palimpsest.(" + module + "..)").should().beFreeOfCycles().check(product);
    }

    @Test
    public void nothingIsPrintedPastTheCommandLine() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(product);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(product);
    }

    /** Randomness comes from the run's named streams, and state lives in objects. */
    @Test
    public void nothingIsDrawnFromUnnamedRandomness() {
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould().callMethod(Math.class, "random").check(product);
    }

    /** The clock on the wall may jump; nothing is measured or decided by it but when a run began and ended, and how long a server wants to be left alone. */
    @Test
    public void noTimeIsMeasuredByTheClockOnTheWall() {
        noClasses().that().doNotHaveFullyQualifiedName("org.palimpsest.results.record.RunInfo$Builder")
                .and().doNotHaveFullyQualifiedName("org.palimpsest.results.record.RunInfo")
                .and().doNotHaveFullyQualifiedName("org.palimpsest.datasets.fetch.Refusal")
                .should().callMethod(System.class, "currentTimeMillis").orShould().callMethod(Instant.class, "now").check(product);
    }

    /** A Turkish lower-case I has no dot, and Arabic digits are none to whoever reads our files: what is written never depends on the machine's locale. */
    @Test
    public void textIsMadeInNoLocaleOfTheMachine() {
        noClasses().should().callMethod(String.class, "toLowerCase").orShould().callMethod(String.class, "toUpperCase")
                .orShould().callMethod(String.class, "format", String.class, Object[].class)
                .orShould().callMethod(String.class, "formatted", Object[].class)
                .orShould().callMethod(PrintWriter.class, "printf", String.class, Object[].class)
                .orShould().callMethod(PrintWriter.class, "format", String.class, Object[].class)
                .orShould().callMethod(Locale.class, "getDefault")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.text.Collator")
                .orShould().callConstructor(Formatter.class).orShould().callConstructor(Formatter.class, Appendable.class)
                .orShould().callConstructor(DecimalFormat.class, String.class)
                .orShould().callMethod(NumberFormat.class, "getInstance").orShould().callMethod(DateTimeFormatter.class, "ofPattern", String.class)
                .check(product);
    }

    @Test
    public void noFieldIsStaticAndChanging() {
        fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC)
                .should().beFinal().check(product);
    }

    /** What a key or an option means is told by its {@code @Doc}, which 'describe' prints, and not once more beside it. */
    @Test
    public void keysAreExplainedOnce() {
        List<String> twice = new ArrayList<>();
        int explained = 0;
        for (JavaClass type : product) {
            if (!type.isRecord()) {
                continue;
            }
            String source = Records.text(source(type));
            Matcher declaration = Pattern.compile(
                    "(?s)(/\\*\\*(?:(?!\\*/).)*\\*/)\\s*(?:@[^\\n]*\\s)*[\\w ]*record " + type.getSimpleName() + "\\(").matcher(source);
            String comment = declaration.find() ? declaration.group(1) : "";
            for (RecordComponent component : type.reflect().getRecordComponents()) {
                if (component.isAnnotationPresent(Doc.class)) {
                    explained++;
                    if (comment.contains("@param " + component.getName() + " ")) {
                        twice.add(type.getName() + "." + component.getName());
                    }
                }
            }
        }
        assertTrue(explained > 100, explained + " keys");
        assertEquals(twice, List.of());
    }

    private static Path source(JavaClass type) {
        String module = type.getPackageName().replaceFirst("org\\.palimpsest\\.(\\w+).*", "$1");
        String outermost = type.getName().replaceFirst("\\$.*", "");
        return moduleFolder(module).resolve("src/main/java").resolve(outermost.replace('.', '/') + ".java");
    }

    /** Built-in methods are plug-ins: no code and no file of the harness picks one by its name. */
    @Test
    public void theHarnessNamesNoMethod() {
        List<String> methods = ServiceLoader.load(MethodModule.class).stream().map(m -> m.get().name())
                .filter(name -> !name.equals("random")).toList(); // a word that anybody may use
        assertTrue(methods.containsAll(List.of("finetune", "joint", "er", "er-ace")), methods.toString());

        Path sources = moduleFolder("harness").resolve("src/main");
        List<String> named = new ArrayList<>();
        for (Path file : Folders.tree(sources)) {
            String name = file.toString();
            if (name.endsWith(".java")) {
                String code = COMMENT.matcher(Records.text(file)).replaceAll("");
                Matcher literal = STRING_LITERAL.matcher(code);
                while (literal.find()) {
                    name(methods, literal.group(), file, named);
                }
            } else if (name.endsWith(".yaml") || name.endsWith(".properties") || name.contains("META-INF")) {
                if (file.toFile().isFile()) {
                    name(methods, Records.text(file), file, named);
                }
            }
        }
        assertEquals(named, List.of());
    }

    private static void name(List<String> methods, String text, Path file, List<String> named) {
        for (String method : methods) {
            if (Pattern.compile("(?<![\\w-])" + Pattern.quote(method) + "(?![\\w-])").matcher(text).find()) {
                named.add(file.getFileName() + " names " + method + ": " + text.strip());
            }
        }
    }

    /** The folder of a module's sources, beside that of these tests. */
    static Path moduleFolder(String module) {
        Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling(module);
        assertTrue(folder.resolve("pom.xml").toFile().exists(), folder + " is not the module");
        return folder;
    }
}
