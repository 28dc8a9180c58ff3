package org.palimpsest.harness.config;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;

/** The kinds of streams there are. */
@Singleton
public final class StreamPlanners {
    private static final String SCENARIO = "scenario";

    private final List<StreamPlanner> all;

    /**
     * These kinds.
     *
     * @throws InvalidInputException if two of them have one scenario
     */
    @Inject
    public StreamPlanners(Set<StreamPlanner> all) {
        this.all = List.copyOf(all);
        Problems problems = new Problems().at("plug-ins");
        Map<String, StreamPlanner> owners = new HashMap<>();
        all.forEach(planner -> planner.scenarios().forEach(scenario -> Optional.ofNullable(owners.put(scenario, planner)).ifPresent(
                other -> problems.add(SCENARIO, scenario, "is planned by " + other.getClass().getName() + " and by " + planner.getClass().getName()))));
        problems.throwIfAny();
    }

    /** All of them. */
    public List<StreamPlanner> all() {
        return all;
    }

    /** The kind of a stream as written, by the nearest scenario if it names none; empty if there is none near. */
    Optional<StreamPlanner> of(Values stream) {
        String written = String.valueOf(stream.tree().get(SCENARIO));
        Optional<String> meant = scenarios().contains(written) ? Optional.of(written) : Names.nearest(written, scenarios());
        return meant.flatMap(scenario -> all.stream().filter(planner -> planner.scenarios().contains(scenario)).findFirst());
    }

    /** Adds that a stream has no scenario that is known, and what else is wrong with it to the kind that finds least. */
    void refuse(String file, Values stream, Problems problems) {
        Object written = stream.tree().get(SCENARIO);
        problems.at(stream.sourceOf(SCENARIO)).add(SCENARIO, written == null ? "" : written,
                written == null ? "is missing" : "must be one of " + String.join(", ", scenarios()));
        all.stream().map(planner -> {
            Problems found = new Problems();
            planner.read(file, new Values(stream.tree(), stream.sourceOf("")), found);
            return found.list().stream().filter(problem -> !problem.key().equals(SCENARIO)).toList();
        }).min(Comparator.comparing(List::size)).ifPresent(problems::addAll);
    }

    private List<String> scenarios() {
        return all.stream().map(StreamPlanner::scenarios).flatMap(Collection::stream).toList();
    }

    /** The kind that knows most of a benchmark's keys, to check the benchmark by where its stream does not tell. */
    StreamPlanner nearest(Values benchmark) {
        return all.stream().max(Comparator.comparing(planner -> benchmark.tree().keySet().stream().filter(keys(planner)::contains).count())).orElseThrow();
    }

    /** The keys that benchmarks of that kind can have. */
    static List<String> keys(StreamPlanner planner) {
        List<String> keys = new ArrayList<>();
        for (Class<? extends Record> type : List.of(BenchmarkSpec.class, planner.section())) {
            for (var component : type.getRecordComponents()) {
                keys.add(component.getName());
            }
        }
        return keys;
    }
}
