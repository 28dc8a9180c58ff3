package org.palimpsest.harness.control;

import com.google.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.Games;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.StreamPlanner;
import org.palimpsest.harness.config.Values;
import org.palimpsest.harness.plugins.Plugins;

/** Plans streams of environments. */
public final class ControlPlanner implements StreamPlanner {
    /** The scenario, as files name it. */
    static final String SCENARIO = "control";

    private final Plugins plugins;
    private final Datasets datasets;
    private Games games; // looked for when first needed: most commands are about images

    /** A planner that looks up games and backbones among these plug-ins. */
    @Inject
    public ControlPlanner(Plugins plugins, Datasets datasets) {
        this.plugins = plugins;
        this.datasets = datasets;
    }

    private Games games() {
        if (games == null) {
            games = Games.of(plugins.classLoader());
        }
        return games;
    }

    @Override
    public List<String> scenarios() {
        return List.of(SCENARIO);
    }

    @Override
    public Class<ControlBenchmark> section() {
        return ControlBenchmark.class;
    }

    @Override
    public List<String> trained() {
        return List.of("steps", "environments");
    }

    @Override
    public Optional<ControlDraft> read(String file, Values values, Problems problems) {
        return new Binder(problems).bind(ControlSpec.class, values).flatMap(spec -> draft(spec, values.sourceOf(""), problems));
    }

    private Optional<ControlDraft> draft(ControlSpec spec, String source, Problems problems) {
        if (!PlannedConsole.needed(spec)) {
            return Optional.of(new ControlDraft(spec.settled(Optional.empty()), source, Optional.empty(), games(), plugins, datasets));
        }
        spec.ramping().ifPresent(ramping -> problems.at(source).add("ramping", ramping, "is for the built-in games; those of a console decide themselves"));
        return PlannedConsole.of(spec, source, plugins, problems)
                .map(console -> new ControlDraft(spec.settled(Optional.of(console)), source, Optional.of(console), games(), plugins, datasets));
    }
}
