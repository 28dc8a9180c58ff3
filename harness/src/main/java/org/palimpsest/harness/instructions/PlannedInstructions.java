package org.palimpsest.harness.instructions;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.NetworkSize;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedBackbone;
import org.palimpsest.harness.config.PlannedRecipe;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.supervised.SupervisedStream;

/**
 * A stream of instructions and the model that answers them.
 *
 * @param benchmark name of the benchmark, for errors
 * @param section what the benchmark says of instructions alone
 * @param spec definition of the stream
 * @param lessons what it is made of
 * @param heldOut whether what is examined was held out of the training data
 * @param data where that comes from
 * @param backbone the model
 */
public record PlannedInstructions(String benchmark, InstructionBenchmark section, InstructionSpec spec, Lessons lessons, boolean heldOut,
        List<InstructionDataset> data, PlannedBackbone backbone) implements SupervisedStream {
    private static final String METHODS = "methods";

    private TextBackboneModule<?> module() {
        return (TextBackboneModule<?>) backbone.module();
    }

    /** Whether the model writes its answers. */
    boolean written() {
        return module().generates();
    }

    /** What the model reads of examples. */
    Prompts prompts() {
        int context = module().contextOf(backbone.options());
        return new Prompts(module().tokenizerOf(backbone.options()), section.prompt(), section.length().orElse(context), section.cut(),
                written() ? section.answerTokens() : 0);
    }

    /** The shape of an example as long as any can be, without the batch dimension. */
    public Shape example() {
        int length = section.length().orElse(module().contextOf(backbone.options()));
        return written() ? new Shape(2, length) : new Shape(length);
    }

    /** Outputs of the network: answers to choose from, or tokens. */
    int outputs() {
        return written() ? module().tokenizerOf(backbone.options()).vocabulary() : lessons.answers().size();
    }

    /** How the network chooses. */
    HeadKind head() {
        return written() ? HeadKind.NONE : section.head().name();
    }

    /** Builds the model, not initialised. */
    public Block network() {
        return backbone.build(example(), new ChannelStatistics(List.of(), List.of()));
    }

    /** How large a network is, see {@link NetworkSize#of}. */
    NetworkSize size(Block block) {
        return NetworkSize.of(block, example(), outputs(), Machine.memoryBytes());
    }

    @Override
    public String scenario() {
        return InstructionPlanner.SCENARIO;
    }

    @Override
    public int tasks() {
        return lessons.tasks().size();
    }

    @Override
    public boolean examinesTestData() {
        return !heldOut;
    }

    @Override
    public long updates() {
        return lessons.tasks().stream().mapToLong(task -> section.budget().totalSteps(task.train().size())).sum();
    }

    @Override
    public Map<String, Object> protocol() {
        Map<String, Object> map = new LinkedHashMap<>(Binder.toMap(section));
        map.put("backbone", backbone.protocol());
        map.put("tokenizer", module().tokenizerOf(backbone.options()).sha256());
        map.put("stream", Binder.toMap(spec));
        map.put("streamDigest", lessons.digest());
        return map;
    }

    @Override
    public List<RecipeModule<?>> modules() {
        return List.of(backbone.module());
    }

    @Override
    public void check(PlannedRecipe recipe, Problems problems) {
        try {
            size(recipe.recipe().rebuild(network(), recipe.options()));
        } catch (IllegalArgumentException e) {
            problems.add(METHODS, recipe.name(), "does not go with the backbone of " + benchmark + ": " + e.getMessage());
        }
        recipe.problems(new BenchmarkFacts(Optional.empty(), written() ? 0 : outputs(), false))
                .forEach(why -> problems.add(METHODS, recipe.name(), "on " + benchmark + ": " + why));
    }
}
