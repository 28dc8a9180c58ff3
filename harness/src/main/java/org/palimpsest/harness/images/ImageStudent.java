package org.palimpsest.harness.images;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.Initialisation;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.api.training.GradientBindings;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.augment.Pipeline;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.engine.Lesson;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.ProbeSchedule;
import org.palimpsest.harness.engine.RecipeBindings;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.engine.Snapshots;
import org.palimpsest.harness.engine.Student;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.harness.gauges.NetworkGauges;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.BaseUse;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.Pieces;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.TableRows;

/** A classifier on its way through a stream of labelled images. */
final class ImageStudent implements Student {
    private final ImageCourse course;
    private final StepRecorder recorder;
    private final SharedBase base;
    private final Classifier learner;
    private final Network network;
    private final NetworkGauges gauges;

    ImageStudent(ImageCourse course, RunContext context) {
        this.course = course;
        recorder = new StepRecorder(context.watch());
        base = new SharedBase(course, context, recorder);
        Injector injector = RecipeBindings.building(() -> Guice.createInjector(
                new RecipeBindings(course.run(), course.manager(), course.random()),
                new GradientBindings(course.manager(), course.run().optimiser(), recorder,
                        () -> network(course.manager(), course.random().engineSeed("initialisation"))),
                new SupervisedModule(course.training().taskOfClass(), augmentation(), base)));
        learner = RecipeBindings.building(() -> (Classifier) injector.getInstance(Learner.class));
        network = RecipeBindings.building(() -> injector.getInstance(Network.class));
        gauges = new NetworkGauges(context.gauges(), network, this::network, RecipeBindings.building(() -> injector.getInstance(Optimiser.class)),
                course.random(), course.manager());
    }

    private Augmentation augmentation() {
        ImageInfo images = ApiTypes.images(course.planned().dataset().info());
        return Pipeline.of(course.planned().augmentations().stream().map(a -> a.create(images)).toList());
    }

    private Network network(NDManager owner, int engineSeed) {
        Machine.engine().setRandomSeed(engineSeed);
        PlannedImages planned = course.planned();
        Normalisation normalisation = new Normalisation(owner, ApiTypes.stored(planned.dataset().train().type()),
                values(course.statistics().mean()), values(course.statistics().sd()));
        HeadSpec head = planned.section().head();
        Block backbone = course.run().recipe().rebuild(planned.network(course.statistics()), course.run().options());
        Optional<InitSpec> init = planned.section().init();
        init.ifPresent(spec -> spec.apply(backbone));
        planned.section().memoryFormat().ifPresent(format -> format.apply(backbone));
        Network network = new Network(owner, backbone, planned.example(), normalisation, head.name(), course.classes(), (float) head.scale(),
                init.map(InitSpec::ofHead).orElse(Initialisation.TORCH));
        if (planned.section().jointForward().orElse(false)) {
            network.scoreJointly();
        }
        return network;
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public List<Lesson> lessons() {
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
        ImageTasks tasks = course.training();
        boolean bound = regime != Regime.SEQUENTIAL;
        int size = bound ? tasks.unionSize(task + 1) : tasks.size(task);
        Budget budget = budget(regime, index);
        ProbeSpec probe = course.planned().section().probe();
        ProbeSchedule schedule = bound || probe.perTask() == 0 ? ProbeSchedule.NEVER : probe::next;
        return new Lesson(index, task + 1, budget.totalSteps(size), schedule, () -> {
            NDManager manager = course.manager().newSubManager();
            return new ImageLesson(learner, gauges, recorder, bound ? tasks.union(index, task + 1, manager) : tasks.task(task, manager),
                    budget, task + 1, manager);
        });
    }

    private Budget budget(Regime regime, int lesson) {
        Budget declared = course.planned().section().budget();
        MethodModule<?> method = course.run().recipe().method();
        if (regime != Regime.JOINT || !method.hasAllBudgets(course.run().options().get(method))) {
            return declared.ofTask(lesson);
        }
        long updates = IntStream.range(0, course.tasks()).mapToLong(t -> declared.ofTask(t).totalSteps(course.training().size(t))).sum();
        return new Budget(declared.epochs(), declared.batch(), (int) Math.min(updates, Integer.MAX_VALUE));
    }

    @Override
    public TableRows examine(int trainedTask) {
        EvaluationSpec evaluation = course.run().benchmark().evaluation();
        int first = evaluation.firstScored(trainedTask);
        int tasks = evaluation.endScored(trainedTask, course.tasks());
        Confusion confusion = new Confusion();
        List<Score> scores = scored(() -> course.test().score(learner, first, tasks, evaluation.sweep(), (task, label, answer) -> {
            if (task < trainedTask) {
                confusion.add(label, answer);
            }
        }));
        List<AccuracyRow> accuracy = scores.stream()
                .map(s -> new AccuracyRow(trainedTask, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList();
        return TableRows.of(AccuracyRow.TABLE, accuracy).and(ConfusionRow.TABLE, confusion.rows(trainedTask));
    }

    @Override
    public TableRows probe(int task, long step) {
        int sweep = course.run().benchmark().evaluation().sweep();
        return TableRows.of(ProbeRow.TABLE, scored(() -> course.probe().score(learner, task, sweep, TestSet.Listener.NONE)).stream()
                .map(s -> new ProbeRow(task, step, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList());
    }

    private List<Score> scored(Supplier<List<Score>> scoring) {
        return course.planned().section().foldBatchNorm().orElse(false) ? network.folded(scoring) : scoring.get();
    }

    @Override
    public GaugeReader gauges() {
        return gauges;
    }

    @Override
    public Work work() {
        return network.work();
    }

    @Override
    public long memoryBytes() {
        return learner.memoryBytes();
    }

    @Override
    public Optional<BaseUse> base() {
        return base.use();
    }

    @Override
    public void save(Path file, Pieces pieces) throws IOException {
        Snapshots.save(learner, file, pieces, course.manager());
    }

    @Override
    public void load(Path file) throws IOException {
        Snapshots.load(learner, file, course.manager());
    }

    @Override
    public void close() {
        learner.close();
    }
}
