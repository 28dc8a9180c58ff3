package org.palimpsest.harness.api;

import ai.djl.nn.Block;
import java.util.List;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.training.Training;

/**
 * Announces a method. A subclass with a public constructor without parameters, named in
 * {@code META-INF/services/org.palimpsest.harness.api.MethodModule} ({@code @AutoService(MethodModule.class)} writes that
 * file), is all that a plug-in needs. Whatever the learner's constructor asks for is injected: {@link Training},
 * its options, {@link Memories}, {@link Randomness}.
 *
 * @param <O> record of options
 */
public abstract class MethodModule<O extends Record> extends RecipeModule<O> {
    private final Class<? extends Learner> learner;

    /** Describes a method; see {@link RecipeModule}. */
    protected MethodModule(
            String name, String summary, String source, Class<? extends Learner> learner, Class<O> options) {
        super(name, summary, source, options);
        this.learner = learner;
    }

    /** How the stream is fed to this method. */
    public Regime regime() {
        return Regime.SEQUENTIAL;
    }

    /** See {@link #spendsAllBudgets}. */
    public final boolean hasAllBudgets(Record options) {
        return spendsAllBudgets(own(options));
    }

    /** Whether a method that learns all tasks at once makes as many updates as all tasks have together, rather than those that the budget of a task allows. */
    protected boolean spendsAllBudgets(O options) {
        return false;
    }

    /** Whether much of its time passes in Java itself and not in the engine, as where it fits models of its own. It only decides how Java is set. */
    public boolean computesInJava() {
        return false;
    }

    /** What the method makes; its {@linkplain Learns kind} decides which streams the method can learn. */
    public final Class<? extends Learner> learner() {
        return learner;
    }

    /** See {@link #check}. */
    public final List<String> problems(Record options, BenchmarkFacts benchmark) {
        return check(own(options), benchmark);
    }

    /**
     * What is wrong with options that are in range each by itself, or with such a benchmark: sentences without a subject ("needs colour
     * images ..."). Asked when a run is planned, so that no run fails of what can be known before it begins; nothing is wrong by default.
     *
     * @param options the options as set
     */
    protected List<String> check(O options, BenchmarkFacts benchmark) {
        return List.of();
    }

    /** See {@link #rebuild}, with an instance of {@link #options()}. */
    public final Block rebuilt(Block backbone, Record options) {
        return rebuild(backbone, own(options));
    }

    /**
     * Changes the structure of a network before its weights are made, as {@link AddOnModule#rebuild}, and before add-ons do; leaves it alone by default.
     *
     * @param backbone as its module built it, not initialised
     * @param options the options as set
     * @return the backbone to use
     * @throws IllegalArgumentException if the method cannot work on such a backbone; the message says why
     */
    protected Block rebuild(Block backbone, O options) {
        return backbone;
    }

    @Override
    protected void configure() {
        bind(Learner.class).to(learner);
    }
}
