package org.palimpsest.harness.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;

/**
 * Benchmarks x methods x seeds, as written; nothing is looked up yet.
 *
 * @param name of the leaderboard
 * @param source file, or the command line
 * @param benchmarks ids or files
 * @param methods recipes with their options
 * @param seeds run seeds
 */
public record SuiteSpec(String name, String source, List<String> benchmarks, List<RecipeSpec> methods, List<Long> seeds) {
    private static final String ID = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
    private static final int MOST_SEEDS = 10_000;
    private static final Pattern RANGE = Pattern.compile("([0-9]+)\\s*(?:-|\\.\\.)\\s*([0-9]+)");
    private static final List<String> KEYS = List.of("id", "title", "takes", "benchmarks", "methods", "seeds");

    /** The suite as a file says it; ends with a line break. */
    public String yaml() {
        StringBuilder text = new StringBuilder("id: " + Yaml.flow(name) + "\nbenchmarks: " + Yaml.flow(benchmarks) + "\nmethods:\n");
        methods.forEach(method -> text.append("  - ").append(Yaml.flow(method.name()))
                .append(method.options().isEmpty() ? "" : ": " + Yaml.flow(method.options())).append('\n'));
        return text.append("seeds: ").append(Yaml.flow(seeds)).append('\n').toString();
    }

    /**
     * Reads a suite's raw values; everything wrong with them is added to the problems.
     *
     * @param name of the leaderboard, unless the suite has an id
     * @param replaced keys that the request replaces, and that may be missing therefore
     */
    static SuiteSpec of(String name, Values values, Set<String> replaced, Problems problems) {
        String source = values.sourceOf("");
        Map<String, Object> tree = values.tree();
        for (String key : tree.keySet()) {
            if (!KEYS.contains(key)) {
                problems.at(source).add(key, tree.get(key), "unknown key" + Names.suggestion(key, KEYS));
            }
        }
        text(tree.getOrDefault("title", ""), "title", source, problems);
        text(tree.getOrDefault("takes", ""), "takes", source, problems);
        String id = text(tree.getOrDefault("id", name), "id", source, problems).orElse(name);
        if (tree.containsKey("id") && !id.matches(ID)) {
            problems.at(source).add("id", id, "must match " + ID + ", for it names the leaderboard's files");
        }
        List<String> benchmarks = list(tree, "benchmarks", source, problems).stream()
                .flatMap(entry -> text(entry, "benchmarks", source, problems).stream()).toList();
        List<RecipeSpec> methods = new ArrayList<>();
        if (tree.containsKey("methods") || !replaced.contains("methods")) {
            list(tree, "methods", source, problems).forEach(entry -> method(entry, source, problems).ifPresent(methods::add));
        }
        List<Long> seeds = tree.containsKey("seeds") || !replaced.contains("seeds")
                ? seeds(tree.get("seeds"), source, "seeds", problems)
                : List.of();
        return new SuiteSpec(id, source, benchmarks, methods, seeds);
    }

    private static Optional<String> text(Object raw, String key, String source, Problems problems) {
        try {
            return Optional.of(Conversion.text(raw));
        } catch (Conversion.WrongValue wrong) {
            problems.at(source).add(key, raw, wrong.getMessage());
            return Optional.empty();
        }
    }

    /** {@code er} or {@code {er: {buffer: 200}}}. */
    private static Optional<RecipeSpec> method(Object entry, String source, Problems problems) {
        if (entry instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            Map<String, Object> options = new LinkedHashMap<>();
            if (only.getValue() instanceof Map<?, ?> given) {
                given.forEach((k, v) -> options.put(String.valueOf(k), v));
            } else if (only.getValue() != null) {
                problems.at(source).add("methods." + only.getKey(), only.getValue(), "must be a section of options");
            }
            return Optional.of(new RecipeSpec(String.valueOf(only.getKey()), options));
        }
        if (entry instanceof Map || entry instanceof List) {
            problems.at(source).add("methods", entry, "must be a name, or one name with a section of options");
            return Optional.empty();
        }
        return text(entry, "methods", source, problems).map(name -> new RecipeSpec(name, Map.of()));
    }

    private static List<?> list(Map<String, Object> tree, String key, String source, Problems problems) {
        Object value = tree.get(key);
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        problems.at(source).add(key, String.valueOf(value == null ? "" : value), "must be a list with at least one entry");
        return List.of();
    }

    /** A number n of seeds means 0 to n - 1; a list, or text with commas or ranges, means these. */
    public static List<Long> seeds(Object raw, String source, String key, Problems problems) {
        String written = raw == null ? "" : String.valueOf(raw);
        OptionalLong count = raw instanceof List ? OptionalLong.empty() : Numerals.whole(written.strip());
        List<Long> seeds = new ArrayList<>();
        boolean right = true;
        if (count.isPresent()) {
            LongStream.range(0, Math.min(count.getAsLong(), MOST_SEEDS + 1)).forEach(seeds::add);
        } else {
            for (Object item : raw instanceof List<?> list ? list : List.of(written.split(","))) {
                right &= range(String.valueOf(item).strip(), seeds);
            }
        }
        if (right && !seeds.isEmpty() && seeds.size() <= MOST_SEEDS && seeds.stream().distinct().count() == seeds.size()) {
            return seeds;
        }
        problems.at(source).add(key, written, "must be a number of seeds from 1 to " + MOST_SEEDS
                + ", or a list of different seeds of 0 or more, in which 0-4 stands for 0,1,2,3,4");
        return List.of();
    }

    /** Adds a seed, or those from one to another; false if it is neither. */
    private static boolean range(String written, List<Long> seeds) {
        Matcher ends = RANGE.matcher(written);
        OptionalLong first = Numerals.whole(ends.matches() ? ends.group(1) : written);
        OptionalLong last = Numerals.whole(ends.matches() ? ends.group(2) : written);
        if (first.isEmpty() || last.isEmpty() || first.getAsLong() < 0 || last.getAsLong() < first.getAsLong()
                || last.getAsLong() - first.getAsLong() >= MOST_SEEDS) {
            return false;
        }
        LongStream.rangeClosed(first.getAsLong(), last.getAsLong()).forEach(seeds::add);
        return true;
    }
}
