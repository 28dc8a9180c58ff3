package org.palimpsest.harness.instructions;

import com.google.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.StreamPlanner;
import org.palimpsest.harness.config.Values;
import org.palimpsest.harness.plugins.Plugins;

/** Plans streams of instructions. */
public final class InstructionPlanner implements StreamPlanner {
    /** The scenario, as files name it. */
    static final String SCENARIO = "instruction";

    private final Plugins plugins;
    private final Datasets datasets;

    /** A planner that looks up backbones among these plug-ins. */
    @Inject
    public InstructionPlanner(Plugins plugins, Datasets datasets) {
        this.plugins = plugins;
        this.datasets = datasets;
    }

    @Override
    public List<String> scenarios() {
        return List.of(SCENARIO);
    }

    @Override
    public Class<InstructionBenchmark> section() {
        return InstructionBenchmark.class;
    }

    @Override
    public List<String> trained() {
        return List.of("prompt", "length", "head", "budget");
    }

    @Override
    public Optional<InstructionDraft> read(String file, Values values, Problems problems) {
        return new Binder(problems).bind(InstructionSpec.class, values).map(spec -> new InstructionDraft(spec, values.sourceOf(""), plugins, datasets));
    }
}
