package org.palimpsest.harness.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedRecipe;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.board.Options;

/** What people call the runs of a plan: recipes of one method are told apart by the options in which they differ. */
final class RunNames {
    private final Map<List<String>, Map<PlannedRecipe, Variant>> variants = new HashMap<>();

    RunNames(List<PlannedRun> runs) {
        runs.forEach(run -> variants.computeIfAbsent(key(run), key -> new HashMap<>()).computeIfAbsent(run.how(), how -> new Variant(run)));
        variants.values().forEach(same -> {
            List<Variant> all = List.copyOf(same.values());
            List<String> options = Options.differences(all.stream().map(variant -> variant.options).toList());
            List<String> rules = Options.differences(all.stream().map(variant -> variant.rule).toList());
            for (int i = 0; i < all.size(); i++) {
                all.get(i).difference = Stream.of(options.get(i), rules.get(i)).filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
            }
        });
    }

    private static List<String> key(PlannedRun run) {
        return List.of(run.benchmark().id(), run.recipe().name());
    }

    /** The options in brackets, with a blank before them; nothing where a benchmark has the method once. */
    String options(PlannedRun run) {
        String difference = variants.get(key(run)).get(run.how()).difference;
        return difference.isEmpty() ? "" : " (" + difference + ")";
    }

    private static final class Variant {
        private final Map<String, Object> options;
        private final Map<String, Object> rule;
        private String difference = "";

        Variant(PlannedRun run) {
            options = run.methodOptions();
            rule = Binder.toMap(run.optimiser());
        }
    }
}
