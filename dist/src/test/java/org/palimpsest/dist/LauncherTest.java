package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** The launcher's archive of classes and the compilers that it lets Java use, most of it with a script in the place of Java. */
@Test(singleThreaded = true)
public class LauncherTest {
    private static final String MAKING = "palimpsest: preparing";
    private static final String FIRST = "-XX:TieredStopAtLevel=1";
    /** Says what it was started with; makes an archive when asked, unless it is broken. */
    private static final String JAVA = """
            for word; do
              case $word in
                -XX:SharedArchiveFile=*) archive=${word#*=} ;;
                -Xshare:dump) dump=yes ;;
              esac
            done
            if [ -z "$dump" ]; then
              echo "$@"
            else
              echo made >>%1$s/made
              [ ! -e %1$s/broken ] || { touch hs_err_pid1.log; exit 134; }
              : >"$archive"
            fi
            """;

    private Path home;
    private Launcher launcher;
    private Map<String, String> java;

    @BeforeMethod
    public void install() throws IOException {
        home = Folders.temporary(getClass());
        launcher = new Launcher(home);
        Folders.write(launcher.lib().resolve("a.jar"), "a");
        java = Map.of("JAVA_HOME", launcher.java("jdk", JAVA.formatted(home)).toString());
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(home);
    }

    private Map<String, String> javaWith(String options) {
        Map<String, String> variables = new HashMap<>(java);
        variables.put("JAVA_OPTS", options);
        return variables;
    }

    private String archive(Outcome outcome) {
        outcome.exits(0);
        return Stream.of(outcome.out().split(" ")).filter(word -> word.startsWith("-XX:SharedArchiveFile=")).findFirst().orElse("none");
    }

    private List<String> made() throws IOException {
        return Files.exists(home.resolve("made")) ? Files.readAllLines(home.resolve("made")) : List.of();
    }

    @Test
    public void anArchiveIsMadeOnceForEachJavaAndAnewWhenAJarHasChanged() throws IOException {
        Outcome first = launcher.run(java, "doctor").complainsOf(MAKING, " done");
        assertTrue(archive(first).startsWith("-XX:SharedArchiveFile=" + home), first.toString());
        Outcome second = launcher.run(java, "doctor");
        assertEquals(second.out(), first.out());
        assertEquals(second.err(), "");

        Outcome other = launcher.run(Map.of("JAVA_HOME", launcher.java("other", JAVA.formatted(home)).toString()), "doctor").complainsOf(MAKING);
        assertNotEquals(archive(other), archive(first));
        assertEquals(launcher.run(java, "doctor").err(), "");

        Folders.write(launcher.lib().resolve("a.jar"), "b");
        assertEquals(archive(launcher.run(java, "doctor").complainsOf(MAKING)), archive(first));
        Folders.write(launcher.lib().resolve("b.jar"), "b");
        launcher.run(java, "doctor").complainsOf(MAKING);
        assertEquals(launcher.run(java, "doctor").err(), "");
        assertEquals(made().size(), 4);
    }

    /** A Java that cannot is asked once, and leaves nothing lying about. */
    @Test
    public void withoutAnArchiveTheProgramRunsAllTheSame() throws IOException {
        Files.createFile(home.resolve("broken"));
        assertEquals(archive(launcher.run(java, "doctor").complainsOf(MAKING)), "none");
        Outcome again = launcher.run(java, "doctor");
        assertEquals(archive(again) + again.err(), "none");
        assertEquals(made().size(), 1);
        List<Path> left = Folders.tree(home);
        assertTrue(left.stream().noneMatch(path -> path.toString().contains("hs_err") || path.endsWith("classes")), left.toString());
    }

    @Test
    public void whereNothingCanBeWrittenThereIsNoArchive() {
        Folders.write(home.resolve("dist/target/archives"), "no folder");
        Outcome outcome = launcher.run(java, "doctor");
        assertEquals(archive(outcome) + outcome.err(), "none");
    }

