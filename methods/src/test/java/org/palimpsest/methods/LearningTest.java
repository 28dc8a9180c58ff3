package org.palimpsest.methods;

import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.ClassOrder;
import org.palimpsest.datasets.ExampleSet;
import org.palimpsest.datasets.ImageDataset;
import org.palimpsest.datasets.ImageStream;
import org.palimpsest.datasets.LabelledImages;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.Scenario;
import org.palimpsest.datasets.Split;
import org.palimpsest.datasets.StreamSpec;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.HeadKind;
import org.palimpsest.harness.api.MemoryKind;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.RecipeModule.NoOptions;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.methods.bounds.Finetune;
import org.palimpsest.methods.bounds.Joint;
import org.palimpsest.methods.frozen.DeeSil;
import org.palimpsest.methods.frozen.FeCam;
import org.palimpsest.methods.frozen.FeTril;
import org.palimpsest.methods.frozen.FeTrilFc;
import org.palimpsest.methods.frozen.NearestClassMean;
import org.palimpsest.methods.frozen.StreamingLda;
import org.palimpsest.methods.frozen.Translation.Similarity;
import org.palimpsest.methods.frozen.Translation.Source;
import org.palimpsest.methods.rehearsal.AsymmetricReplay;
import org.palimpsest.methods.rehearsal.AveragedGem;
import org.palimpsest.methods.rehearsal.DarkReplay;
import org.palimpsest.methods.rehearsal.DarkReplayPlus;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.palimpsest.methods.rehearsal.GreedyDumb;
import org.palimpsest.methods.rehearsal.ICarl;
import org.palimpsest.methods.rehearsal.MaximallyInterfered;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * The methods keep what the field knows of them, on real data: five tasks of two classes in batches of 10, an MLP of 100-100,
 * SGD 0.05, 200 examples in memory. Scored is the final accuracy over all classes, averaged over the tasks.
 */
public class LearningTest {
    private static final int SEEDS = 5;
    private static final FeTril.Options FETRIL = new FeTril.Options(FeTril.Classifier.SVM, Similarity.EUCLIDEAN, 1, Source.NEAREST, true, 1, 1e-4,
            FeTril.Solver.NEWTON, true, 50, 0.05, 128, 0.9, 0.0005);

    private static double mean(String dataset, MethodModule method, Record options, int epochs) {
        return Arrays.stream(accuracies(dataset, method, options, epochs)).average().orElseThrow();
    }

    private static double[] accuracies(String dataset, MethodModule method, Record options, int epochs) {
        ImageDataset data = EmbeddedDatasets.catalogue().load(dataset);
        return LongStream.range(0, SEEDS).mapToDouble(seed -> accuracy(data, method, options, epochs, seed)).toArray();
    }

    private static double accuracy(ImageDataset data, MethodModule method, Record options, int epochs, long seed) {
        StreamSpec spec = new StreamSpec("split", 1, Scenario.CLASS_INCREMENTAL, data.info().name(), 5, Split.CLASSES, ClassOrder.SEED);
        ImageStream stream = ImageStream.of(spec, data, RandomStreams.of(seed));
        Workbench.Setup setup = new Workbench.Setup(data.info().shape().width(), data.info().mean()[0], data.info().std()[0],
                new int[] {100, 100}, HeadKind.FULL, stream.classes(), Workbench.Setup.sgd(0.05, 0), seed);
        try (Workbench bench = new Workbench(method, options, setup)) {
            NDArray train = upload(bench.manager(), data.train());
            Budget budget = new Budget(epochs, 10, 0);
            if (method.regime() == Regime.JOINT) {
                bench.learner().learn(bench.task(0, train, all(stream, ExampleSet::indices), all(stream, ExampleSet::labels)), budget);
            } else {
                for (int t = 0; t < stream.size(); t++) {
                    ExampleSet task = stream.task(t).train();
                    bench.learner().learn(bench.task(t, train, task.indices(), task.labels()), budget);
                }
            }
            long[] predicted = bench.learner().predict(upload(bench.manager(), data.test())).argMax(1).toLongArray();
            return IntStream.range(0, stream.size()).mapToDouble(t -> share(stream.task(t).test(), predicted)).average().orElseThrow();
        }
    }

    private static int[] all(ImageStream stream, Function<ExampleSet, int[]> numbers) {
        return IntStream.range(0, stream.size()).flatMap(t -> Arrays.stream(numbers.apply(stream.task(t).train()))).toArray();
    }

    private static double share(ExampleSet test, long[] predicted) {
        return IntStream.range(0, test.size()).filter(i -> predicted[test.indices()[i]] == test.labels()[i]).count() / (double) test.size();
    }

    private static NDArray upload(NDManager manager, LabelledImages images) {
        Shape shape = new Shape(images.size(), 1, images.shape().height(), images.shape().width());
        return manager.create(manager.allocateDirect(images.pixels().remaining()).put(images.pixels()).rewind(), shape, DataType.UINT8);
    }

