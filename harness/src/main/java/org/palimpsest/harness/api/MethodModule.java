package org.palimpsest.harness.api;

import java.util.List;
import org.palimpsest.harness.api.memory.Memories;
import org.palimpsest.harness.api.training.Training;

/**
 * Announces a method. A subclass with a public constructor without parameters, named in
 * {@code META-INF/services/org.palimpsest.harness.api.MethodModule} ({@code @AutoService(MethodModule.class)} writes that
 * file), is all that a plug-in needs. Whatever the learner's constructor asks for is injected: {@link Training},
 * its options, {@link Memories}, {@link Randomness}.
 */
public abstract class MethodModule extends RecipeModule {
    private final Class<? extends Learner> learner;

    /** Describes a method; see {@link RecipeModule}. */
    protected MethodModule(
            String name, String summary, String source, Class<? extends Learner> learner, Class<? extends Record> options) {
        super(name, summary, source, options);
        this.learner = learner;
    }

    /** How the stream is fed to this method. */
    public Regime regime() {
        return Regime.SEQUENTIAL;
    }

    /**
     * What is wrong with options that are in range each by itself, or with such a benchmark: sentences without a subject ("needs colour
     * images ..."). Asked when a run is planned; nothing is wrong by default.
     *
     * @param options an instance of {@link #options()}
     */
    public List<String> problems(Record options, BenchmarkFacts benchmark) {
        return List.of();
    }

    @Override
    protected void configure() {
        bind(Learner.class).to(learner);
    }
}
