package org.palimpsest.harness.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.Definitions;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Planner;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.config.StreamPlanners;
import org.palimpsest.harness.control.ControlPlanner;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.images.ImagePlanner;
import org.palimpsest.harness.images.PlannedImages;
import org.palimpsest.harness.instructions.InstructionPlanner;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.Timings;

/** Makes the measurements that {@code palimpsest/bench/*.yaml} declare. */
public final class Bench {
    private final Definitions definitions;
    private final Planner planner;
    private final DataBench data;
    private final MeasuredRuns runs;

    /** A bench over the library, with two data sets more than everybody else has. */
    @Inject
    public Bench(Plugins plugins, Catalogue catalogue, DataFolders folders, Courses courses) {
        List<DatasetSource> sources = new ArrayList<>(catalogue.sources());
        sources.add(new NoiseImages());
        sources.add(new NoiseFeatures());
        Datasets datasets = new Datasets(new Catalogue(sources), new WeightFiles(folders));
        StreamPlanners streams = new StreamPlanners(Set.of(new ImagePlanner(plugins, datasets), new ControlPlanner(plugins, datasets),
                new InstructionPlanner(plugins, datasets)));
        planner = new Planner(new Library(plugins, streams), plugins, streams);
        runs = new MeasuredRuns(courses);
        definitions = new Definitions("bench", plugins.classLoader());
        data = new DataBench(folders);
    }

    /** Names of the measurements. */
    public List<String> names() {
        return definitions.names();
    }

    /**
     * Names of some of them; of all if none is given.
     *
     * @throws InvalidInputException if there is no measurement of a name
     */
    public List<String> names(List<String> wanted) {
        return wanted.isEmpty() ? names() : specs(wanted).stream().map(BenchSpec::id).toList();
    }

    /**
     * Makes some measurements, in the order given.
     *
     * @param progress told what is measured next
     * @param results gets each result as soon as it is there
     * @throws InvalidInputException before anything is measured, if one of them is unknown or cannot be planned
     */
    public void measure(List<String> names, Consumer<String> progress, Consumer<Measurement> results) {
        List<BenchSpec> specs = specs(names);
        Map<BenchSpec, Plan> plans = plans(specs);
        for (BenchSpec spec : specs) {
            progress.accept(spec.id() + ": " + spec.title());
            Optional<String> absent = spec.kind() == BenchSpec.Kind.DECODE ? data.absent(spec.dataset()) : Optional.empty();
            absent.ifPresentOrElse(why -> progress.accept("  left out: " + why), () -> measure(spec, plans.get(spec)).forEach(results));
        }
    }

    /**
     * Does everything but measure.
     *
     * @throws InvalidInputException as {@link #measure}
     */
    public void check(List<String> names) {
        plans(specs(names));
    }

    private List<BenchSpec> specs(List<String> names) {
        Problems problems = new Problems();
        List<BenchSpec> specs = new ArrayList<>();
        for (String name : names) {
            if (!definitions.names().contains(name)) {
                problems.at("bench").add("name", name, "unknown measurement"
                        + Names.suggestion(name, definitions.names(), "'palimpsest bench --list' shows all"));
            } else {
                definitions.values(name, "bench", "name", problems)
                        .flatMap(values -> new Binder(problems).bind(BenchSpec.class, values)).ifPresent(specs::add);
            }
        }
        problems.throwIfAny();
        return specs;
    }

    private Map<BenchSpec, Plan> plans(List<BenchSpec> specs) {
        Map<BenchSpec, Plan> plans = new HashMap<>();
        specs.stream().filter(spec -> spec.kind().trains()).forEach(spec -> plans.put(spec, plan(spec)));
        return plans;
    }

    private Plan plan(BenchSpec spec) {
        List<String> methods = spec.kind() == BenchSpec.Kind.METHODS ? List.of(spec.base(), spec.method()) : List.of(spec.method());
        return planner.plan(new Request(spec.benchmark(), methods, Optional.of("0,"), spec.set()));
    }

