package org.palimpsest.harness.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.Regime;

/**
 * A stream with everything that learning it needs besides method, update rule and seed. One implementation for each kind of stream:
 * what images need, environments do not.
 */
public interface PlannedStream {
    /** The scenario, as files name it. */
    String scenario();

    /** Number of tasks. */
    int tasks();

    /**
     * Whether what is examined are test data, by which nothing may be chosen: not if part of the training data is held out and examined instead, nor where
     * there are none.
     */
    default boolean examinesTestData() {
        return true;
    }

    /** About as many updates as a run makes, at the most; it only decides how Java itself is set. Without end where nobody knows. */
    default long updates() {
        return Integer.MAX_VALUE;
    }

    /** The kind of learners that it can be taught to. */
    Class<? extends Learner> learner();

    /** How it can be fed to a method: task after task, unless it can offer the data of several at once. */
    default Set<Regime> regimes() {
        return Set.of(Regime.SEQUENTIAL);
    }

    /**
     * Everything that results depend on besides what {@link BenchmarkSpec} says, by key of the protocol: the keys of the stream's own
     * section of the benchmark as they count, and those of {@link BenchmarkSpec} that say more here, such as the stream and the backbone.
     */
    Map<String, Object> protocol();

    /** The plug-ins that it is made with besides those of the recipe: the backbone, for example. */
    List<RecipeModule<?>> modules();

    /**
     * Adds why a recipe cannot learn this stream, so that no run fails of what can be known before it begins. That method and stream are
     * of one kind is known here; what the method and each add-on say of their options and of such a stream is for this to ask them.
     *
     * @param problems at the place that names the recipe
     */
    void check(PlannedRecipe recipe, Problems problems);

    /**
     * Adds what is wrong with what seeds make of the stream, so far as that is not told by its declaration.
     *
     * @param seeds those of the runs
     * @param problems told of it
     */
    default void check(List<Long> seeds, Problems problems) {}
}
