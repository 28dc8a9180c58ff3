package org.palimpsest.methods;

import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.methods.bounds.Cumulative;
import org.palimpsest.methods.bounds.Finetune;
import org.palimpsest.methods.bounds.Freeze;
import org.palimpsest.methods.bounds.Joint;
import org.palimpsest.methods.distillation.LearningWithoutForgetting;
import org.palimpsest.methods.distillation.LwfMc;
import org.palimpsest.methods.frozen.DeeSil;
import org.palimpsest.methods.frozen.FeCam;
import org.palimpsest.methods.frozen.FeTril;
import org.palimpsest.methods.frozen.FeTrilFc;
import org.palimpsest.methods.frozen.NearestClassMean;
import org.palimpsest.methods.frozen.StreamingLda;
import org.palimpsest.methods.frozen.Translation.Similarity;
import org.palimpsest.methods.frozen.Translation.Source;
import org.palimpsest.methods.regularisation.ElasticWeightConsolidation;
import org.palimpsest.methods.regularisation.MemoryAwareSynapses;
import org.palimpsest.methods.regularisation.OnlineEwc;
import org.palimpsest.methods.regularisation.SynapticIntelligence;
import org.palimpsest.methods.rehearsal.AsymmetricReplay;
import org.palimpsest.methods.rehearsal.AveragedGem;
import org.palimpsest.methods.rehearsal.DarkReplay;
import org.palimpsest.methods.rehearsal.DarkReplayPlus;
import org.palimpsest.methods.rehearsal.ExperienceReplay;
import org.palimpsest.methods.rehearsal.GreedyDumb;
import org.palimpsest.methods.rehearsal.ICarl;
import org.palimpsest.methods.rehearsal.MaximallyInterfered;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * The methods keep what the field knows of them, on real data: five tasks of two classes in batches of 10, an MLP of 100-100, SGD,
 * 200 examples in memory. Scored is the final accuracy, averaged over the tasks.
 */
public class LearningTest {
    private static final int SEEDS = 5;
    private static final LearningRun ALL_CLASSES = new LearningRun("digits", Scenario.CLASS_INCREMENTAL, 3, 0.05, SEEDS);
    private static final LearningRun TOLD_TASKS = new LearningRun("digits", Scenario.TASK_INCREMENTAL, 5, 0.2, SEEDS);
    private static final FeTril.Options FETRIL = new FeTril.Options(FeTril.ClassifierKind.SVM, Similarity.EUCLIDEAN, 1, Source.NEAREST, true, 1, 1e-4,
            FeTril.Solver.NEWTON, true, 50, 0.05, 128, 0.9, 0.0005);

    private double[] finetuned;
    private double[] finetunedOnToldTasks;

    /** What the others are measured against. */
    @BeforeClass
    public void finetune() {
        finetuned = ALL_CLASSES.accuracies(new Finetune(), new NoOptions());
        finetunedOnToldTasks = TOLD_TASKS.accuracies(new Finetune(), new NoOptions());
    }

    private static void compare(LearningRun trial, double erOverFinetune, double aceOverFinetune, double jointOverEr) {
        double finetune = trial.mean(new Finetune(), new NoOptions());
        double er = trial.mean(new ExperienceReplay(), new ExperienceReplay.Options(200, 10, MemoryKind.RESERVOIR));
        double ace = trial.mean(new AsymmetricReplay(), new AsymmetricReplay.Options(200, 10));
        double joint = trial.mean(new Joint(), new Joint.Options(Optional.empty()));
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
        compare(ALL_CLASSES, 0.5, 0.5, 0.03);
    }

    /**
     * Measured over seeds 0 to 4: finetune 0.204, er 0.738, er-ace 0.756, joint 0.824. The smallest differences of a seed are 0.444
     * (er and finetune), 0.502 (er-ace and finetune) and 0.058 (joint and er).
     */
    @Test(groups = "slow")
    public void onFashionReplayKeepsWhatFinetuningForgetsAndJointTrainingKeepsMore() {
        compare(new LearningRun("fashion-mnist-compact", Scenario.CLASS_INCREMENTAL, 1, 0.05, SEEDS), 0.4, 0.4, 0.04);
    }

