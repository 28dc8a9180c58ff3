package org.palimpsest.harness.control;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.network.NetworkSize;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedBackbone;
import org.palimpsest.harness.config.PlannedRecipe;
import org.palimpsest.harness.config.PlannedStream;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.results.record.ReturnScale;
import org.palimpsest.results.record.TaskInfo;

/**
 * A stream of games and the network that looks at them.
 *
 * @param benchmark name of the benchmark, for errors
 * @param section what the benchmark says of environments alone
 * @param spec definition of the stream
 * @param tasks how many of its tasks are learned, from the first on
 * @param console what its games are played on, if they are not built in
 * @param games in the order of the declaration
 * @param backbone network below the head
 * @param surroundings what the games have in common
 * @param scales what scores in the games are told by, by name, as far as it was measured; no part of the protocol
 */
public record PlannedControl(String benchmark, ControlBenchmark section, ControlSpec spec, int tasks, Optional<PlannedConsole> console,
        List<GameModule> games, PlannedBackbone backbone, Surroundings surroundings, Map<String, ReturnScale> scales) implements PlannedStream {
    private static final String METHODS = "methods";

    @Override
    public String scenario() {
        return ControlPlanner.SCENARIO;
    }

    /** Games are played, and examined by playing them; nothing is kept for that alone. */
    @Override
    public boolean examinesTestData() {
        return false;
    }

    @Override
    public long updates() {
        return (long) tasks() * section.steps();
    }

    @Override
    public Class<Agent> learner() {
        return Agent.class;
    }

    @Override
    public Map<String, Object> protocol() {
        Map<String, Object> map = Binder.toMap(section);
        map.put("backbone", backbone.protocol());
        map.put("stream", Binder.toMap(spec));
        return map;
    }

    @Override
    public List<RecipeModule<?>> modules() {
        return Stream.concat(Stream.of(backbone.module()), console.map(PlannedConsole::module).stream()).toList();
    }

    /** What each task is, for the record. */
    List<TaskInfo> named() {
        return IntStream.range(0, tasks()).mapToObj(spec::game).map(game -> new TaskInfo(game, Optional.ofNullable(scales.get(game)))).toList();
    }

    /** The largest value of an observation: 1 of objects, 255 of pictures; the same in all games. */
    int brightest() {
        return games.get(0).info(spec.settings()).brightest();
    }

    /** Builds the backbone, not initialised. */
    public Block network() {
        return backbone.module().create(backbone.options(), surroundings.observation());
    }

    /** How large a network is, see {@link NetworkSize#of}. */
    NetworkSize size(Block block, int outputs) {
        return NetworkSize.of(block, surroundings.observation(), outputs, Machine.memoryBytes());
    }

    /** Outputs of the network of a method. */
    int outputs(PlannedRecipe recipe) {
        return recipe.recipe().method() instanceof AgentModule<?> agent
                ? agent.networkOutputs(recipe.options().get(agent), surroundings.actions()) : surroundings.actions();
    }

    @Override
    public void check(PlannedRecipe recipe, Problems problems) {
        try {
            size(recipe.recipe().rebuild(network(), recipe.options()), outputs(recipe));
        } catch (IllegalArgumentException e) {
            problems.add(METHODS, recipe.name(), "does not go with the backbone of " + benchmark + ": " + e.getMessage());
        }
        List<String> found = new ArrayList<>(recipe.problems(new BenchmarkFacts(Optional.empty(), 0, false)));
        if (recipe.recipe().method() instanceof AgentModule<?> agent) {
            found.addAll(agent.problems(recipe.options().get(agent), surroundings));
        }
        found.forEach(why -> problems.add(METHODS, recipe.name(), "on " + benchmark + ": " + why));
        checkMemory(recipe, problems);
    }

    /** What the memories of a method take at the least, of which each observation is kept once. */
    private void checkMemory(PlannedRecipe recipe, Problems problems) {
        long entries = recipe.capacity();
        double needed = (double) entries * surroundings.bytes() / surroundings.frames();
        if (needed > Machine.memoryBytes()) {
            problems.add(METHODS, recipe.name(), "on " + benchmark + ": needs " + NetworkSize.inWords(needed) + " of memory for " + entries
                    + " observations, and this machine has " + NetworkSize.inWords(Machine.memoryBytes()));
        }
    }
}
