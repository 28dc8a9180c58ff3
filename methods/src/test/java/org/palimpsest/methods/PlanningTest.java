package org.palimpsest.methods;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.memory.MemoryKind;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.methods.bounds.Finetune;
import org.palimpsest.methods.bounds.Freeze;
import org.palimpsest.methods.distillation.LearningWithoutForgetting;
import org.palimpsest.methods.distillation.LwfMc;
import org.palimpsest.methods.frozen.DeeSil;
import org.palimpsest.methods.frozen.FeCam;
import org.palimpsest.methods.frozen.FeTril;
import org.palimpsest.methods.frozen.FeTrilFc;
import org.palimpsest.methods.frozen.NearestClassMean;
import org.palimpsest.methods.frozen.StreamingLda;
import org.palimpsest.methods.frozen.Translation;
import org.palimpsest.methods.objective.LabelSmoothing;
import org.palimpsest.methods.regularisation.ElasticWeightConsolidation;
import org.palimpsest.methods.regularisation.SynapticIntelligence;
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

/** What methods and add-ons say of options and benchmarks before anything runs. */
public class PlanningTest {
    private static final BenchmarkFacts TEN_CLASSES = new BenchmarkFacts(Optional.empty(), 10, false);
    private static final BenchmarkFacts NO_CLASSES = new BenchmarkFacts(Optional.empty(), 0, false);
    private static final String NEEDS_CLASSES = "learns classes, which the outputs of this benchmark are not";

    @DataProvider
    public Object[][] memories() {
        return new Object[][] {
            {new ExperienceReplay(), new ExperienceReplay.Options(9, 3, MemoryKind.RING), "a ring memory needs a slot per class: 9 slots, 10 classes"},
            {new ExperienceReplay(), new ExperienceReplay.Options(10, 3, MemoryKind.RING), ""},
            {new ExperienceReplay(), new ExperienceReplay.Options(3, 3, MemoryKind.RESERVOIR), ""},
            {new ExperienceReplay(), new ExperienceReplay.Options(3, 3, MemoryKind.CLASS_BALANCED), ""},
            {new ICarl(), new ICarl.Options(3, true), "needs an exemplar per class: buffer is 3, and there are 10 classes"},
            {new ICarl(), new ICarl.Options(10, true), ""},
        };
    }

    @DataProvider
    public Object[][] perClass() {
        String reservoir = "perClass needs a memory that keeps classes apart, which a reservoir does not (valid: ring, class-balanced)";
        String large = "perClass 300000000 of 10 classes are more examples than a memory can hold";
        OptionalInt one = OptionalInt.of(1);
        OptionalInt many = OptionalInt.of(300000000);
        return new Object[][] {
            {new ExperienceReplay(), new ExperienceReplay.Options(9, 3, MemoryKind.RING, OptionalDouble.empty(), one), ""},
            {new ExperienceReplay(), new ExperienceReplay.Options(9, 3, MemoryKind.CLASS_BALANCED, OptionalDouble.empty(), one), ""},
            {new ExperienceReplay(), new ExperienceReplay.Options(9, 3, MemoryKind.RESERVOIR, OptionalDouble.empty(), one), reservoir},
            {new ExperienceReplay(), new ExperienceReplay.Options(9, 3, MemoryKind.RING, OptionalDouble.empty(), many), large},
            {new GreedyDumb(), new GreedyDumb.Options(4, 5, 2, true, 0.0005, 0.5, one), ""},
            {new GreedyDumb(), new GreedyDumb.Options(4, 5, 2, true, 0.0005, 0.5, many), large},
            {new ICarl(), new ICarl.Options(3, true, one), ""},
            {new ICarl(), new ICarl.Options(3, true, many), large},
        };
    }

    @Test(dataProvider = "perClass")
    public void aMemoryOfEachClassNeedsClassesThatItKeepsApart(MethodModule<?> method, Record options, String problem) {
        assertEquals(method.problems(options, TEN_CLASSES), problem.isEmpty() ? List.of() : List.of(problem));
        assertEquals(method.problems(options, NO_CLASSES).size(), 1, "no classes");
    }

    @Test(dataProvider = "memories")
    public void aMemoryThatIsTooSmallForTheClassesIsFoundOut(MethodModule<?> method, Record options, String problem) {
        assertEquals(method.problems(options, TEN_CLASSES), problem.isEmpty() ? List.of() : List.of(problem));
    }

    /** However small its memory is, none of the others fails to be made. */
    @DataProvider
    public Object[][] smallest() {
        return new Object[][] {
            {new ExperienceReplay(), new ExperienceReplay.Options(1, 1, MemoryKind.RESERVOIR)},
            {new ExperienceReplay(), new ExperienceReplay.Options(1, 1, MemoryKind.CLASS_BALANCED)},
            {new ExperienceReplay(), new ExperienceReplay.Options(4, 1, MemoryKind.RING)},
            {new AsymmetricReplay(), new AsymmetricReplay.Options(1, 1)},
            {new DarkReplay(), new DarkReplay.Options(1, 1, 0.3)},
            {new DarkReplayPlus(), new DarkReplayPlus.Options(1, 1, 0.3, 0.5)},
            {new MaximallyInterfered(), new MaximallyInterfered.Options(1, 2, 1)},
            {new AveragedGem(), new AveragedGem.Options(1, 1)},
            {new GreedyDumb(), new GreedyDumb.Options(1, 1, 1, true, 0.0005, 0.5)},
            {new ICarl(), new ICarl.Options(4, true)},
        };
    }

