package org.palimpsest.harness.supervised;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.BaseTraining;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Clock;
import org.palimpsest.harness.engine.CodeDigests;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.engine.RunWatch;
import org.palimpsest.harness.engine.Snapshots;
import org.palimpsest.results.record.BaseInfo;
import org.palimpsest.results.record.BaseUse;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.Hold;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.TableRows;
import org.palimpsest.results.record.Timings;

/** Takes up the network of the first task that another run has trained, or trains it and leaves it for others. */
final class SharedBase implements BaseTraining, Stateful {
    private final SupervisedCourse course;
    private final RunContext context;
    private final StepRecorder recorder;
    private Optional<BaseUse> use = Optional.empty();
    private RunWatch.Mark mark = RunWatch.Mark.NONE;
    private double trainSeconds;
    private double probeSeconds;

    /** The base of one run. */
    SharedBase(SupervisedCourse course, RunContext context, StepRecorder recorder) {
        this.course = course;
        this.context = context;
        this.recorder = recorder;
    }

    /** What the run started from, if it has asked. */
    Optional<BaseUse> use() {
        return use;
    }

    /** Where gauges are read while the network is trained, it has to be trained. */
    @Override
    public void learn(String how, GradientLearner learner, TaskData task, Budget budget) {
        Environment environment = Machine.describe(course.manager().getDevice());
        Map<String, Object> identity = new LinkedHashMap<>(course.run().base(how));
        identity.put("task", task.index());
        identity.put("engine", environment.engine());
        identity.put("code", CodeDigests.of(course.run()));
        identity.put("device", environment.device().replaceAll(":.*", ""));
        String digest = PlannedRun.digest(identity);
        Clock.Account account = context.clock().switchTo(Clock.Account.SETUP);
        try (Hold hold = context.bases().hold(digest, context.watch()::waiting)) {
            context.clock().switchTo(account);
            Optional<BaseInfo> found = context.gauges().isEmpty() ? context.bases().find(digest) : Optional.empty();
            found.ifPresent(base -> takeUp(base, learner));
            use = Optional.of(found.orElseGet(() -> train(digest, identity, environment, learner, task, budget)).use(course.run().id()));
        }
        Machine.engine().setRandomSeed(course.random().engineSeed("after-base", task.index()));
    }

    private BaseInfo train(
            String digest, Map<String, Object> identity, Environment environment, GradientLearner learner, TaskData task, Budget budget) {
        RunWatch watch = context.watch();
        Timings before = context.clock().timings();
        trainSeconds = before.trainSeconds();
        probeSeconds = before.probeSeconds();
        mark = watch.mark();
        learner.learn(task, budget);
        Timings after = context.clock().timings();
        BaseInfo base = new BaseInfo(BaseInfo.FORMAT, digest, identity, course.run().id(), environment,
                after.trainSeconds() - trainSeconds, after.probeSeconds() - probeSeconds, watch.since(mark),
                watch.probed().rows(ProbeRow.TABLE), recorder.rows(task.index() + 1), "");
        Clock.Account account = context.clock().switchTo(Clock.Account.CHECKPOINT);
        context.bases().save(base, (file, pieces) -> Snapshots.save(learner, file, course.manager()));
        context.clock().switchTo(account);
        return base;
    }

    private void takeUp(BaseInfo base, GradientLearner learner) {
        Clock clock = context.clock();
        Clock.Account account = clock.switchTo(Clock.Account.CHECKPOINT);
        Path file = context.bases().state(base.digest());
        try {
            Snapshots.load(learner, file, course.manager());
        } catch (IOException e) {
            throw new UncheckedIOException("base " + file + " cannot be read", e);
        }
        clock.switchTo(account);
        clock.book(Clock.Account.TRAINING, base.trainSeconds());
        clock.book(Clock.Account.PROBING, base.probeSeconds());
        recorder.takeUp(base.training());
        context.watch().takeUp(TableRows.of(ProbeRow.TABLE, base.probe()), base.cost());
    }

    /** What the run had spent before, from which what the network takes is told. */
    @Override
    public void save(State state) {
        state.put("mark", mark.updates(), mark.examples(), mark.forwardFlops(), mark.backwardFlops());
        state.put("seconds", new double[] {trainSeconds, probeSeconds});
    }

    @Override
    public void load(State state) {
        long[] counts = state.longs("mark");
        mark = new RunWatch.Mark(counts[0], counts[1], counts[2], counts[3]);
        double[] seconds = state.doubles("seconds");
        trainSeconds = seconds[0];
        probeSeconds = seconds[1];
    }
}
