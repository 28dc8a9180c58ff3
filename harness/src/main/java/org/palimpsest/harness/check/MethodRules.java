package org.palimpsest.harness.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.palimpsest.harness.api.LearningModule;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.check.Laboratory.Wanted;
import org.palimpsest.harness.check.Rule.Breach;
import org.palimpsest.harness.config.OptionInfo;
import org.palimpsest.harness.plugins.Plugins.Recipe;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.RunStatus;

/** The rules for methods and add-ons, in the order that they are tried. */
final class MethodRules {
    static final String DETERMINISTIC = "deterministic";

    private static final String BUFFER = "buffer";
    private static final int SMALL_BUFFER = 6;
    /** Of a picture of three channels, its label, its task and what may be stored of the network's answers, and of what a memory itself has to keep. */
    private static final long BYTES_A_PICTURE = 3L * ToyImages.SIDE * ToyImages.SIDE + 64;
    private static final long BYTES_A_MEMORY = 4096;
    private static final int SEEDS = 3;
    /** Of two classes one is right by chance half of the time. */
    private static final double ABOVE_CHANCE = 0.75;

    static final List<Rule> ALL = List.of(
            new Rule("documented", "it says what it is and where it is from, and every option has a line and a default", (recipe, runs) -> documented(recipe)),
            new Rule("learns", "it tells apart the two classes of the first task", MethodRules::learns),
            new Rule(DETERMINISTIC, "the same seed gives the same record", MethodRules::deterministic),
            new Rule("resumes", "a run that is interrupted in every task has the same record and the same states", true, MethodRules::resumes),
            new Rule("future", "what comes later changes nothing before", true, MethodRules::future),
            new Rule("test-data", "test pictures change neither training nor states", true, MethodRules::testData),
            new Rule("memory", "it keeps no more than its option 'buffer' allows", MethodRules::memory),
            new Rule("leaks", "three times as many updates leave no native array more", MethodRules::leaks),
            new Rule("odd-tasks", "tasks of one class, of one picture and with an odd last batch are learned",
                    (recipe, runs) -> finishes(recipe, runs, Toy.ODD)),
            new Rule("repeated-classes", "classes that come again are learned", (recipe, runs) -> finishes(recipe, runs, Toy.REPEATED)));

    private MethodRules() {}

    private static Optional<Breach> documented(Recipe recipe) {
        List<String> missing = new ArrayList<>();
        for (LearningModule<?> part : recipe.parts()) {
            if (part.summary().isBlank() || part.source().isBlank()) {
                missing.add(part.name() + " has no " + (part.summary().isBlank() ? "summary" : "source"));
            }
            for (OptionInfo option : OptionInfo.of(part.options())) {
                if (option.doc().isBlank()) {
                    missing.add(part.name() + ": option " + option.name() + " has no @Doc");
                }
                if (option.defaultValue().isEmpty()) {
                    missing.add(part.name() + ": option " + option.name() + " has no @Default");
                }
            }
        }
        return broken(missing.isEmpty(), "a summary, a source, and @Doc and @Default of every option", String.join("; ", missing));
    }