    private static void compare(String dataset, int epochs, double erOverFinetune, double aceOverFinetune, double jointOverEr) {
        double finetune = mean(dataset, new Finetune(), new NoOptions(), epochs);
        double er = mean(dataset, new ExperienceReplay(), new ExperienceReplay.Options(200, 10, MemoryKind.RESERVOIR), epochs);
        double ace = mean(dataset, new AsymmetricReplay(), new AsymmetricReplay.Options(200, 10), epochs);
        double joint = mean(dataset, new Joint(), new NoOptions(), epochs);
        String found = String.format("finetune %.4f, er %.4f, er-ace %.4f, joint %.4f", finetune, er, ace, joint);
        assertTrue(er - finetune > erOverFinetune, found);
        assertTrue(ace - finetune > aceOverFinetune, found);
        assertTrue(joint - er > jointOverEr, found);
    }

    /**
     * Measured over seeds 0 to 4: finetune 0.199, er 0.885, er-ace 0.874, joint 0.952. The smallest differences of a seed are 0.667
     * (er and finetune), 0.651 (er-ace and finetune) and 0.036 (joint and er); asked for is about half to three quarters of the means'.
     */
    @Test
    public void onDigitsReplayKeepsWhatFinetuningForgetsAndJointTrainingKeepsMore() {
        compare("digits", 3, 0.5, 0.5, 0.03);
    }

    /**
     * Measured over seeds 0 to 4: finetune 0.204, er 0.738, er-ace 0.756, joint 0.824. The smallest differences of a seed are 0.444
     * (er and finetune), 0.502 (er-ace and finetune) and 0.058 (joint and er).
     */
    @Test(groups = "slow")
    public void onFashionReplayKeepsWhatFinetuningForgetsAndJointTrainingKeepsMore() {
        compare("fashion-mnist-compact", 1, 0.4, 0.4, 0.04);
    }

    /**
     * Measured over seeds 0 to 4, with the smallest gain over finetune (0.199) of a seed: der 0.880 (0.605), der++ 0.921 (0.698), mir 0.910
     * (0.685), agem 0.425 (0.162), gdumb 0.923 (0.707), icarl 0.908 (0.692), ncm 0.688 (0.443), slda 0.959 (0.755), fecam 0.941 (0.733),
     * fetril 0.894 (0.690), fetril-fc 0.867 (0.657), er with a ring 0.900 (0.671), er with balanced classes 0.899 (0.668). Asked for is about
     * three quarters of the mean gain.
     */
    @DataProvider
    public Object[][] methods() {
        return new Object[][] {
            {new DarkReplay(), new DarkReplay.Options(200, 10, 1), 0.5},
            {new DarkReplayPlus(), new DarkReplayPlus.Options(200, 10, 0.3, 0.5), 0.54},
            {new MaximallyInterfered(), new MaximallyInterfered.Options(200, 10, 50), 0.53},
            {new AveragedGem(), new AveragedGem.Options(200, 64), 0.15},
            {new GreedyDumb(), new GreedyDumb.Options(200, 30, 16, true, 0.0005, 0), 0.54},
            {new ICarl(), new ICarl.Options(200, false), 0.53},
            {new NearestClassMean(), new NearestClassMean.Options(true, true), 0.35},
            {new StreamingLda(), new StreamingLda.Options(true, 1e-4, true), 0.57},
            {new FeCam(), new FeCam.Options(0.5, 1, 1, true), 0.55},
            {new FeTril(), FETRIL, 0.52},
            {new FeTrilFc(), new FeTrilFc.Options(Similarity.EUCLIDEAN, 1, Source.NEAREST, false, true, 50, 0.05, 128, 0.9, 0.0005), 0.5},
            {new ExperienceReplay(), new ExperienceReplay.Options(200, 10, MemoryKind.RING), 0.52},
            {new ExperienceReplay(), new ExperienceReplay.Options(200, 10, MemoryKind.CLASS_BALANCED), 0.52},
        };
    }

    @Test(dataProvider = "methods")
    public void onDigitsEveryMethodKeepsMoreThanFinetuning(MethodModule method, Record options, double margin) {
        double[] finetune = accuracies("digits", new Finetune(), new NoOptions(), 3);
        double[] accuracies = accuracies("digits", method, options, 3);
        double gain = IntStream.range(0, SEEDS).mapToDouble(i -> accuracies[i] - finetune[i]).average().orElseThrow();
        assertTrue(gain > margin, method.name() + " " + Arrays.toString(accuracies) + ", finetune " + Arrays.toString(finetune));
    }

    /**
     * The same machines on the same features, with and without moved features of past classes. Measured over seeds 0 to 4: fetril 0.894,
     * deesil 0.337; the smallest difference of a seed is 0.372. Asked for is about three quarters of the mean's.
     */
    @Test
    public void movedFeaturesAreWhatKeepsThePast() {
        double fetril = mean("digits", new FeTril(), FETRIL, 3);
        double deesil = mean("digits", new DeeSil(), new DeeSil.Options(true, 1, 1e-4, true), 3);
        assertTrue(fetril - deesil > 0.4, "fetril " + fetril + ", deesil " + deesil);
    }
}
