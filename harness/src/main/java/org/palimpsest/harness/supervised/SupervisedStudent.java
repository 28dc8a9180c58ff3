package org.palimpsest.harness.supervised;

import ai.djl.ndarray.NDManager;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.api.training.GradientBindings;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.engine.Lesson;
import org.palimpsest.harness.engine.ProbeSchedule;
import org.palimpsest.harness.engine.RecipeBindings;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.engine.Snapshots;
import org.palimpsest.harness.engine.Student;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.harness.gauges.NetworkGauges;
import org.palimpsest.results.record.BaseUse;
import org.palimpsest.results.record.Pieces;

/** A classifier on its way through a stream whose examples say what is right. How it is examined is left to the kind of stream. */
public abstract class SupervisedStudent implements Student {
    private final SupervisedCourse course;
    private final StepRecorder recorder;
    private final SharedBase base;
    private final Classifier learner;
    private final Network network;
    private final NetworkGauges gauges;

    /** Makes the learner of a run. */
    protected SupervisedStudent(SupervisedCourse course, RunContext context) {
        this.course = course;
        Pauses pauses = new Pauses(context.watch(), course.manager());
        recorder = new StepRecorder(context.watch(), pauses);
        base = new SharedBase(course, context, recorder);
        Injector injector = RecipeBindings.building(() -> Guice.createInjector(
                new RecipeBindings(course.run(), course.manager(), course.random(), context.readings()),
                new GradientBindings(course.manager(), course.run().optimiser(), recorder,
                        () -> course.network(course.manager(), course.random().engineSeed("initialisation"))),
                new SupervisedModule(course, base)));
        learner = RecipeBindings.building(() -> (Classifier) injector.getInstance(Learner.class));
        network = RecipeBindings.building(() -> injector.getInstance(Network.class));
        gauges = new NetworkGauges(context.gauges(), network, course::network, RecipeBindings.building(() -> injector.getInstance(Optimiser.class)),
                course.random(), course.manager());
        pauses.also(Map.of("curve", recorder.curve(), "base", base, "gauges", gauges));
    }

    /** The learner. */
    protected final Classifier learner() {
        return learner;
    }

    /** Its network. */
    protected final Network network() {
        return network;
    }

    /** Called when a task, or several at once, are about to be learned; numbers from 0 of the first and the last. */
    protected void begin(int first, int last) {}

    @Override
    public final List<Lesson> lessons() {
        Regime regime = course.run().recipe().method().regime();
        int last = course.tasks() - 1;
        return regime == Regime.JOINT ? List.of(lesson(regime, last, 0))
                : IntStream.rangeClosed(0, last).mapToObj(task -> lesson(regime, task, task)).toList();
    }

    /**
     * The lesson that ends with a task.
     *
     * @param task the last one whose data it has
     * @param index number of the lesson
     */
    private Lesson lesson(Regime regime, int task, int index) {
        TrainingData tasks = course.training();
        boolean bound = regime != Regime.SEQUENTIAL;
        int size = bound ? tasks.unionSize(task + 1) : tasks.size(task);
        Budget budget = budget(regime, index);
        ProbeSchedule probes = bound ? ProbeSchedule.NEVER : course.probes();
        return new Lesson(index, task + 1, budget.totalSteps(size), Math.max(1, budget.stepsPerEpoch(size)), true, probes, () -> {
            NDManager manager = course.manager().newSubManager();
            return new SupervisedLesson(learner, gauges, recorder, bound ? tasks.union(index, task + 1, manager) : tasks.task(task, manager),
                    budget, task + 1, () -> begin(bound ? 0 : task, task), manager);
        });
    }

    private Budget budget(Regime regime, int lesson) {
        MethodModule<?> method = course.run().recipe().method();
        Budget declared = course.budget();
        if (regime != Regime.JOINT || !method.hasAllBudgets(course.run().options().get(method))) {
            return declared.ofTask(lesson);
        }
        long updates = IntStream.range(0, course.tasks()).mapToLong(t -> declared.ofTask(t).totalSteps(course.training().size(t))).sum();
        return new Budget(declared.epochs(), declared.batch(), (int) Math.min(updates, Integer.MAX_VALUE));
    }

    @Override
    public final GaugeReader gauges() {
        return gauges;
    }

    @Override
    public final Work work() {
        return network.work();
    }

    @Override
    public final long memoryBytes() {
        return learner.memoryBytes();
    }

    @Override
    public final Optional<BaseUse> base() {
        return base.use();
    }

    @Override
    public final void save(Path file, Pieces pieces) throws IOException {
        Snapshots.save(learner, file, pieces, course.manager());
    }

    @Override
    public final void load(Path file) throws IOException {
        Snapshots.load(learner, file, course.manager());
    }

    @Override
    public final void close() {
        learner.close();
    }
}
