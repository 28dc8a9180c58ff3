package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * The names of runs and the digests of streams are what the golden files say, or nobody's records would be found again. A run's digest is
 * one of the whole protocol with the digest of the data and the stream's declaration, of the method and of all options; a stream's is one of
 * every example, label and pixel map of every task. Each line begins with the data sets it needs; what those at hand do not tell is
 * skipped, and stays as it is when the files are written anew.
 */
public class GoldenPlansTest {
    private static final String RUNS = "run-digests.txt";
    private static final String STREAMS = "stream-digests.txt";
    private static final String EMBEDDED = "embedded";
    private static final String APART = "  ";

    private Palimpsest palimpsest;
    private List<String> data;
    private final Set<String> present = new TreeSet<>(Set.of(EMBEDDED));
    private final Set<String> embedded = new TreeSet<>();
    private final Map<String, List<String>> runs = new TreeMap<>();
    private final Map<String, String> refused = new TreeMap<>();
    private final Map<String, List<String>> streams = new TreeMap<>();

    @BeforeClass
    public void planEverything() {
        palimpsest = new Palimpsest(Folders.temporary(getClass()));
        data = Stream.ofNullable(System.getenv("PALIMPSEST_DATA")).flatMap(list -> Stream.of(list.split(File.pathSeparator)))
                .filter(folder -> !folder.isBlank()).flatMap(folder -> Stream.of("--data", folder)).toList();
        CommandBatch batch = new CommandBatch(palimpsest.home());
        List<Outcome> lists = batch.run(List.of(command("data", "list", "--json"), command("list", "benchmarks", "--json"), command("list", "suites",
                "--json")));
        lists.forEach(list -> list.exits(0));
        for (JsonNode row : lists.get(0).json()) {
            String name = row.get("name").asText();
            switch (row.get("state").asText()) {
                case "embedded" -> embedded.add(name);
                case "not found", "your own" -> { }
                default -> present.add(name);
            }
        }
        plan(batch, lists.get(1).json().findValuesAsText("name"), lists.get(2).json().findValuesAsText("name"));
        realise();
    }

    @AfterClass(alwaysRun = true)
    public void cleanUp() {
        Folders.delete(palimpsest.home());
    }

    private List<String> command(String... words) {
        return Stream.concat(Stream.of(words), data.stream()).toList();
    }

    private void plan(CommandBatch batch, List<String> benchmarks, List<String> suites) {
        Map<String, Set<String>> needs = needsOfBenchmarks();
        List<List<String>> commands = new ArrayList<>();
        benchmarks.forEach(name -> commands.add(command("run", name, "--methods", "finetune,er", "--seeds", "1", "--dry-run", "--results", "none")));
        suites.forEach(name -> commands.add(command("run", name, "--dry-run", "--results", "none")));
        for (Outcome outcome : batch.run(commands)) {
            String what = (benchmarks.contains(outcome.command().get(1)) ? "benchmark " : "suite ") + outcome.command().get(1);
            if (outcome.code() != 0) {
                refused.put(what, outcome.err());
                continue;
            }
            Map<String, List<String>> seeds = new LinkedHashMap<>();
            Set<String> needed = new TreeSet<>();
            for (String line : outcome.out().lines().toList()) {
                assertTrue(line.matches("\\S+/\\S+/\\d+-[0-9a-f]{12}( \\(.+\\))?  to do"), what + ": " + line);
                String[] run = line.split(" ")[0].split("/");
                needed.addAll(needs.getOrDefault(run[0], Set.of("?")));
                seeds.computeIfAbsent(run[0] + " " + run[1] + " " + run[2].split("-")[1], r -> new ArrayList<>()).add(run[2].split("-")[0]);
            }
            List<String> lines = runs.computeIfAbsent(key(needed), n -> new ArrayList<>());
            seeds.forEach((run, list) -> lines.add(key(needed) + APART + what + APART + run + " seeds " + String.join(" ", list)));
        }
    }

    private static String key(Collection<String> needs) {
        Set<String> real = new TreeSet<>(needs);
        real.remove(EMBEDDED);
        return real.isEmpty() ? EMBEDDED : String.join("+", real);
    }

    /** Data sets and weights by benchmark, as the golden protocols have it. */
    private Map<String, Set<String>> needsOfBenchmarks() {
        Map<String, Set<String>> needs = new TreeMap<>();
        for (String line : Records.text(Golden.file("protocols.txt")).lines().toList()) {
            String[] parts = line.split("  | = ", 3);
            String value = parts[2].replace("\"", "");
            if (parts[1].equals("stream.dataset")) {
                needs.computeIfAbsent(parts[0], b -> new TreeSet<>()).add(base(value));
            } else if (parts[1].equals("backbone.weights") && !value.equals("none")) {
                needs.computeIfAbsent(parts[0], b -> new TreeSet<>()).add("weights");
            }
        }
        return needs;
    }

