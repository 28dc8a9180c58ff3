package org.palimpsest.harness.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
record SuiteSpec(String name, String source, List<String> benchmarks, List<RecipeSpec> methods, List<Long> seeds) {
    private static final String ID = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
    private static final int MOST_SEEDS = 10_000;
    private static final List<String> KEYS = List.of("id", "title", "benchmarks", "methods", "seeds");

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
        String id = String.valueOf(tree.getOrDefault("id", name));
        if (tree.containsKey("id") && !id.matches(ID)) {
            problems.at(source).add("id", id, "must match " + ID + ", for it names the leaderboard's files");
        }
        List<String> benchmarks = list(tree, "benchmarks", source, problems).stream().map(String::valueOf).toList();
        List<RecipeSpec> methods = new ArrayList<>();
        if (tree.containsKey("methods") || !replaced.contains("methods")) {
            list(tree, "methods", source, problems).forEach(entry -> methods.add(method(entry, source, problems)));
        }
        List<Long> seeds = tree.containsKey("seeds") || !replaced.contains("seeds")
                ? seeds(tree.get("seeds"), source, "seeds", problems)
                : List.of();
        return new SuiteSpec(id, source, benchmarks, methods, seeds);
    }

    /** {@code er} or {@code {er: {buffer: 200}}}. */
    private static RecipeSpec method(Object entry, String source, Problems problems) {
        if (entry instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            Map<String, Object> options = new LinkedHashMap<>();
            if (only.getValue() instanceof Map<?, ?> given) {
                given.forEach((k, v) -> options.put(String.valueOf(k), v));
            } else if (only.getValue() != null) {
                problems.at(source).add("methods." + only.getKey(), only.getValue(), "must be a section of options");
            }
            return new RecipeSpec(String.valueOf(only.getKey()), options);
        }
        if (entry instanceof Map || entry instanceof List) {
            problems.at(source).add("methods", entry, "must be a name, or one name with a section of options");
        }
        return new RecipeSpec(String.valueOf(entry), Map.of());
    }

    private static List<?> list(Map<String, Object> tree, String key, String source, Problems problems) {
        Object value = tree.get(key);
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        problems.at(source).add(key, String.valueOf(value == null ? "" : value), "must be a list with at least one entry");
        return List.of();
    }

    /** A number n of seeds means 0 to n - 1; a list (or text with commas) means these. */
    static List<Long> seeds(Object raw, String source, String key, Problems problems) {
        try {
            List<Long> seeds = new ArrayList<>();
            if (raw instanceof List<?> list) {
                list.forEach(item -> seeds.add(Long.parseLong(String.valueOf(item).strip())));
            } else if (String.valueOf(raw).contains(",")) {
                for (String item : String.valueOf(raw).split(",")) {
                    seeds.add(Long.parseLong(item.strip()));
                }
            } else {
                long count = Long.parseLong(String.valueOf(raw).strip());
                for (long seed = 0; seed < Math.min(count, MOST_SEEDS + 1); seed++) {
                    seeds.add(seed);
                }
            }
            if (!seeds.isEmpty() && seeds.size() <= MOST_SEEDS && seeds.stream().distinct().count() == seeds.size() && seeds.stream().allMatch(s -> s >= 0)) {
                return seeds;
            }
        } catch (NumberFormatException e) {
            // reported below, like the other ways to be wrong
        }
        problems.at(source).add(key, String.valueOf(raw == null ? "" : raw),
                "must be a number of seeds from 1 to " + MOST_SEEDS + ", or a list of different seeds of 0 or more");
        return List.of();
    }
}
