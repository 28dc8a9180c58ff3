package org.palimpsest.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One sort of input: valid files with commands that read them, ways to change either, and what may come of it. Commands start in
 * {@link #home}; everything that is theirs is below the folder {@value #SCRATCH} in it, which holds the valid files alone before every
 * mutant, see {@link MutationFolder}.
 */
abstract class MutatedInput implements AutoCloseable {
    static final String SCRATCH = "m";

    private final MutationFolder folder = new MutationFolder(getClass());
    private final CommandServer server = new CommandServer(home(), scratch(), folder.root());
    private final Map<List<String>, Outcome> sound = new HashMap<>();

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
        return folder.home();
    }

    final Path scratch() {
        return folder.scratch();
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
            folder.aside(() -> sound.put(command, server.run(command, MutationTest.LONG_PATIENCE)));
        }
    }

    /** Makes the valid files. */
    final void make() throws IOException {
        prepare();
        folder.keep();
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
        Mutant mutant = prepared(seed);
        for (List<String> command : mutant.valid()) {
            know(command);
        }
        Map<String, String> before = folder.state();
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
        Map<String, String> after = folder.state();
        for (Outcome outcome : outcomes) {
            Optional<Verdict> general = Manners.fault(outcome, mutant.what());
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
        Path out = Files.createTempFile(folder.root(), "process-", ".out");
        Path err = Files.createTempFile(folder.root(), "process-", ".err");
        Process process = CommandServer.surroundings(new ProcessBuilder(java(command)), home(), scratch())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Palimpsest.Running(command, process, out, err).end();
    }

    /** Prepares the mutant of a seed. */
    final Mutant prepared(long seed) throws IOException {
        folder.reset();
        return mutant(new Mutator(seed));
    }

    @Override
    public final void close() throws IOException {
        server.close();
        folder.close();
    }
}