    private List<Measurement> measure(BenchSpec spec, Plan plan) {
        if (spec.kind().trains()) {
            Machine.threads(plan.runs().get(0).benchmark().threads());
        }
        return switch (spec.kind()) {
            case OVERHEAD -> overhead(spec, plan, plan.runs().get(0));
            case AGENT -> agent(spec, plan);
            case TUNING -> tuning(spec, plan);
            case METHODS -> methods(spec, plan);
            case FLAT_STEPS -> flatSteps(spec, plan);
            case FLAT_MEMORY -> flatMemory(spec, plan);
            case LAST_STATE -> lastState(spec, plan);
            case AUGMENTATION -> AugmentationBench.measure(spec, plan.runs().get(0));
            case ARITHMETIC -> StepBench.arithmetic(spec, plan, runs);
            case AFTERWARDS -> StepBench.afterwards(spec, plan, runs);
            case MEMORIES -> MemoryBench.measure(spec);
            case HERDING -> HerdingBench.measure(spec);
            case DECODE -> data.decode(spec);
            case IMAGES -> data.images(spec);
        };
    }

    /** Harness and bare loop in turn, once unmeasured to warm up. */
    private List<Measurement> overhead(BenchSpec spec, Plan plan, PlannedRun run) {
        double[] bare = new double[spec.repeats()];
        double[] harness = new double[spec.repeats()];
        double[] training = new double[spec.repeats()];
        double[] probing = new double[spec.repeats()];
        double[] whole = new double[spec.repeats()];
        double[] evaluation = new double[spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            double micros = new BareLoop(run, spec.buffer(), spec.replayBatch()).microsPerStep();
            RunInfo info = runs.make(plan, new RunListener() {});
            if (i >= 0) {
                Timings timings = info.timings();
                bare[i] = micros;
                harness[i] = timings.trainSeconds() * 1e6 / info.cost().updates();
                training[i] = timings.trainSeconds();
                probing[i] = timings.probeSeconds();
                evaluation[i] = timings.evaluationSeconds();
                whole[i] = timings.totalSeconds();
            }
        }
        return List.of(
                Measurement.of(spec.id() + ": step, harness / bare loop", "us", bare, harness, spec.bar()),
                Measurement.of(spec.id() + ": probing / training", "s", training, probing, 0.05),
                Measurement.of(spec.id() + ": evaluation / whole run", "s", whole, evaluation, 0.10));
    }

    /** Harness, bare loop, and game and memory alone in turn, once unmeasured to warm up. */
    private List<Measurement> agent(BenchSpec spec, Plan plan) {
        PlannedRun run = plan.runs().get(0);
        double[] bare = new double[spec.repeats()];
        double[] harness = new double[spec.repeats()];
        double[] idle = new double[spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            BareAgent loop = new BareAgent(run);
            double micros = loop.microsPerStep();
            RunInfo info = runs.make(plan, new RunListener() {});
            if (i >= 0) {
                bare[i] = micros;
                harness[i] = info.timings().trainSeconds() * 1e6 / info.cost().examples();
                idle[i] = loop.microsWithoutLearning();
            }
        }
        return List.of(
                Measurement.of(spec.id() + ": step, harness / bare loop", "us", bare, harness, spec.bar()),
                Measurement.of(spec.id() + ": game and memory / step", "us", harness, idle, 0.05));
    }

    /** Harness and bare loop in turn, once unmeasured to warm up. */
    private List<Measurement> tuning(BenchSpec spec, Plan plan) {
        double[] bare = new double[spec.repeats()];
        double[] harness = new double[spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            double micros = new BareTuning(plan.runs().get(0)).microsPerStep();
            RunInfo info = runs.make(plan, new RunListener() {});
            if (i >= 0) {
                bare[i] = micros;
                harness[i] = info.timings().trainSeconds() * 1e6 / info.cost().updates();
            }
        }
        return List.of(Measurement.of(spec.id() + ": step, harness / bare loop", "us", bare, harness, spec.bar()));
    }

    /** Both methods in turn, once unmeasured to warm up. In the last task a method does all that it does. */
    private List<Measurement> methods(BenchSpec spec, Plan plan) {
        double[][] micros = new double[2][spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            for (int m = 0; m < 2; m++) {
                double last = lastTaskMicrosPerStep(plan.runs().get(m));
                if (i >= 0) {
                    micros[m][i] = last;
                }
            }
        }
        return List.of(Measurement.of(spec.id() + ": step, " + spec.method() + " / " + spec.base(), "us", micros[0], micros[1], spec.bar()));
    }

