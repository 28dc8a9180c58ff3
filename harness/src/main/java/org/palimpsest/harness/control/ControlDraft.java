package org.palimpsest.harness.control;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.GameInfo;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.datasets.arcade.Games;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.config.Benchmark;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.config.PlannedBackbone;
import org.palimpsest.harness.config.StreamDraft;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.ReturnScale;

/**
 * A declared stream of games.
 *
 * @param spec the declaration, settled
 * @param source its file, for errors
 * @param console what its games are played on, if they are not built in
 * @param games those that are built in
 */
record ControlDraft(ControlSpec spec, String source, Optional<PlannedConsole> console, Games games, Plugins plugins, Datasets datasets)
        implements StreamDraft {
    private static final String GAMES = "games";

    @Override
    public String scenario() {
        return ControlPlanner.SCENARIO;
    }

    @Override
    public Map<String, Object> toMap() {
        return Binder.toMap(spec);
    }

    @Override
    public void check(Problems problems) {
        modules(problems);
    }

    /** The games by task, as far as one goes through them once; empty if something is wrong with them. */
    private List<GameModule> modules(Problems problems) {
        int before = problems.count();
        List<GameModule> modules = console.map(on -> on.modules(spec, source, problems)).orElseGet(() -> builtIn(problems));
        if (modules.isEmpty()) {
            return List.of();
        }
        GameInfo first = modules.get(0).info(spec.settings());
        for (GameModule module : new LinkedHashSet<>(modules)) {
            GameInfo info = module.info(spec.settings());
            if (!info.actions().equals(first.actions())) {
                problems.at(source).add("actions", "minimal", module.id() + " has the actions " + String.join(", ", info.actions()) + ", and " + first.id()
                        + " has " + String.join(", ", first.actions()) + "; one agent needs the same in all games: full");
            }
            if (info.brightest() != first.brightest() || info.frames() != first.frames()) {
                problems.at(source).add(GAMES, module.id(), "is observed in " + info.frames() + " frames of values up to " + info.brightest() + ", and "
                        + first.id() + " in " + first.frames() + " up to " + first.brightest() + "; one agent needs the same in all games");
            }
            if (info.height() != first.height() || info.width() != first.width()) {
                problems.at(source).add(GAMES, module.id(), "is observed as " + info.height() + "x" + info.width() + ", and " + first.id() + " as "
                        + first.height() + "x" + first.width() + "; one agent needs the same size in all games");
            }
        }
        return problems.count() > before ? List.of() : modules;
    }

    private List<GameModule> builtIn(Problems problems) {
        for (String id : new LinkedHashSet<>(spec.games())) {
            if (games.find(id).isEmpty()) {
                problems.at(source).add(GAMES, id, "no such game" + Names.suggestion(id, games.ids()));
            }
        }
        return spec.games().stream().flatMap(id -> games.find(id).stream()).toList();
    }

    /** What scores in its games are told by, as far as it was measured. */
    private Map<String, ReturnScale> scales(Problems problems) {
        References references = References.of(plugins.classLoader(), problems);
        Map<String, ReturnScale> scales = new TreeMap<>();
        spec.games().forEach(game -> references.scale(game, spec).ifPresent(scale -> scales.put(game, scale)));
        return scales;
    }

    @Override
    public Optional<PlannedControl> plan(Benchmark benchmark, Problems problems) {
        int before = problems.count();
        ControlBenchmark section = (ControlBenchmark) benchmark.section();
        List<GameModule> modules = modules(problems);
        if (section.rounds() < 1) {
            problems.at(benchmark.values().sourceOf("steps")).add("steps", section.steps(), "must be at least one for each of the "
                    + section.environments() + " environments");
        }
        benchmark.spec().evaluation().validation().ifPresent(share -> problems.at(benchmark.values().sourceOf(EvaluationSpec.VALIDATION))
                .add(EvaluationSpec.VALIDATION, share, "is for examples, and there are none in games"));
        Optional<PlannedBackbone> backbone = PlannedBackbone.of(benchmark.spec().backbone(), plugins, datasets, benchmark.values(), problems);
        Map<String, ReturnScale> scales = scales(problems);
        int tasks = benchmark.spec().evaluation().length(spec.tasks(), problems.at(benchmark.values().sourceOf(EvaluationSpec.FIRST_TASKS)));
        if (problems.count() > before) {
            return Optional.empty();
        }
        List<GameInfo> infos = modules.stream().map(module -> module.info(spec.settings())).toList();
        Surroundings surroundings = new Surroundings(infos.stream().mapToInt(info -> info.planes().size()).max().orElseThrow(),
                infos.get(0).height(), infos.get(0).width(), infos.get(0).actions().size(), section.environments(),
                spec.boundaries() == ControlSpec.Boundaries.TOLD, infos.get(0).frames());
        PlannedControl planned = new PlannedControl(benchmark.spec().id(), section, spec, tasks, console, modules, backbone.orElseThrow(), surroundings,
                scales);
        try {
            planned.size(planned.network(), surroundings.actions());
        } catch (IllegalArgumentException e) {
            problems.at(benchmark.values().sourceOf("backbone")).add("backbone", planned.backbone().module().name(), e.getMessage());
            return Optional.empty();
        }
        return Optional.of(planned);
    }
}
