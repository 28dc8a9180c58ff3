package org.palimpsest.harness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.replay.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code new}: the beginning of a plug-in. */
@Command(name = "new", mixinStandardHelpOptions = true, description = {
    "Writes a small Maven project for a plug-in: one Java file that works as it is, a test, a pom and a README.",
    "'mvn package' makes a jar of it; in the folder plugins it is listed, described, run and ranked like what is built in."})
final class NewCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<kind>", description = "method, addon or metric")
    private String kind;

    @Parameters(index = "1", paramLabel = "<name>", description = "its name: my-method, or of a metric accuracy.mine")
    private String name;

    @Option(names = "--out", paramLabel = "DIR", description = "folder to make (default: the name)")
    private Path out;

    /** What there are plug-ins of. */
    private enum Kind {
        METHOD(NAME),
        ADDON(NAME),
        METRIC(NewCommand.METRIC);

        private final Pattern names;

        Kind(Pattern names) {
            this.names = names;
        }

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        Problems problems = new Problems().at("new");
        Optional<Kind> wanted = Arrays.stream(Kind.values()).filter(one -> one.id().equals(kind)).findFirst();
        if (wanted.isEmpty()) {
            problems.add("<kind>", kind, "is none" + Names.suggestion(kind, Arrays.stream(Kind.values()).map(Kind::id).toList()));
        }
        wanted.filter(one -> !one.names.matcher(name).matches()).ifPresent(one -> problems.add("<name>", name, one == Kind.METRIC
                ? "must be lower-case words with points between them, like accuracy.mine"
                : "must be lower-case words with hyphens between them, like my-method"));
        wanted.filter(this::isTaken).ifPresent(one -> problems.add("<name>", name, "is the name of a " + kind + " that is there already"));
        Path folder = out == null ? Path.of(name) : out;
        if (Files.exists(folder)) {
            problems.add("--out", folder, "is there already");
        }
        problems.throwIfAny();
        String next = write(wanted.orElseThrow(), folder);
        PrintWriter told = spec.commandLine().getOut();
        told.println("written to " + folder + "; next:");
        told.println("  " + Shell.line(List.of("cd", folder.toString())) + " && mvn package");
        told.println("  " + next);
        told.flush();
        return Exit.OK;
    }

    private boolean isTaken(Kind one) {
        Plugins plugins = common.injector().getInstance(Plugins.class);
        return switch (one) {
            case METHOD -> plugins.methods().containsKey(name);
            case ADDON -> plugins.addOns().containsKey(name);
            case METRIC -> plugins.metrics().find(name).isPresent();
        };
    }

    /** Returns the command to try it with once it is built; those for when it is among the plug-ins are in its README. */
    private String write(Kind one, Path folder) throws IOException {
        String className = Arrays.stream(name.split("[-._]")).map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        List<String> commands = text(one.id() + ".commands.txt", Map.of("NAME", name)).lines().toList();
        Map<String, String> words = Map.of(
                "NAME", name, "CLASS", className, "ARTIFACT", name.replaceAll("[._]", "-"), "VERSION", Machine.version(),
                "COMMANDS", commands.stream().skip(1).collect(Collectors.joining("\n")));
        Path java = Files.createDirectories(folder.resolve("src/main/java"));
        Path test = Files.createDirectories(folder.resolve("src/test/java"));
        Files.writeString(java.resolve(className + ".java"), text(one.id() + ".java.txt", words));
        Files.writeString(test.resolve(className + "Test.java"), text(one.id() + ".test.txt", words));
        Files.writeString(folder.resolve("pom.xml"), text("pom.xml.txt", words));
        Files.writeString(folder.resolve("README.md"), text("README.md.txt", words));
        return commands.get(0);
    }

    private static String text(String template, Map<String, String> words) throws IOException {
        try (InputStream in = NewCommand.class.getResourceAsStream("/palimpsest/new/" + template)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> word : words.entrySet()) {
                text = text.replace("@" + word.getKey() + "@", word.getValue());
            }
            return text;
        }
    }
}