    @Test(dataProvider = "smallest")
    public void whatIsNotFoundOutRuns(MethodModule<?> method, Record options) {
        assertEquals(method.problems(options, new BenchmarkFacts(Optional.empty(), 4, false)), List.of());
        Workbench bench = new Workbench(method, options, Workbench.Setup.linear(2, HeadKind.FULL, 4, 0.1));
        assertTrue(TwoTasks.liveArraysAfter(1, bench) > 0);
    }

    @DataProvider
    public Object[][] anyOutputs() {
        return new Object[][] {
            {new Finetune(), new NoOptions()},
            {new ExperienceReplay(), new ExperienceReplay.Options(4, 3, MemoryKind.RESERVOIR)},
            {new AveragedGem(), new AveragedGem.Options(4, 3)},
            {new LearningWithoutForgetting(), new LearningWithoutForgetting.Options(List.of(1.0), 2, false)},
            {new MaximallyInterfered(), new MaximallyInterfered.Options(4, 2, 3)},
            {new SynapticIntelligence(), new SynapticIntelligence.Options(0.5, 0.1, 0)},
            {new ElasticWeightConsolidation(), new ElasticWeightConsolidation.Options(5, 0, 1)},
        };
    }

    @Test(dataProvider = "anyOutputs")
    public void aMethodThatAsksForTheObjectiveAloneLearnsAnything(MethodModule<?> method, Record options) {
        assertEquals(method.problems(options, NO_CLASSES), List.of());
    }

    @DataProvider
    public Object[][] classesOnly() {
        return new Object[][] {
            {new AsymmetricReplay(), new AsymmetricReplay.Options(4, 3)},
            {new ICarl(), new ICarl.Options(5, true)},
            {new LwfMc(), new NoOptions()},
            {new DarkReplay(), new DarkReplay.Options(4, 3, 0.3)},
            {new NearestClassMean(), new NearestClassMean.Options(true, true)},
            {new StreamingLda(), new StreamingLda.Options(true, 1e-4, true)},
            {new FeCam(), new FeCam.Options(0.5, 1, 1, true)},
            {new DeeSil(), new DeeSil.Options(true, 1, 1e-4, true)},
            {new FeTrilFc(), new FeTrilFc.Options(Translation.Similarity.EUCLIDEAN, 1, Translation.Source.NEAREST, false, true, 5, 0.05, 2, 0.9, 0)},
            {new FeTril(), new FeTril.Options(FeTril.ClassifierKind.SVM, Translation.Similarity.EUCLIDEAN, 1, Translation.Source.NEAREST, true, 1, 1e-4,
                    FeTril.Solver.NEWTON, true, 5, 0.05, 2, 0.9, 0)},
        };
    }

    @Test(dataProvider = "classesOnly")
    public void aMethodThatNeedsClassesSaysSo(MethodModule<?> method, Record options) {
        assertEquals(method.problems(options, NO_CLASSES), List.of(NEEDS_CLASSES));
        assertEquals(method.problems(options, TEN_CLASSES).contains(NEEDS_CLASSES), false);
    }

    @Test
    public void afterItsFirstTaskFreezeNeedsAHead() {
        assertEquals(new Freeze().problems(new NoOptions(), TEN_CLASSES), List.of());
        assertEquals(new Freeze().problems(new NoOptions(), NO_CLASSES),
                List.of("leaves nothing to be trained after the first task: the model has no head of its own"));
    }

    /** Where there are none, labels say the task, so that balanced memories have something to go by. */
    @Test
    public void onlyAMemoryThatDividesItsSlotsBeforehandNeedsClasses() {
        List<String> problem = List.of("a ring memory needs to know how many classes there are, and the outputs of this benchmark are no classes");
        assertEquals(new ExperienceReplay().problems(new ExperienceReplay.Options(9, 3, MemoryKind.RING), NO_CLASSES), problem);
        assertEquals(new ExperienceReplay().problems(new ExperienceReplay.Options(9, 3, MemoryKind.CLASS_BALANCED), NO_CLASSES), List.of());
        assertEquals(new GreedyDumb().problems(new GreedyDumb.Options(4, 5, 2, true, 0.0005, 0.5), NO_CLASSES), List.of());
    }

    @Test
    public void onlyLabelsOfClassesAreSmoothed() {
        LabelSmoothing smoothing = new LabelSmoothing();
        assertEquals(smoothing.problems(new LabelSmoothing.Options(0.1), NO_CLASSES), List.of(NEEDS_CLASSES));
        assertEquals(smoothing.problems(new LabelSmoothing.Options(0.1), TEN_CLASSES), List.of());
    }
}