    /** A bound need not learn: one of them is there to show what is known before. */
    private static Optional<Breach> learns(Recipe recipe, Laboratory runs) {
        if (recipe.method().isBound()) {
            return Optional.empty();
        }
        double sum = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Trial trial = runs.run(new Wanted(recipe.name(), Toy.PLAIN, seed, List.of()));
            Optional<Breach> early = unfinished(trial);
            if (early.isPresent()) {
                return early;
            }
            sum += firstTask(trial);
        }
        double mean = sum / SEEDS;
        return broken(mean >= ABOVE_CHANCE, "at least " + ABOVE_CHANCE + " of the first task right when it was first examined, mean of " + SEEDS + " seeds",
                String.format(Locale.ROOT, "%.2f", mean));
    }

    /** The accuracy on the first task in the first row after the untrained network's. */
    private static double firstTask(Trial trial) {
        return trial.tables().get(AccuracyRow.TABLE.name()).stream().skip(1).map(line -> line.split(","))
                .filter(cells -> !cells[0].equals("0") && cells[1].equals("1")).findFirst()
                .map(cells -> Double.parseDouble(cells[3]) / Double.parseDouble(cells[2])).orElse(0.0);
    }

    private static Optional<Breach> deterministic(Recipe recipe, Laboratory runs) {
        Trial one = runs.run(new Wanted(recipe.name(), Toy.PLAIN));
        return same("the same record twice", one, runs.run(new Wanted(recipe.name(), Toy.PLAIN)));
    }

    private static Optional<Breach> resumes(Recipe recipe, Laboratory runs) {
        Trial whole = runs.run(new Wanted(recipe.name(), Toy.PLAIN));
        return same("the record of a run in one go", whole, runs.interrupted(new Wanted(recipe.name(), Toy.PLAIN)));
    }

    private static Optional<Breach> same(String expected, Trial one, Trial other) {
        if (one.info().status() != other.info().status()) {
            return Optional.of(new Breach(expected, one.info().status().id() + " and " + other.info().status().id() + message(other)));
        }
        return Trial.difference(one.tables(), other.tables()).or(() -> state(one.states(), other.states())).map(where -> new Breach(expected, where));
    }

    private static Optional<String> state(SortedMap<Integer, String> one, SortedMap<Integer, String> other) {
        return one.keySet().stream().filter(task -> !one.get(task).equals(other.get(task))).findFirst().map(task -> "other states after task " + task);
    }

    private static Optional<Breach> future(Recipe recipe, Laboratory runs) {
        if (recipe.method().regime() != Regime.SEQUENTIAL) {
            return Optional.empty();
        }
        Trial plain = runs.run(new Wanted(recipe.name(), Toy.PLAIN));
        Trial other = runs.run(new Wanted(recipe.name(), Toy.OTHER_FUTURE));
        int last = plain.info().tasks();
        return Trial.difference(plain.before(last), other.before(last))
                .or(() -> state(new TreeMap<>(plain.states().headMap(last)), other.states()))
                .map(where -> new Breach("the same before task " + last + ", whose pictures alone are others", where));
    }

    private static Optional<Breach> testData(Recipe recipe, Laboratory runs) {
        Trial plain = runs.run(new Wanted(recipe.name(), Toy.PLAIN));
        Trial other = runs.run(new Wanted(recipe.name(), Toy.OTHER_TEST));
        return Trial.difference(training(plain), training(other)).or(() -> state(plain.states(), other.states()))
                .map(where -> new Breach("the same training and states with other test pictures", where));
    }

    private static Map<String, List<String>> training(Trial trial) {
        return Map.of("training", trial.tables().getOrDefault("training", List.of()));
    }

    /** An add-on may keep something of its own. */
    private static Optional<Breach> memory(Recipe recipe, Laboratory runs) {
        if (!recipe.addOns().isEmpty() || OptionInfo.of(recipe.method().options()).stream().noneMatch(option -> option.name().equals(BUFFER))) {
            return Optional.empty();
        }
        Trial trial = runs.run(new Wanted(recipe.name(), Toy.PLAIN, 0, List.of(BUFFER + "=" + SMALL_BUFFER)));
        long allowed = SMALL_BUFFER * BYTES_A_PICTURE + BYTES_A_MEMORY;
        long kept = trial.info().cost().memoryBytes();
        return unfinished(trial)
                .or(() -> broken(kept <= allowed, "at most " + allowed + " bytes besides the weights with buffer=" + SMALL_BUFFER, kept + " bytes"));
    }

    private static Optional<Breach> leaks(Recipe recipe, Laboratory runs) {
        Trial few = runs.run(new Wanted(recipe.name(), Toy.PLAIN));
        Trial many = runs.run(new Wanted(recipe.name(), Toy.LONGER));
        return unfinished(few).or(() -> unfinished(many)).or(() -> broken(many.arrays() <= few.arrays(),
                few.arrays() + " native arrays after the last task, as with a third of the updates", Integer.toString(many.arrays())));
    }

    private static Optional<Breach> finishes(Recipe recipe, Laboratory runs, Toy toy) {
        return unfinished(runs.run(new Wanted(recipe.name(), toy)));
    }

    /** What was wrong with a run that did not come to its end, of which nothing else can be told. */
    private static Optional<Breach> unfinished(Trial trial) {
        return broken(trial.info().status() == RunStatus.FINISHED, "a run that comes to its end", trial.info().status().id() + message(trial));
    }

    private static String message(Trial trial) {
        return trial.info().message().map(message -> ": " + message).orElse("");
    }

    private static Optional<Breach> broken(boolean kept, String expected, String happened) {
        return kept ? Optional.empty() : Optional.of(new Breach(expected, happened));
    }
}
