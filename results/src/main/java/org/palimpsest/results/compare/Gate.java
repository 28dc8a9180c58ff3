package org.palimpsest.results.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.results.board.PairedDifference;

/**
 * Whether B may pass: it may not if in some column the verdict is that A is better and the p by Holm's correction is below 0.05.
 *
 * @param worse where B is worse, a line each
 * @param limits what so few seeds cannot show, or only under an assumption, a line each
 */
public record Gate(List<String> worse, List<String> limits) {
    /** Copies the lists. */
    public Gate {
        worse = List.copyOf(worse);
        limits = List.copyOf(limits);
    }

    /** Judges a comparison. */
    public static Gate of(Comparison comparison) {
        List<String> worse = comparison.methods().stream().flatMap(pair -> pair.differences().stream().filter(Gate::isWorse)
                .map(difference -> "B is worse: " + name(pair, difference) + ", " + ComparisonText.number(difference, difference.difference())
                        + ", Holm p " + ComparisonText.p(difference.evidence().pHolm()))).toList();
        Map<String, List<String>> limits = comparison.methods().stream()
                .flatMap(pair -> pair.differences().stream().flatMap(difference -> limit(difference).map(limit -> Map.entry(limit, name(pair, difference)))))
                .collect(Collectors.groupingBy(Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return new Gate(worse, limits.entrySet().stream().map(entry -> entry.getKey() + " (" + some(entry.getValue()) + ")").toList());
    }

    private static boolean isWorse(Difference difference) {
        return difference.verdict() == Verdict.A_BETTER && difference.evidence().significant();
    }

    /** What keeps a difference from making the gate fall, or makes it rest on normality. */
    private static Stream<String> limit(Difference difference) {
        int n = difference.n();
        if (n == 0) {
            return Stream.of("cannot fail: no seed has the number on both sides");
        }
        if (n >= PairedDifference.FEWEST_EQUAL) {
            return Stream.empty();
        }
        String least = String.format(Locale.ROOT, "%.4f", PairedTests.leastSignFlip(n)).replaceFirst("\\.?0+$", "");
        return Stream.of(difference.verdict() == Verdict.TOO_FEW_PAIRS
                ? "cannot fail with so few seeds: the smallest p is " + least
                : "can fail by the t test alone, which takes differences to be normal: the smallest sign-flip p of " + n + " seeds is " + least);
    }

    private static String some(List<String> names) {
        return names.get(0) + (names.size() == 1 ? "" : " and " + (names.size() - 1) + " more");
    }

    private static String name(PairedMethods pair, Difference difference) {
        String methods = pair.a().equals(pair.b()) || !pair.a().method().equals(pair.b().method())
                ? Stream.of(pair.b(), pair.a()).map(PairedMethods.Variant::method).distinct().collect(Collectors.joining(" against "))
                : pair.b() + " against " + pair.a();
        return pair.benchmark() + ", " + methods + ": " + difference.column();
    }
}
