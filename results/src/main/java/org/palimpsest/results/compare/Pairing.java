package org.palimpsest.results.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.board.LeaderboardRuns;
import org.palimpsest.results.board.LeaderboardRuns.Run;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.compare.Comparison.Refusal;
import org.palimpsest.results.compare.Comparison.Unlike;
import org.palimpsest.results.compare.Comparison.Unpaired;
import org.palimpsest.results.compare.PairedMethods.Variant;
import org.palimpsest.results.metric.Metrics;

/** Finds out which runs of two leaderboards may be set against each other. Used once. */
final class Pairing {
    private static final int MOST_NAMED = 8;

    private final List<String> columns;
    private final Metrics metrics;
    private final Margin margin;
    private final boolean signs;
    private final List<PairedMethods> methods = new ArrayList<>();
    private final List<Refusal> refused = new ArrayList<>();
    private final List<Unpaired> unpaired = new ArrayList<>();
    private Map<String, Map<String, String>> keysOfA = Map.of();
    private Map<String, Map<String, String>> keysOfB = Map.of();

    Pairing(List<String> columns, Metrics metrics, Margin margin, boolean signs) {
        this.signs = signs;
        this.columns = columns;
        this.metrics = metrics;
        this.margin = margin;
    }

    Comparison compare(LeaderboardRuns a, LeaderboardRuns b) {
        keysOfA = a.protocols();
        keysOfB = b.protocols();
        Map<String, List<Run>> benchmarksA = group(a.runs(), Run::benchmark);
        Map<String, List<Run>> benchmarksB = group(b.runs(), Run::benchmark);
        boolean byName = !Collections.disjoint(distinct(a.runs(), Run::method), distinct(b.runs(), Run::method));
        for (String benchmark : union(benchmarksA.keySet(), benchmarksB.keySet())) {
            benchmark(
                    benchmark,
                    benchmarksA.getOrDefault(benchmark, List.of()),
                    benchmarksB.getOrDefault(benchmark, List.of()),
                    byName);
        }
        return new Comparison(a.file().toString(), b.file().toString(), corrected(), refused, unpaired);
    }

    /** The pairs with Holm's correction, over all differences of a column that have a p. */
    private List<PairedMethods> corrected() {
        Map<String, double[]> families = new HashMap<>();
        methods.stream().flatMap(pair -> pair.differences().stream()).filter(Pairing::isTested)
                .collect(Collectors.groupingBy(Difference::column, Collectors.mapping(one -> one.evidence().p().getAsDouble(), Collectors.toList())))
                .forEach((column, p) -> families.put(column, PairedTests.holm(p.stream().mapToDouble(Double::doubleValue).toArray())));
        Map<String, Integer> next = new HashMap<>();
        return methods.stream().map(pair -> pair.with(pair.differences().stream()
                .map(one -> isTested(one) ? one.withHolm(families.get(one.column())[next.merge(one.column(), 1, Integer::sum) - 1]) : one)
                .toList())).toList();
    }

    private static boolean isTested(Difference difference) {
        return difference.evidence().p().isPresent();
    }

    private void benchmark(String benchmark, List<Run> a, List<Run> b, boolean byName) {
        Map<String, List<Run>> protocolsA = group(a, Run::protocol);
        Map<String, List<Run>> protocolsB = group(b, Run::protocol);
        if (!a.isEmpty() && !b.isEmpty() && Collections.disjoint(protocolsA.keySet(), protocolsB.keySet())) {
            refuse(benchmark, List.copyOf(protocolsA.keySet()), List.copyOf(protocolsB.keySet()));
            return;
        }
        for (String protocol : union(protocolsA.keySet(), protocolsB.keySet())) {
            new Group(benchmark, protocol)
                    .pair(
                            group(protocolsA.getOrDefault(protocol, List.of()), Variant::of),
                            group(protocolsB.getOrDefault(protocol, List.of()), Variant::of),
                            byName);
        }
    }

    private void refuse(String benchmark, List<String> a, List<String> b) {
        Optional<List<Unlike>> nearest = nearest(a, b);
        List<Unlike> differences = nearest.orElse(List.of());
        String named = differences.stream().limit(MOST_NAMED).map(Unlike::toString).collect(Collectors.joining(", "));
        String why = nearest.isEmpty() ? "in which keys, files of earlier versions do not tell"
                : differences.size() <= MOST_NAMED ? named : named + ", and " + (differences.size() - MOST_NAMED) + " keys more";
        refused.add(new Refusal(
                benchmark, a, b, differences,
                benchmark + " was run under different protocols, " + String.join(", ", a) + " in A and "
                        + String.join(", ", b) + " in B: their numbers are not comparable; " + why));
    }

    /** In what the two protocols differ that are most alike; empty if none of a side is told. */
    private Optional<List<Unlike>> nearest(List<String> a, List<String> b) {
        return a.stream().filter(keysOfA::containsKey)
                .flatMap(one -> b.stream().filter(keysOfB::containsKey).map(other -> differences(keysOfA.get(one), keysOfB.get(other))))
                .min(Comparator.comparingInt(List::size));
    }