    private String base(String dataset) {
        String base = dataset.split("[@:]")[0];
        return embedded.contains(base) ? EMBEDDED : base;
    }

    /** A run records the digest of its stream as it begins; this one learns so fast that it diverges at once, and costs no more than its beginning. */
    private void realise() {
        Map<String, String> needs = new TreeMap<>();
        for (String line : Records.text(Golden.file("streams.txt")).lines().toList()) {
            String[] parts = line.split("  ", 2);
            if (parts[1].startsWith("dataset: ")) {
                needs.put(parts[0], base(parts[1].substring("dataset: ".length())));
            }
        }
        Map<String, List<String>> names = needs.keySet().stream().filter(name -> present.contains(needs.get(name)))
                .collect(Collectors.groupingBy(name -> needs.get(name).equals(EMBEDDED) ? EMBEDDED : "real"));
        names.forEach((kind, streamNames) -> {
            for (String name : streamNames) {
                Benchmark.named(name).with("stream", name).with("backbone", "{name: identity}").with("budget", "{epochs: 1, batch: 10, steps: 2}")
                        .with("optimiser", "{name: sgd, lr: 1.0e+39}").with("evaluation", "{scope: last}").with("probe", "{perTask: 0}").in(palimpsest.home());
            }
            Folders.write(palimpsest.home().resolve(kind + "-suite.yaml"), "benchmarks: [" + streamNames.stream().map(name -> name + ".yaml")
                    .collect(Collectors.joining(", ")) + "]\nmethods: [finetune]\nseeds: " + (kind.equals(EMBEDDED) ? "[0, 7]" : "[0]") + "\n");
            palimpsest.run(command("run", kind + "-suite.yaml", "--results", kind).toArray(String[]::new)).exits(1);
            Records.runs(palimpsest.home().resolve(kind)).forEach((run, info) -> {
                assertEquals(info.get("status").asText(), "diverged", run);
                JsonNode stream = info.get("stream");
                assertEquals(stream.get("id").asText(), info.get("id").get("benchmark").asText());
                String need = needs.get(stream.get("id").asText());
                streams.computeIfAbsent(need, n -> new ArrayList<>()).add(need + APART + stream.get("id").asText() + APART + "seed "
                        + info.get("id").get("seed").asInt() + " " + stream.get("digest").asText()
                        + (stream.has("shots") ? " shots from " + stream.get("shots").asText() : ""));
            });
        });
    }

    @DataProvider
    public Object[][] files() {
        return new Object[][] {{RUNS}, {STREAMS}};
    }

    /** What is not at hand stays as it is. */
    @Test(dataProvider = "files")
    public void write(String file) {
        if (!Golden.writing()) {
            return;
        }
        Map<String, List<String>> all = Files.exists(Golden.file(file)) ? golden(file) : new TreeMap<>();
        all.putAll(file.equals(RUNS) ? runs : streams);
        all.remove("?");
        Golden.assertSame(file, all.values().stream().flatMap(List::stream).toList());
    }

    private static Map<String, List<String>> golden(String file) {
        return Records.text(Golden.file(file)).lines().collect(Collectors.groupingBy(line -> line.split(APART)[0], TreeMap::new, Collectors.toList()));
    }

    /** A golden file and data sets that some of its lines need. */
    @DataProvider
    public Object[][] groups() {
        return Golden.writing() ? new Object[0][] : Stream.of(RUNS, STREAMS)
                .flatMap(file -> golden(file).keySet().stream().map(needs -> new Object[] {file, needs})).toArray(Object[][]::new);
    }

    @Test(dataProvider = "groups")
    public void digestsAreTheSame(String file, String needs) {
        for (String need : needs.split("\\+")) {
            if (!present.contains(need) && !need.equals("weights")) {
                throw new SkipException(need + " is not here: set PALIMPSEST_DATA to a folder that holds it");
            }
        }
        List<String> expected = golden(file).get(needs);
        List<String> actual = new ArrayList<>((file.equals(RUNS) ? runs : streams).getOrDefault(needs, List.of()));
        if (file.equals(RUNS)) {
            expected.stream().map(line -> line.split(APART)[1]).distinct().filter(refused::containsKey).forEach(what -> {
                if (needs.contains("weights") && refused.get(what).contains("backbone.weights")) {
                    throw new SkipException("weights are not here: " + refused.get(what));
                }
                actual.add(what + " is refused: " + refused.get(what));
            });
        }
        Golden.assertSame(file + ", " + needs, expected, actual);
    }
}