    @Test
    public void launchersThatStartTogetherMakeOneArchive() throws IOException {
        List<Palimpsest.Running> started = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            started.add(launcher.start(java, "doctor"));
        }
        started.forEach(running -> running.end().exits(0).shows("Main doctor"));
        assertNotEquals(archive(launcher.run(java, "doctor")), "none");
        assertEquals(made().size(), 1);
    }

    @Test
    public void theOptionsOfTheUserStandAboveThoseOfTheLauncher() throws IOException {
        for (String options : List.of("-Xshare:off", "-XX:SharedArchiveFile=mine.jsa")) {
            Outcome outcome = launcher.run(javaWith(options), "doctor");
            assertTrue(List.of("none", options).contains(archive(outcome)), outcome.toString());
            assertEquals(outcome.err(), "");
        }
        assertEquals(made(), List.of());
        for (String options : List.of("-XX:TieredStopAtLevel=4", "-XX:-TieredCompilation", "-Xint")) {
            Outcome outcome = launcher.run(javaWith(options), "list", "methods").exits(0).shows(options);
            assertFalse(outcome.out().contains(FIRST), outcome.toString());
        }
    }

    /** Where Java has options from elsewhere, which it says at every start, nothing begins twice. */
    @Test
    public void theSecondCompilerIsLeftOutWhereItCanBeTakenIn() {
        assertEquals(launcher.run(java, "run").exits(0).out().contains(FIRST), Files.exists(Path.of("/proc/self/exe")));
        for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            Map<String, String> variables = new HashMap<>(java);
            variables.put(variable, "-Da=b");
            assertFalse(launcher.run(variables, "run").exits(0).out().contains(FIRST));
        }
    }

    /** With this Java and all jars: one that cannot be archived would end the making. */
    @Test
    public void classesComeFromTheArchiveAndLongWorkHasBothCompilers() throws IOException {
        takeTheRealJars();
        Path log = home.resolve("loaded");
        Map<String, String> here = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        Outcome first = launcher.run(here, "list", "methods").exits(0).complainsOf(MAKING, " done");
        here.put("JAVA_OPTS", "-Xlog:class+load:file=" + log);
        Outcome second = launcher.run(here, "list", "methods").exits(0);
        assertEquals(second.out(), first.out());
        assertEquals(second.err(), "");
        List<String> own = Files.readAllLines(log).stream().filter(line -> line.contains(" org.palimpsest.")).toList();
        List<String> elsewhere = own.stream().filter(line -> !line.contains("shared objects file")).toList();
        assertTrue(own.size() > 100, own.toString());
        assertEquals(elsewhere, List.of());

        if (!Files.exists(Path.of("/proc/self/exe"))) {
            throw new SkipException("only Linux begins again");
        }
        // a method that nobody knows, in a folder that there is a warning about
        Path plugins = home.resolve("plugins");
        PluginJar.build("SmoothReplay", plugins);
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
        here.put("JAVA_OPTS", "-XX:+PrintFlagsFinal");
        Outcome known = run(here, "er");
        assertEquals(stages(known), List.of("1"));
        Outcome unknown = run(here, "er-smooth");
        assertEquals(stages(unknown), List.of("1", "4"));
        for (Outcome outcome : List.of(known, unknown)) {
            assertEquals(outcome.err().lines().filter(line -> line.startsWith("warning: plug-ins: ")).count(), 1, outcome.err());
            assertEquals(outcome.out().lines().filter(line -> line.startsWith("written to ")).count(), 1, outcome.out());
        }
    }

    private Outcome run(Map<String, String> variables, String method) {
        return launcher.run(variables, "run", "split-digits-online", "--methods", method, "--seeds", "1", "--results", method).exits(0);
    }

    /** The last compiler, as each Java that was started says it. */
    private static List<String> stages(Outcome outcome) {
        return outcome.out().lines().filter(line -> line.contains(" TieredStopAtLevel ")).map(line -> line.replaceAll(".*= +(\\d).*", "$1")).toList();
    }

    private void takeTheRealJars() throws IOException {
        Files.delete(launcher.lib().resolve("a.jar"));
        for (String jar : Palimpsest.classPath()) {
            if (!jar.endsWith(".jar")) {
                throw new SkipException("classes in folders cannot be archived: " + jar);
            }
            Files.createSymbolicLink(launcher.lib().resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
    }
}
