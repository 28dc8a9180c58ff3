package org.palimpsest.harness.api;

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
public abstract class MethodModule<O extends Record> extends LearningModule<O> {
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

    /** Whether it has all data at once, or is told the task of what it answers: a bound on continual learners, shown in leaderboards and not ranked. */
    public final boolean isBound() {
        return regime() != Regime.SEQUENTIAL || Oracle.class.isAssignableFrom(learner);
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

    @Override
    protected void configure() {
        bind(Learner.class).to(learner);
    }
}