    private static List<Unlike> differences(Map<String, String> a, Map<String, String> b) {
        return union(a.keySet(), b.keySet()).stream().filter(key -> !Objects.equals(a.get(key), b.get(key)))
                .map(key -> new Unlike(key, Optional.ofNullable(a.get(key)), Optional.ofNullable(b.get(key)))).toList();
    }

    /** What happens within one benchmark and protocol. */
    private final class Group {
        private final String benchmark;
        private final String protocol;

        Group(String benchmark, String protocol) {
            this.benchmark = benchmark;
            this.protocol = protocol;
        }

        void pair(Map<Variant, List<Run>> a, Map<Variant, List<Run>> b, boolean byName) {
            if (!byName && a.size() == 1 && b.size() == 1) {
                pair(a.keySet().iterator().next(), a, b.keySet().iterator().next(), b);
                return;
            }
            Map<String, List<Variant>> methodsOfA = byMethod(a.keySet());
            Map<String, List<Variant>> methodsOfB = byMethod(b.keySet());
            Set<Variant> partners = new HashSet<>();
            for (Variant variant : a.keySet()) {
                List<Variant> namesakes = methodsOfB.getOrDefault(variant.method(), List.of());
                boolean unambiguous = namesakes.size() == 1 && methodsOfA.get(variant.method()).size() == 1;
                Optional<Variant> partner = unambiguous ? Optional.of(namesakes.get(0)) : Optional.of(variant).filter(b::containsKey);
                partner.ifPresent(partners::add);
                partner.ifPresentOrElse(found -> pair(variant, a, found, b), () -> alone(variant, "A", namesakes));
            }
            b.keySet().stream().filter(variant -> !partners.contains(variant)).forEach(
                    variant -> alone(variant, "B", methodsOfA.getOrDefault(variant.method(), List.of())));
        }

        private static Map<String, List<Variant>> byMethod(Set<Variant> variants) {
            return variants.stream().collect(Collectors.groupingBy(Variant::method));
        }

        private void alone(Variant variant, String side, List<Variant> namesakes) {
            String reason = namesakes.isEmpty()
                    ? "only in " + side
                    : "with the options (" + variant.options() + "; " + variant.training() + ") only in " + side;
            unpaired.add(new Unpaired(benchmark, protocol, variant.method(), OptionalLong.empty(), reason));
        }

        private void pair(Variant a, Map<Variant, List<Run>> runsA, Variant b, Map<Variant, List<Run>> runsB) {
            Map<Long, List<Run>> seedsA = group(runsA.get(a), Run::seed);
            Map<Long, List<Run>> seedsB = group(runsB.get(b), Run::seed);
            Map<Long, Run> pairedA = new LinkedHashMap<>();
            Map<Long, Run> pairedB = new LinkedHashMap<>();
            for (Long seed : union(seedsA.keySet(), seedsB.keySet())) {
                List<Run> ofA = seedsA.getOrDefault(seed, List.of());
                List<Run> ofB = seedsB.getOrDefault(seed, List.of());
                List<String> faults =
                        Stream.of(fault(ofA, "A"), fault(ofB, "B")).flatMap(Optional::stream).toList();
                if (faults.isEmpty()) {
                    pairedA.put(seed, ofA.get(0));
                    pairedB.put(seed, ofB.get(0));
                } else {
                    unpaired.add(new Unpaired(
                            benchmark, protocol, a.method(), OptionalLong.of(seed), String.join(", ", faults)));
                }
            }
            List<Run> all = Stream.concat(runsA.get(a).stream(), runsB.get(b).stream()).toList();
            methods.add(new PairedMethods(
                    benchmark, protocol, a, b, List.copyOf(pairedA.keySet()),
                    quantities(all).toList().parallelStream().map(quantity -> Difference.of(quantity, pairedA, pairedB, margin, signs)).toList()));
        }

        private Stream<Quantity> quantities(List<Run> runs) {
            List<String> wanted = columns.isEmpty() ? Comparison.ofScenario(runs, metrics) : columns;
            return wanted.stream().flatMap(column -> Quantity.find(column, metrics).stream());
        }

        private static Optional<String> fault(List<Run> runs, String side) {
            if (runs.isEmpty()) {
                return Optional.of("missing in " + side);
            }
            if (runs.size() > 1) {
                return Optional.of("more than once in " + side);
            }
            Run run = runs.get(0);
            return run.finished() ? Optional.empty() : Optional.of(run.status() + " in " + side);
        }
    }

    private static <K> Map<K, List<Run>> group(List<Run> runs, Function<Run, K> key) {
        return runs.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private static <K> Set<K> distinct(List<Run> runs, Function<Run, K> key) {
        return runs.stream().map(key).collect(Collectors.toSet());
    }

    private static <K> Set<K> union(Set<K> a, Set<K> b) {
        Set<K> union = new TreeSet<>(a);
        union.addAll(b);
        return union;
    }
}
