package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import com.google.inject.Injector;
import com.google.inject.Module;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageTask;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Classifier;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.augment.Pipeline;
import org.palimpsest.harness.config.ApiTypes;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.config.HeadSpec;
import org.palimpsest.harness.config.PlannedImages;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.Examination;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.StreamInfo;

/** A stream of labelled images, all of them on the device. */
final class ImageCourse implements Course {
    private final PlannedRun run;
    private final PlannedImages planned;
    private final NDManager manager;
    private final Randomness random;
    private final ImageStream stream;
    private final ImageTasks tasks;
    private final TestSet test;
    private final TestSet probe;

    ImageCourse(PlannedRun run, PlannedImages planned, NDManager manager) {
        this.run = run;
        this.planned = planned;
        this.manager = manager;
        random = new Randomness(run.seed());
        stream = ImageStream.of(planned.spec(), planned.dataset(), RandomStreams.of(run.seed()));
        DeviceParts parts = new DeviceParts(planned.dataset(), manager);
        tasks = new ImageTasks(stream, parts, random);
        test = TestSet.of(stream, parts, manager, ImageTask::test);
        probe = TestSet.of(stream, parts, manager, new ProbeSubset(random, run.benchmark().probe().perTask()));
    }

    @Override
    public StreamInfo info() {
        List<Integer> classOrder = Arrays.stream(stream.classOrder()).boxed().toList();
        return new StreamInfo(stream.id(), stream.version(), stream.scenario().id(), stream.digest(), classOrder, stream.shotsOrigin());
    }

    @Override
    public List<DataInfo> data() {
        return List.of(new DataInfo(planned.dataset().info().name(), planned.dataset().sha256()));
    }

    @Override
    public int tasks() {
        return stream.size();
    }

    @Override
    public long updates(Budget budget) {
        int[] sizes = run.recipe().method().regime() == Regime.CUMULATIVE
                ? IntStream.rangeClosed(1, stream.size()).map(tasks::unionSize).toArray()
                : tasks.sizes().toArray();
        return IntStream.range(0, sizes.length).mapToLong(t -> budget.ofTask(t).totalSteps(sizes[t])).sum();
    }

    @Override
    public List<Lesson> lessons() {
        return Lesson.of(run.recipe().method().regime(), tasks, stream.size());
    }

    @Override
    public Module bindings(StepListener listener) {
        return new SupervisedModule(run, manager, tasks.taskOfClass(), listener, augmentation(),
                () -> network(manager, random.engineSeed("initialisation")));
    }

    @Override
    public GaugeReader panel(Injector injector, List<Gauge> gauges) {
        return new GaugeReader(gauges, injector.getInstance(Network.class), this::network, injector.getInstance(Optimiser.class), random, manager);
    }

    @Override
    public Work work(Injector injector) {
        return injector.getInstance(Network.class).work();
    }

    private Augmentation augmentation() {
        ImageInfo images = ApiTypes.images(planned.dataset().info());
        return Pipeline.of(planned.augmentations().stream().map(a -> a.create(images)).toList());
    }

    private Network network(NDManager owner, int engineSeed) {
        Machine.engine().setRandomSeed(engineSeed);
        DatasetInfo info = planned.dataset().info();
        Normalisation normalisation = new Normalisation(owner, ApiTypes.stored(planned.dataset().train().type()), info.mean(), info.std());
        HeadSpec head = run.benchmark().head();
        Block backbone = run.recipe().rebuild(planned.network(), run.options());
        return new Network(owner, backbone, planned.example(), normalisation, head.name(), stream.classes(), (float) head.scale());
    }

    @Override
    public Examination examine(Classifier learner, int trainedTask) {
        EvaluationSpec evaluation = run.benchmark().evaluation();
        EvaluationSpec.Scope scope = evaluation.scopeOrDefault();
        int tasks = scope == EvaluationSpec.Scope.ALL ? stream.size() : trainedTask;
        int first = scope == EvaluationSpec.Scope.LAST ? Math.max(0, trainedTask - 1) : 0;
        Confusion confusion = new Confusion();
        List<Score> scores = test.score(learner, first, tasks, evaluation.sweep(), (task, label, answer) -> {
            if (task < trainedTask) {
                confusion.add(label, answer);
            }
        });
        List<AccuracyRow> accuracy = scores.stream()
                .map(s -> new AccuracyRow(trainedTask, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList();
        return new Examination(accuracy, confusion.rows(trainedTask));
    }

    @Override
    public List<ProbeRow> probe(Classifier learner, int task, long step) {
        return probe.score(learner, task, run.benchmark().evaluation().sweep(), TestSet.Listener.NONE).stream()
                .map(s -> new ProbeRow(task, step, s.task() + 1, s.n(), s.classIl(), s.taskIl()))
                .toList();
    }
}
