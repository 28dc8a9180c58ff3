package org.palimpsest.harness.control;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.consoles.ConsoleModule;
import org.palimpsest.harness.plugins.Plugins;

/**
 * The console that the games of a stream are played on, looked up and checked.
 *
 * @param module it
 * @param options its settings
 */
public record PlannedConsole(ConsoleModule<?> module, Record options) {
    private static final String CONSOLE = "console";
    private static final String GAMES = "games";

    /** Name and settings, as a stream would have to write them all. */
    RecipeSpec spec() {
        return new RecipeSpec(module.name(), Binder.toMap(options));
    }

    /**
     * Looks up what a stream names, or what the names of its games do.
     *
     * @param spec a stream that {@linkplain #needed needs} a console
     * @param source its file, for errors
     * @return empty if something is wrong with it, which is added to the problems
     */
    static Optional<PlannedConsole> of(ControlSpec spec, String source, Plugins plugins, Problems problems) {
        RecipeSpec written = spec.console().orElseGet(() -> new RecipeSpec(prefix(spec), Map.of()));
        ConsoleModule<?> module = plugins.consoles().get(written.name());
        if (module == null) {
            String why = Consoles.missing(written.name()).orElse("no such console" + Names.suggestion(written.name(), plugins.consoles().keySet()));
            problems.at(source).add(spec.console().isPresent() ? CONSOLE : GAMES, spec.console().isPresent() ? written.name() : games(spec), why);
            return Optional.empty();
        }
        Problems own = new Problems();
        Optional<? extends Record> options = new Binder(own).bind(module.options(), written.options(), source);
        own.list().forEach(p -> problems.at(p.source()).add(CONSOLE + "." + p.key(), p.value(), p.message()));
        if (options.isEmpty()) {
            check(module, spec, source, problems); // otherwise it is checked with what else there is
        }
        return options.map(bound -> new PlannedConsole(module, bound));
    }

    /** Whether the games of a stream are such that a console is needed. */
    static boolean needed(ControlSpec spec) {
        return spec.console().isPresent() || spec.games().stream().anyMatch(PlannedConsole::hasPrefix);
    }

    private static boolean hasPrefix(String game) {
        return game.indexOf(':') > 0;
    }

    private static String prefix(ControlSpec spec) {
        String game = spec.games().stream().filter(PlannedConsole::hasPrefix).findFirst().orElseThrow();
        return game.substring(0, game.indexOf(':'));
    }

    private static String games(ControlSpec spec) {
        return String.join(", ", new LinkedHashSet<>(spec.games().stream().filter(PlannedConsole::hasPrefix).toList()));
    }

    /**
     * The games of a stream that the console has; what is in the way of playing them is added to the problems.
     *
     * @return in the order of the declaration
     */
    List<GameModule> modules(ControlSpec spec, String source, Problems problems) {
        check(module, spec, source, problems);
        Map<String, GameModule> modules = new TreeMap<>();
        return spec.games().stream().filter(module.games()::contains)
                .map(game -> modules.computeIfAbsent(game, id -> module.game(id, options))).toList();
    }

    /** Adds what is in the way of playing the games of a stream, once for all that it is in the way of. */
    private static void check(ConsoleModule<?> module, ControlSpec spec, String source, Problems problems) {
        Map<String, String> obstacles = new LinkedHashMap<>();
        for (String game : new LinkedHashSet<>(spec.games())) {
            if (module.games().contains(game)) {
                module.obstacle(game).ifPresent(why -> obstacles.merge(why, game, (some, other) -> some + ", " + other));
            } else {
                problems.at(source).add(GAMES, game, hasPrefix(game) ? "no such game" + Names.suggestion(game, module.games(), "docs/arcade.md names all")
                        : "is not played on the console " + module.name() + "; one agent needs the same kind of observation in all games");
            }
        }
        obstacles.forEach((why, games) -> problems.at(source).add(GAMES, games, why));
    }
}
