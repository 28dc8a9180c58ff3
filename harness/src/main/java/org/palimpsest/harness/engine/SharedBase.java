package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.BaseTraining;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.results.record.BaseInfo;
import org.palimpsest.results.record.BaseStore;
import org.palimpsest.results.record.BaseUse;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.Timings;

/** Takes up the network of the first task that another run has trained, or trains it and leaves it for others. */
final class SharedBase implements BaseTraining {
    private final PlannedRun run;
    private final BaseStore store;
    private final NDManager manager;
    private final Randomness random;
    private final TaskWatch watch;
    private final Clock clock;
    private final boolean readings;
    private Optional<BaseUse> use = Optional.empty();

    /**
     * The base of one run.
     *
     * @param readings whether gauges are read while it is trained, for which it has to be trained
     */
    SharedBase(PlannedRun run, BaseStore store, NDManager manager, Randomness random, TaskWatch watch, Clock clock, boolean readings) {
        this.run = run;
        this.store = store;
        this.manager = manager;
        this.random = random;
        this.watch = watch;
        this.clock = clock;
        this.readings = readings;
    }

    /** What the run started from, if it has asked. */
    Optional<BaseUse> use() {
        return use;
    }

    @Override
    public void learn(String how, GradientLearner learner, TaskData task, Budget budget) {
        Environment environment = Machine.describe(manager.getDevice());
        Map<String, Object> identity = new LinkedHashMap<>(run.base(how));
        identity.put("task", task.index());
        identity.put("engine", environment.engine());
        identity.put("device", environment.device().replaceAll(":.*", ""));
        String digest = PlannedRun.digest(identity);
        Optional<BaseInfo> found = readings ? Optional.empty() : store.find(digest);
        found.ifPresent(base -> takeUp(base, learner));
        use = Optional.of(found.orElseGet(() -> train(digest, identity, environment, learner, task, budget)).use(run.id()));
        Machine.engine().setRandomSeed(random.engineSeed("after-base", task.index()));
    }

    private BaseInfo train(
            String digest, Map<String, Object> identity, Environment environment, GradientLearner learner, TaskData task, Budget budget) {
        Timings before = clock.timings();
        TaskWatch.Mark mark = watch.mark();
        learner.learn(task, budget);
        Timings after = clock.timings();
        BaseInfo base = new BaseInfo(BaseInfo.FORMAT, digest, identity, run.id(), environment, after.trainSeconds() - before.trainSeconds(),
                after.probeSeconds() - before.probeSeconds(), watch.since(mark), watch.rows().rows(ProbeRow.TABLE),
                watch.training(task.index() + 1), "");
        Clock.Account account = clock.switchTo(Clock.Account.CHECKPOINT);
        store.save(base, file -> write(learner, file));
        clock.switchTo(account);
        return base;
    }

    private void write(GradientLearner learner, Path file) throws IOException {
        try (NDManager scratch = manager.newSubManager(); OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            State state = new State(scratch);
            learner.save(state);
            state.write(out);
        }
    }

    private void takeUp(BaseInfo base, GradientLearner learner) {
        Clock.Account account = clock.switchTo(Clock.Account.CHECKPOINT);
        Path file = store.state(base.digest());
        try (NDManager scratch = manager.newSubManager(); InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            learner.load(State.read(scratch, in));
        } catch (IOException e) {
            throw new UncheckedIOException("base " + file + " cannot be read", e);
        }
        clock.switchTo(account);
        clock.book(Clock.Account.TRAINING, base.trainSeconds());
        clock.book(Clock.Account.PROBING, base.probeSeconds());
        watch.takeUp(base);
    }
}
