package org.palimpsest.harness.check;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.check.Rule.Breach;
import org.palimpsest.harness.check.Verdict.Outcome;
import org.palimpsest.harness.plugins.Plugins;

/** Tries whether methods, with or without add-ons, keep to the rules. */
public final class MethodCheck {
    private final Plugins plugins;
    private final Device device;

    /** A check of what is on the class path and of plug-ins, on a device. */
    public MethodCheck(Plugins plugins, Device device) {
        this.plugins = plugins;
        this.device = device;
    }

    /** The names of the rules. */
    public static List<String> rules() {
        return MethodRules.ALL.stream().map(Rule::id).toList();
    }

    /**
     * Tries the rules one after the other.
     *
     * @param method as on the command line, {@code er} or {@code er+ema}
     * @param settings {@code key=value} of the method or of the kit's benchmarks
     * @param rules names of those to try; none for all
     * @param told of each as soon as it is tried
     * @throws InvalidInputException if there is no such method or rule
     */
    public List<Verdict> check(String method, List<String> settings, List<String> rules, Consumer<Verdict> told) {
        Problems problems = new Problems().at("check");
        Optional<Plugins.Recipe> recipe = plugins.recipe(method, "check", problems);
        rules.stream().filter(rule -> !rules().contains(rule))
                .forEach(rule -> problems.add("--rule", rule, "there is no such rule" + Names.suggestion(rule, rules())));
        problems.throwIfAny();
        List<Verdict> verdicts = new ArrayList<>();
        for (Rule rule : MethodRules.ALL) {
            if (rules.isEmpty() || rules.contains(rule.id())) {
                boolean moody = rule.comparing() && verdicts.stream().anyMatch(other -> other.rule().equals(MethodRules.DETERMINISTIC)
                        && other.outcome() == Outcome.BROKEN);
                Verdict verdict = moody ? notTried(rule, recipe.orElseThrow(), settings, "since no two of its runs are the same")
                        : verdict(rule, recipe.orElseThrow(), settings);
                verdicts.add(verdict);
                told.accept(verdict);
            }
        }
        return verdicts;
    }

    private Verdict verdict(Rule rule, Plugins.Recipe recipe, List<String> settings) {
        try (Laboratory laboratory = new Laboratory(plugins, device, settings)) {
            Optional<Breach> breach = rule.check().apply(recipe, laboratory);
            return new Verdict(recipe.name(), rule.id(), rule.summary(), breach.isEmpty() ? Outcome.KEPT : Outcome.BROKEN,
                    breach.map(Breach::expected), breach.map(Breach::happened), settings);
        } catch (InvalidInputException e) {
            return notTried(rule, recipe, settings, "since it does not take the stream: " + e.problems().get(0).message());
        }
    }

    private static Verdict notTried(Rule rule, Plugins.Recipe recipe, List<String> settings, String reason) {
        return new Verdict(recipe.name(), rule.id(), rule.summary(), Outcome.NOT_TRIED, Optional.empty(), Optional.of(reason), settings);
    }
}