    /**
     * Measured over seeds 0 to 4, with the smallest gain over finetune (0.199) of a seed: der 0.880 (0.605), der++ 0.921 (0.698), mir 0.910
     * (0.685), agem 0.425 (0.162), gdumb 0.923 (0.707), icarl 0.908 (0.692), ncm 0.688 (0.443), slda 0.959 (0.755), fecam 0.941 (0.733),
     * fetril 0.894 (0.690), fetril-fc 0.867 (0.657), er with a ring 0.900 (0.671), er with balanced classes 0.899 (0.668), cumulative 0.945
     * (0.702). Asked for is about three quarters of the mean gain, and about half of it for lwf-mc, 0.346 (0.035).
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
            {new Cumulative(), new NoOptions(), 0.56},
            {new LwfMc(), new NoOptions(), 0.08},
        };
    }

    @Test(dataProvider = "methods")
    public void onDigitsEveryMethodKeepsMoreThanFinetuning(MethodModule<?> method, Record options, double margin) {
        gains(ALL_CLASSES, finetuned, method, options, margin);
    }

    /**
     * Measured over seeds 0 to 4, with the smallest gain over finetune (0.895) of a seed: freeze 0.965 (0.006), ewc 0.946 (0.008),
     * online-ewc 0.931 (0.003), si 0.974 (0.020), mas 0.971 (0.020), lwf 0.992 (0.031), lwf-mc 0.970 (0.017); finetune itself is between
     * 0.780 and 0.963. Asked for is about 60 % of the mean gain. Where all ten classes compete, none of them but lwf-mc keeps much (ewc
     * and si 0.20, mas 0.23, lwf 0.20): what they hold is how old classes differ from one another, and not that they are still answered.
     */
    @DataProvider
    public Object[][] methodsWithoutMemory() {
        return new Object[][] {
            {new Freeze(), new NoOptions(), 0.04},
            {new ElasticWeightConsolidation(), new ElasticWeightConsolidation.Options(500, 0, 1), 0.03},
            {new OnlineEwc(), new OnlineEwc.Options(200, 1, 0, 1), 0.02},
            {new SynapticIntelligence(), new SynapticIntelligence.Options(2, 0.1, 0), 0.05},
            {new MemoryAwareSynapses(), new MemoryAwareSynapses.Options(0.01, 100, 1), 0.05},
            {new LearningWithoutForgetting(), new LearningWithoutForgetting.Options(List.of(1.0), 2, false), 0.06},
            {new LwfMc(), new NoOptions(), 0.05},
        };
    }

    @Test(dataProvider = "methodsWithoutMemory")
    public void onToldTasksOfDigitsEveryMethodKeepsMoreThanFinetuning(MethodModule<?> method, Record options, double margin) {
        gains(TOLD_TASKS, finetunedOnToldTasks, method, options, margin);
    }

    private static void gains(LearningRun trial, double[] finetune, MethodModule<?> method, Record options, double margin) {
        double[] accuracies = trial.accuracies(method, options);
        double[] gains = IntStream.range(0, SEEDS).mapToDouble(i -> accuracies[i] - finetune[i]).toArray();
        double gain = Arrays.stream(gains).average().orElseThrow();
        String found = String.format("%s %.4f %s, gains %.4f %s", method.name(), Arrays.stream(accuracies).average().orElseThrow(),
                Arrays.toString(accuracies), gain, Arrays.toString(gains));
        assertTrue(gain > margin, found);
    }

    /**
     * The same machines on the same features, with and without moved features of past classes. Measured over seeds 0 to 4: fetril 0.894,
     * deesil 0.337; the smallest difference of a seed is 0.372. Asked for is about three quarters of the mean's.
     */
    @Test
    public void movedFeaturesAreWhatKeepsThePast() {
        double fetril = ALL_CLASSES.mean(new FeTril(), FETRIL);
        double deesil = ALL_CLASSES.mean(new DeeSil(), new DeeSil.Options(true, 1, 1e-4, true));
        assertTrue(fetril - deesil > 0.4, "fetril " + fetril + ", deesil " + deesil);
    }
}
