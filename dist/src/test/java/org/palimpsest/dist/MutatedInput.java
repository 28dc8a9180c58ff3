package org.palimpsest.dist;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One sort of input: valid files with commands that read them, ways to change either, and what may come of it. Commands start in
 * {@link #home}; everything that is theirs is below the folder {@value #SCRATCH} in it, which is made anew for every mutant.
 */
abstract class MutatedInput implements AutoCloseable {
    static final String SCRATCH = "m";
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\x{80}-\\x{9f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}]");
    private static final Pattern JAVA = Pattern.compile(
            "\\b(?:java|javax|jdk|sun|com|ai|picocli|org\\.(?:yaml|apache|palimpsest|hibernate|slf4j))(?:\\.[a-z][a-z0-9]*)+\\.[A-Z]\\w*"
                    + "|\\b[A-Z]\\w*(?:Exception|Error)\\b|\\tat \\S+\\(|@[0-9a-f]{6,8}\\b");
    private static final int LONGEST_COMPLAINT = 30_000;

    private final Path root;
    private final CommandServer server;
    private final Map<List<String>, Outcome> sound = new HashMap<>();
    private boolean pristine;
    private Map<String, String> untouched = Map.of();

    MutatedInput() {
        // deep enough that a few ".." stay inside
        root = Folders.temporary(getClass());
        try {
            Files.createDirectories(home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = new CommandServer(home(), scratch(), root);
    }

    /** What came of a mutant. */
    enum End { REFUSED, MACHINE, NEUTRAL, EFFECTIVE, FAILED, FAULT }

    /**
     * A verdict.
     *
     * @param end what it is
     * @param why for faults: what is wrong, the same words for the same fault
     * @param detail for faults: more about this one
     */
    record Verdict(End end, String why, String detail) {
        static final Verdict NEUTRAL = new Verdict(End.NEUTRAL, "", "");
        static final Verdict EFFECTIVE = new Verdict(End.EFFECTIVE, "", "");
        static final Verdict REFUSED = new Verdict(End.REFUSED, "", "");
        static final Verdict MACHINE = new Verdict(End.MACHINE, "", "");
        static final Verdict FAILED = new Verdict(End.FAILED, "", "");

        static Verdict fault(String why) {
            return fault(why, "");
        }

        static Verdict fault(String why, String detail) {
            return new Verdict(End.FAULT, why, detail);
        }
    }

    /**
     * A mutant that has been brought into the scratch folder.
     *
     * @param what was done
     * @param commands to run, one after the other, up to the first that is refused
     * @param valid the commands whose outcomes on the valid files the judge wants to see
     * @param judge says what an end with 0 or, for runs, 1 is worth; asked only if all commands ended so
     */
    record Mutant(String what, List<List<String>> commands, List<List<String>> valid, Judge judge) {
        /** A mutant of files alone, which the valid files are read with too. */
        static Mutant ofFiles(String what, List<List<String>> commands, Judge judge) {
            return new Mutant(what, commands, commands, judge);
        }
    }

    /** Knows what the mutant should have led to. */
    interface Judge {
        /** The verdict on the outcomes of all commands. */
        Verdict of(List<Outcome> outcomes);
    }

    /** The name that a seed is given with. */
    abstract String name();

    /** Writes the valid files into the scratch folder; may run commands. */
    abstract void prepare() throws IOException;

    /** Changes something in the scratch folder, or a command. */
    abstract Mutant mutant(Mutator mutator) throws IOException;

    /** Files that commands may write, below the scratch folder. */
    abstract boolean mayWrite(Path relative);

    final Path home() {
        return root.resolve("a/b/c/d/e/home");
    }

    final Path scratch() {
        return home().resolve(SCRATCH);
    }

    private Path template() {
        return root.resolve("template");
    }

    /** Runs a command that is to succeed. */
    final Outcome sound(String... command) {
        Outcome outcome = server.run(List.of(command), MutationTest.LONG_PATIENCE);
        return outcome.exits(0);
    }

    /** What a command says of the valid files. */
    final Outcome valid(List<String> command) {
        return sound.get(command);
    }

    /** Runs a command on the valid files, whatever it ends with, unless it has been. */
    final void know(List<String> command) throws IOException {
        if (!sound.containsKey(command)) {
            sound.put(command, aside(command));
        }
    }

    /** Makes the valid files. */
    final void make() throws IOException {
        Files.createDirectories(scratch().resolve("user"));
        prepare();
        copy(scratch(), template());
        untouched = state();
        pristine = true;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path path : Folders.tree(from)) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
            }
        }
    }

    private void reset() throws IOException {
        if (!pristine) {
            remove(scratch());
            copy(template(), scratch());
        }
    }

    /** Links are removed, not followed. */
    static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (var inside = Files.newDirectoryStream(path)) {
                for (Path file : inside) {
                    remove(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }

    /**
     * What came of one seed.
     *
     * @param verdict of the judge
     * @param mutant what was done
     * @param outcomes of its commands
     * @param seconds of the longest command
     */
    record Result(Verdict verdict, Mutant mutant, List<Outcome> outcomes, double seconds) {
        /** The code that the mutant ended with. */
        int code() {
            return outcomes.get(outcomes.size() - 1).code();
        }
    }

    /** Makes the mutant of a seed, runs its commands and judges. */
    final Result run(long seed) throws IOException {
        reset();
        pristine = false;
        Mutant mutant = mutant(new Mutator(seed));
        for (List<String> command : mutant.valid()) {
            know(command);
        }
        Map<String, String> before = state();
        List<Outcome> outcomes = new ArrayList<>();
        double longest = 0;
        for (List<String> command : mutant.commands()) {
            long start = System.nanoTime();
            Outcome outcome = server.run(command, MutationTest.PATIENCE);
            if (outcome.code() == CommandServer.HUNG) { // or the machine was busy
                outcome = server.run(command, MutationTest.LONG_PATIENCE);
            }
            longest = Math.max(longest, (System.nanoTime() - start) / 1e9);
            outcomes.add(outcome);
            if (outcome.code() != 0) {
                break;
            }
        }
        Verdict verdict = judged(mutant, outcomes, before);
        return new Result(verdict, mutant, outcomes, longest);
    }

    private Verdict judged(Mutant mutant, List<Outcome> outcomes, Map<String, String> before) {
        Map<String, String> after = state();
        pristine = after.equals(untouched) && !Files.exists(scratch().resolve("cache"));
        for (Outcome outcome : outcomes) {
            Optional<Verdict> general = manners(outcome, mutant);
            if (general.isPresent()) {
                return general.get();
            }
        }
        Optional<String> foreign = Stream.of(before.keySet(), after.keySet()).flatMap(Set::stream)
                .filter(file -> !Objects.equals(before.get(file), after.get(file)))
                .filter(file -> !file.startsWith(SCRATCH + "/") || !mayWrite(Path.of(file.substring(SCRATCH.length() + 1)))).findFirst();
        if (foreign.isPresent()) {
            return Verdict.fault("wrote or removed " + foreign.get());
        }
        int code = outcomes.get(outcomes.size() - 1).code();
        if (outcomes.size() > 1 && code == 2) {
            return Verdict.fault("'" + words(outcomes.size() - 1, outcomes) + "' refuses what '" + words(0, outcomes) + "' took",
                    outcomes.get(outcomes.size() - 1).err());
        }
        return code == 2 ? Verdict.REFUSED : code == 3 ? machine(outcomes) : mutant.judge().of(outcomes);
    }

    private static String words(int index, List<Outcome> outcomes) {
        List<String> command = outcomes.get(index).command();
        return command.get(0) + (command.contains("--dry-run") ? " --dry-run" : command.get(0).equals("run") ? "" : " " + command.get(1));
    }

    /** An end with 3 is right where records, caches or the machine are at fault. */
    Verdict machine(List<Outcome> outcomes) {
        return Verdict.MACHINE;
    }

    /** What holds of every command. */
    private static Optional<Verdict> manners(Outcome outcome, Mutant mutant) {
        String text = (outcome.out() + outcome.err()).replace("\r\n", "\n");
        Matcher java = JAVA.matcher(text);
        Matcher control = CONTROL.matcher(text);
        if (outcome.code() == CommandServer.HUNG) {
            return Optional.of(Verdict.fault("hangs"));
        } else if (outcome.code() < 0) {
            return Optional.of(Verdict.fault("takes the process with it", outcome.err()));
        } else if (text.contains("unexpected error")) {
            return Optional.of(Verdict.fault("unexpected error", line(text, text.indexOf("unexpected error"))));
        } else if (java.find() && !mutant.what().contains(java.group())) {
            return Optional.of(Verdict.fault("speaks of " + java.group().strip(), line(text, java.start())));
        } else if (control.find()) {
            return Optional.of(Verdict.fault("prints a control character", CONTROL.matcher(line(text, control.start())).replaceAll("<control>")));
        } else if (outcome.code() != 0 && outcome.err().isBlank()) {
            return Optional.of(Verdict.fault("ends with " + outcome.code() + " and says nothing"));
        } else if (outcome.err().length() > LONGEST_COMPLAINT) {
            return Optional.of(Verdict.fault("complains at great length", outcome.err().length() + " characters"));
        } else if (outcome.code() > 3) {
            return Optional.of(Verdict.fault("ends with " + outcome.code()));
        }
        return Optional.empty();
    }

    private static String line(String text, int at) {
        String from = text.substring(text.lastIndexOf('\n', at) + 1);
        return from.lines().findFirst().orElse("");
    }

    /** The outcome of a command on the valid files, with the changed ones put aside. */
    private Outcome aside(List<String> command) throws IOException {
        Path aside = home().resolve("aside");
        Files.move(scratch(), aside);
        copy(template(), scratch());
        Outcome outcome = server.run(command, MutationTest.LONG_PATIENCE);
        remove(scratch());
        Files.move(aside, scratch());
        return outcome;
    }

    /** Everything below the folder that commands start in and its parents, but for the caches and the user's own. */
    private Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        Path top = root.resolve("a");
        for (Path path : Folders.tree(top)) {
            if (!path.startsWith(scratch().resolve("cache")) && !path.startsWith(scratch().resolve("user"))) {
                state.put(home().relativize(path).toString(), content(path));
            }
        }
        return state;
    }

    /** A digest of a file; the kind of anything else. */
    static String content(Path path) {
        if (Files.isSymbolicLink(path)) {
            return "link";
        } else if (Files.isDirectory(path)) {
            return "folder";
        } else if (!Files.isRegularFile(path)) {
            return "other";
        }
        try {
            byte[] bytes = Files.readAllBytes(path);
            return bytes.length + ":" + Arrays.hashCode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a file by something that is no such file; says what. */
    static String otherNode(Path file, Mutator mutator) throws IOException {
        String name = file.getFileName().toString();
        Path aside = file.resolveSibling("aside-" + name);
        switch (mutator.below(7)) {
            case 0 -> {
                Files.delete(file);
                return name + " deleted";
            }
            case 1 -> {
                Files.write(file, new byte[0]);
                return name + " emptied";
            }
            case 2 -> {
                Files.delete(file);
                Files.createDirectory(file);
                return name + " made a folder";
            }
            case 3 -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of(name));
                return name + " made a link to itself";
            }
            case 4 -> {
                Files.move(file, aside);
                Files.createSymbolicLink(file, aside.getFileName());
                return name + " made a link to what it was";
            }
            case 5 -> {
                Files.delete(file);
                Files.createSymbolicLink(file, Path.of("nowhere"));
                return name + " made a link to nothing";
            }
            default -> {
                Files.delete(file);
                pipe(file);
                return name + " made a pipe";
            }
        }
    }

    private static void pipe(Path file) throws IOException {
        try {
            if (new ProcessBuilder("mkfifo", file.toString()).start().waitFor() != 0) {
                throw new IOException("no mkfifo for " + file);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The arguments that start a command in a process of its own. */
    final List<String> java(List<String> command) {
        List<String> java = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        java.addAll(CommandServer.options(home(), scratch()));
        java.addAll(List.of("-cp", String.join(File.pathSeparator, Palimpsest.classPath()), "org.palimpsest.harness.cli.Main"));
        java.addAll(command);
        return java;
    }

    /** The same as a process of its own would have it, with the code alone if output tells of time or memory. */
    final Outcome process(List<String> command) throws IOException {
        Path out = Files.createTempFile(root, "process-", ".out");
        Path err = Files.createTempFile(root, "process-", ".err");
        Process process = CommandServer.surroundings(new ProcessBuilder(java(command)), home(), scratch())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Palimpsest.Running(command, process, out, err).end();
    }

    /** Prepares the mutant of a seed again, for processes of their own. */
    final Mutant again(long seed) throws IOException {
        pristine = false;
        reset();
        return mutant(new Mutator(seed));
    }

    @Override
    public final void close() throws IOException {
        server.close();
        remove(root);
    }
}