    /** The tasks of a benchmark that is measured are of one size. */
    private double lastTaskMicrosPerStep(PlannedRun run) {
        double[] last = new double[1];
        RunInfo info = runs.make(new Plan("bench", List.of(run), List.of()), new RunListener() {
            @Override
            public void taskDone(PlannedRun made, int task, double trainSeconds) {
                last[0] = trainSeconds;
            }
        });
        return last[0] * 1e6 * run.stream().tasks() / info.cost().updates();
    }

    /** Training time of tasks 48 to 52 over that of tasks 3 to 7, numbered from 1. */
    private List<Measurement> flatSteps(BenchSpec spec, Plan plan) {
        double[] early = new double[spec.repeats()];
        double[] late = new double[spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            List<Double> seconds = new ArrayList<>();
            runs.make(plan, new RunListener() {
                @Override
                public void taskDone(PlannedRun run, int task, double trainSeconds) {
                    seconds.add(trainSeconds);
                }
            });
            if (i >= 0) {
                early[i] = 1e3 * Measurement.median(window(seconds, 5));
                late[i] = 1e3 * Measurement.median(window(seconds, 50));
            }
        }
        return List.of(Measurement.of(spec.id() + ": training time of task 50 / task 5", "ms", early, late, spec.bar()));
    }

    private static double[] window(List<Double> seconds, int task) {
        return seconds.subList(task - 3, task + 2).stream().mapToDouble(s -> s).toArray();
    }

    /** The second of two runs: in the first the Java machine itself still grows, by its heap and compiled code. */
    private List<Measurement> flatMemory(BenchSpec spec, Plan plan) {
        runs.make(plan, new RunListener() {});
        List<long[]> samples = new ArrayList<>();
        runs.make(plan, new RunListener() {
            @Override
            public void taskDone(PlannedRun run, int task, double trainSeconds) {
                if (task + 1 == 10 || task + 1 == run.stream().tasks()) {
                    System.gc();
                    samples.add(new long[] {Machine.residentBytes(), liveArrays()});
                }
            }
        });
        int tasks = plan.runs().get(0).stream().tasks();
        String name = spec.id() + ": task " + tasks + " / task 10, ";
        double megabyte = 1 << 20;
        return List.of(
                Measurement.of(name + "resident memory", "MiB", new double[] {samples.get(0)[0] / megabyte},
                        new double[] {samples.get(1)[0] / megabyte}, spec.bar()),
                Measurement.of(name + "live native arrays", "", new double[] {samples.get(0)[1]}, new double[] {samples.get(1)[1]}, 1));
    }

    /** Memory grows from what is resident before the last task to the peak within it. */
    private List<Measurement> lastState(BenchSpec spec, Plan plan) {
        PlannedRun planned = plan.runs().get(0);
        int last = planned.stream().tasks() - 1;
        double[] seconds = new double[spec.repeats()];
        double[] grown = new double[spec.repeats()];
        for (int i = 0; i < spec.repeats(); i++) {
            int repeat = i;
            long[] before = new long[1];
            runs.make(plan, new RunListener() {
                @Override
                public void taskDone(PlannedRun run, int task, double trainSeconds) {
                    if (task == last - 1) {
                        System.gc();
                        Machine.resetPeak();
                        before[0] = Machine.residentBytes();
                    } else if (task == last) {
                        seconds[repeat] = trainSeconds;
                        grown[repeat] = Machine.peakResidentBytes() - before[0];
                    }
                }
            });
        }
        LabelledImages train = ((PlannedImages) planned.stream()).dataset().train();
        double megabyte = 1 << 20;
        double data = (double) train.size() * train.shape().size() * train.type().bytes() / megabyte;
        double[] limits = new double[spec.repeats()];
        Arrays.fill(limits, spec.limit() / 1e3);
        double[] sizes = new double[spec.repeats()];
        Arrays.fill(sizes, data);
        return List.of(
                Measurement.of(spec.id() + ": last task / limit", "s", limits, seconds, spec.bar()),
                Measurement.of(spec.id() + ": growth of memory in the last task / training data", "MiB", sizes,
                        Arrays.stream(grown).map(bytes -> bytes / megabyte).toArray(), spec.memoryBar()));
    }

    /** Native arrays that any manager of the process owns. */
    private static long liveArrays() {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }
}
