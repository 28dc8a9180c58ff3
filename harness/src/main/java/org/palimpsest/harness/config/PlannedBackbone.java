package org.palimpsest.harness.config;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.PretrainedArray;
import org.palimpsest.harness.plugins.Plugins;

/**
 * The network below the head, looked up and checked.
 *
 * @param module builds it
 * @param options its options
 * @param weights what it starts from, if not from chance
 */
public record PlannedBackbone(BackboneModule<?> module, Record options, Optional<PretrainedWeights> weights) {
    private static final String BACKBONE = "backbone";

    /** Name and options, for the protocol. */
    public Map<String, Object> protocol() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", module.name());
        map.putAll(Binder.toMap(options));
        weights.ifPresent(w -> map.put("weightsSha256", w.sha256()));
        if (weights.filter(PretrainedWeights::inFolder).isPresent()) {
            map.remove(module.weightsOption()); // what they are counts, not where this machine has them
        }
        return map;
    }

    /**
     * Builds the block, not initialised, to start from its weights.
     *
     * @param example shape of one example, without the batch dimension
     * @param normalised what examples are normalised by
     * @throws IllegalArgumentException if the weights are not of such a network
     */
    public Block build(Shape example, ChannelStatistics normalised) {
        Block block = module.create(options, example);
        weights.ifPresent(w -> module.pretrain(block, forNetworks(w), normalised));
        return block;
    }

    /**
     * Looks a backbone up and binds its options.
     *
     * @param written as the benchmark has it
     * @param values the benchmark
     * @return empty if something is wrong with it, which is added to the problems
     */
    public static Optional<PlannedBackbone> of(RecipeSpec written, Plugins plugins, Datasets datasets, Values values, Problems problems) {
        BackboneModule<?> module = plugins.backbones().get(written.name());
        if (module == null) {
            problems.at(values.sourceOf("backbone.name")).add(BACKBONE, written.name(),
                    "unknown backbone" + Names.suggestion(written.name(), plugins.backbones().keySet(), "'palimpsest list backbones' shows all"));
            return Optional.empty();
        }
        Optional<? extends Record> options = new Binder(problems).bind(module.options(), values.below(BACKBONE, written.options()));
        if (options.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> asked = module.weightsOf(options.get());
        try {
            return Optional.of(new PlannedBackbone(module, options.get(), asked.map(datasets::weights)));
        } catch (DatasetException e) {
            String key = BACKBONE + "." + module.weightsOption();
            problems.add(e.problem(values.sourceOf(key), key, String.valueOf(written.options().getOrDefault(module.weightsOption(), asked.orElseThrow()))));
            return Optional.empty();
        }
    }

    /** Weights by name; their values are not copied, and read when they are asked for. */
    public static org.palimpsest.harness.api.network.PretrainedWeights forNetworks(PretrainedWeights weights) {
        Map<String, PretrainedArray> arrays = new LinkedHashMap<>();
        weights.arrays().forEach((name, array) -> arrays.put(name,
                new PretrainedArray(new Shape(array.shape().stream().mapToLong(Integer::longValue).toArray()), array::read)));
        return new org.palimpsest.harness.api.network.PretrainedWeights(weights.name(), arrays);
    }
}
