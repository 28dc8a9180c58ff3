package org.palimpsest.harness.images;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageTask;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.Split;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.Initialisation;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.augment.Pipeline;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Course;
import org.palimpsest.harness.engine.CourseFactory;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.engine.Student;
import org.palimpsest.harness.models.ModelCard;
import org.palimpsest.harness.models.NetworkPlan;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.harness.supervised.SupervisedCourse;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.ChannelScale;
import org.palimpsest.results.record.ConfusionRow;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.TrainingRow;

/** A stream of labelled images, all of them on the device. */
final class ImageCourse extends SupervisedCourse {
    private final PlannedImages planned;
    private final ImageStream stream;
    private final ChannelStatistics statistics;
    private final ImageTasks tasks;
    private final TestSet test;
    private final Optional<TestSet> probe;

    private ImageCourse(PlannedRun run, PlannedImages planned, NDManager manager) {
        super(run, manager, planned.section().budget(), planned.section().probe());
        this.planned = planned;
        RandomStreams streams = RandomStreams.of(run.seed());
        stream = ImageStream.of(planned.spec(), planned.dataset(), streams);
        statistics = planned.section().standardise().map(s -> s.statistics(stream)).orElse(ApiTypes.statistics(planned.dataset().info()));
        DeviceParts parts = new DeviceParts(planned.dataset(), manager);
        tasks = new ImageTasks(stream, parts, random());
        test = TestSet.of(stream, parts, manager, ImageTask::test);
        int perTask = planned.section().probe().perTask();
        probe = perTask == 0 ? Optional.empty() : Optional.of(TestSet.of(stream, parts, manager, new ProbeSubset(random(), perTask)));
    }

    /** Opens courses of images. */
    static final class Factory implements CourseFactory<PlannedImages> {
        @Override
        public Course open(PlannedRun run, PlannedImages planned, NDManager manager) {
            return new ImageCourse(run, planned, manager);
        }
    }

    @Override
    public StreamInfo info() {
        List<Integer> classOrder = Arrays.stream(stream.classOrder()).boxed().toList();
        return new StreamInfo(stream.id(), stream.version(), stream.scenario().id(), stream.digest(), classOrder, stream.shotsOrigin());
    }

    @Override
    public List<DataInfo> data() {
        Optional<ChannelScale> scale = planned.section().standardise().map(s -> new ChannelScale(statistics.mean(), statistics.sd()));
        return List.of(new DataInfo(planned.dataset().name(), planned.dataset().sha256(), planned.dataset().unverified(), scale));
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(AccuracyRow.TABLE, ProbeRow.TABLE, ConfusionRow.TABLE, GaugeRow.TABLE, TrainingRow.TABLE);
    }

    @Override
    public int tasks() {
        return stream.size();
    }

    @Override
    public Student enrol(RunContext context) {
        return new ImageStudent(this, context);
    }

    PlannedImages planned() {
        return planned;
    }

    private int classes() {
        return stream.classes();
    }

    @Override
    public ImageTasks training() {
        return tasks;
    }

    @Override
    public Augmentation augmentation() {
        ImageInfo images = ApiTypes.images(planned.dataset().info());
        return Pipeline.of(planned.augmentations().stream().map(a -> a.create(images)).toList());
    }

    @Override
    public Class<CrossEntropy> objective() {
        return CrossEntropy.class;
    }

    @Override
    public Network network(NDManager owner, int engineSeed) {
        Machine.engine().setRandomSeed(engineSeed);
        Normalisation normalisation = new Normalisation(owner, ApiTypes.stored(planned.dataset().train().type()),
                values(statistics.mean()), values(statistics.sd()));
        HeadSpec head = planned.section().head();
        Block backbone = run().recipe().rebuild(planned.network(statistics), run().options());
        Optional<InitSpec> init = planned.section().init();
        init.ifPresent(spec -> spec.apply(backbone));
        planned.section().memoryFormat().ifPresent(format -> format.apply(backbone));
        Network network = new Network(owner, backbone, planned.example(), normalisation, head.name(), classes(), (float) head.scale(),
                init.map(InitSpec::ofHead).orElse(Initialisation.TORCH));
        if (planned.section().jointForward().orElse(false)) {
            network.scoreJointly();
        }
        return network;
    }

    /** How a network of {@link #network} is put together. */
    NetworkPlan plan(int outputs) {
        HeadSpec head = planned.section().head();
        Plugins.Recipe recipe = run().recipe();
        return new NetworkPlan(Arrays.stream(planned.example().getShape()).boxed().toList(), ApiTypes.stored(planned.dataset().train().type()),
                statistics.mean(), statistics.sd(), NetworkPlan.Part.of(planned.backbone().module(), planned.backbone().options()),
                planned.normaliser().map(n -> NetworkPlan.Part.of(n.module(), n.options())), recipe.name(),
                recipe.parts().stream().map(part -> NetworkPlan.Part.of(part, run().options().get(part))).toList(),
                head.name(), head.scale(), outputs);
    }

    /** What the outputs of a network stand for; nothing where labels are no classes of the data set. */
    List<ModelCard.Label> labels(int outputs) {
        int[] order = stream.classOrder();
        if (planned.spec().scenario() == Scenario.RELABELLED || planned.spec().split() == Split.SUPERCLASSES || outputs > order.length) {
            return List.of();
        }
        List<String> names = planned.dataset().info().classNames();
        return IntStream.range(0, outputs).mapToObj(i -> new ModelCard.Label(i, order[i], names.get(order[i]))).toList();
    }

    private static double[] values(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** What is scored after tasks. */
    TestSet test() {
        return test;
    }

    /** What is scored inside tasks, where anything is. */
    TestSet probe() {
        return probe.orElseThrow();
    }
}
