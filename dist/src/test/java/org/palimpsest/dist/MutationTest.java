package org.palimpsest.dist;

import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.palimpsest.dist.MutatedInput.End;
import org.palimpsest.dist.MutatedInput.Mutant;
import org.palimpsest.dist.MutatedInput.Result;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * Valid input of every sort, changed in thousands of ways: nothing hangs, no bad input ends with 1, and what ends with 0 either means the
 * same as before or shows that it means something else. {@code -Dmutation.seed=N} makes the one mutant of a seed and prints what came
 * of it, {@code -Dmutation.sort=NAME} runs one sort alone, {@code -Dmutation.first=N} begins a fresh round at another seed.
 */
public class MutationTest {
    /** How long one command may take, on a machine that others use as well. */
    static final Duration PATIENCE = Duration.ofSeconds(30);
    /** How long the commands that make the valid files may take, a start of Java included. */
    static final Duration LONG_PATIENCE = Duration.ofSeconds(120);
    private static final int FEW = 100;
    private static final int MANY = 1500;
    private static final int PROCESSES = 50;

    /** The sorts of input. */
    @DataProvider(parallel = true)
    public Object[][] sorts() {
        Map<String, Callable<MutatedInput>> sorts = new LinkedHashMap<>();
        sorts.put("configuration", MutatedConfiguration::new);
        sorts.put("command-lines", MutatedCommandLines::new);
        sorts.put("leaderboards", MutatedLeaderboards::new);
        sorts.put("records", MutatedRecords::new);
        sorts.put("data-files", MutatedData::new);
        String only = System.getProperty("mutation.sort", "");
        return sorts.entrySet().stream().filter(sort -> only.isEmpty() || sort.getKey().equals(only))
                .map(sort -> new Object[] {sort.getKey(), sort.getValue()}).toArray(Object[][]::new);
    }

    @Test(dataProvider = "sorts")
    public void nothingIsAcceptedInSilence(String sort, Callable<MutatedInput> input) throws Exception {
        try (MutatedInput made = input.call()) {
            round(made, FEW, 0);
        }
    }

    @Test(groups = "slow", dataProvider = "sorts")
    public void nothingOfManyIsAcceptedInSilence(String sort, Callable<MutatedInput> input) throws Exception {
        try (MutatedInput made = input.call()) {
            round(made, MANY, PROCESSES);
        }
    }

    private static void round(MutatedInput input, int mutants, int processes) throws IOException {
        input.make();
        long one = Long.getLong("mutation.seed", -1);
        long first = one >= 0 ? one : Long.getLong("mutation.first", mutants); // so that rounds of two sizes have no mutant in common
        int count = one >= 0 ? 1 : Integer.getInteger("mutation.count", mutants);
        Tally tally = new Tally(input.name());
        for (long seed = first; seed < first + count; seed++) {
            Result result = input.run(seed);
            tally.add(seed, result);
            if (one >= 0) {
                System.out.println(result.verdict() + "\n" + result.mutant().what());
                result.outcomes().forEach(System.out::println);
            }
        }
        for (long seed = first; seed < first + Math.min(processes, count); seed++) {
            processes(input, seed, tally);
        }
        tally.write();
        assertTrue(tally.faults.isEmpty(), tally.toString());
    }

    /** What came of the mutants of a round. */
    private static final class Tally {
        private static final int SHOWN = 4;
        private static final int WRITTEN_EVERY = 50;

        private final String sort;
        private final Map<String, List<String>> faults = new TreeMap<>();
        private final Map<Integer, Integer> codes = new TreeMap<>();
        private final Map<End, Integer> ends = new TreeMap<>();
        private int count;
        private double longest;
        private long slowest;

        Tally(String sort) {
            this.sort = sort;
        }

        void add(long seed, Result result) {
            count++;
            codes.merge(result.code(), 1, Integer::sum);
            ends.merge(result.verdict().end(), 1, Integer::sum);
            if (result.seconds() > longest) {
                longest = result.seconds();
                slowest = seed;
            }
            if (result.verdict().end() == End.FAULT) {
                fault(result.verdict().why(), seed + " (" + result.mutant().what() + ") " + result.verdict().detail());
            }
            if (count % WRITTEN_EVERY == 0) {
                write();
            }
        }

        void fault(String why, String mutant) {
            faults.computeIfAbsent(why, key -> new ArrayList<>()).add(mutant);
        }

        void write() {
            Folders.write(Path.of("target", "mutations-" + sort + ".txt").toAbsolutePath(), toString());
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s: %d mutants, codes %s, %s, longest %.1f s (seed %d)%n",
                    sort, count, codes, ends, longest, slowest));
            faults.forEach((why, mutants) -> {
                text.append(why).append('\n');
                mutants.stream().limit(SHOWN).forEach(mutant -> text.append("    ").append(mutant).append('\n'));
                text.append(mutants.size() > SHOWN ? "    ... and " + (mutants.size() - SHOWN) + " more\n" : "");
            });
            return text.toString();
        }
    }

    /** A process of its own ends as the command in a process of many does. */
    private static void processes(MutatedInput input, long seed, Tally tally) throws IOException {
        List<Integer> together = input.run(seed).outcomes().stream().map(Outcome::code).toList();
        Mutant mutant = input.prepared(seed);
        List<Integer> alone = new ArrayList<>();
        for (List<String> command : mutant.commands().subList(0, together.size())) {
            alone.add(input.process(command).code());
        }
        if (!alone.equals(together)) {
            tally.fault("ends with " + alone + " as a process, with " + together + " among others", seed + " (" + mutant.what() + ")");
        }
    }
}
