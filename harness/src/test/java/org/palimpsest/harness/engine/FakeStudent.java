package org.palimpsest.harness.engine;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.config.BenchmarkSpec;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.config.PlannedRecipe;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.PlannedStream;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.Pieces;
import org.palimpsest.results.record.ProbeRow;
import org.palimpsest.results.record.RunId;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.TableRows;

/**
 * A student without a network, on a course without data, that writes down what the engine does with it. It learns one thing an update: to
 * count them.
 */
final class FakeStudent implements Student {
    static final int TASKS = 3;
    static final int UPDATES = 5;

    private final List<String> events;
    private final RunContext context;
    private final Trouble trouble;
    private final int partUpdates;
    private final boolean inOneGo;
    private final Work work = new Work();
    private int counted;

    /** What goes wrong in a run; called before every update. */
    @FunctionalInterface
    interface Trouble {
        Trouble NONE = (task, update) -> {};

        void at(int task, int update);

        /** The process is killed at an update of a task. */
        static Trouble killedAt(int inTask, int atUpdate) {
            return (task, update) -> {
                if (task == inTask && update == atUpdate) {
                    throw new Killed();
                }
            };
        }
    }

    /** Ends the process, as far as a test can tell: nothing in the engine may catch it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private FakeStudent(List<String> events, RunContext context, Trouble trouble, int partUpdates, boolean inOneGo) {
        this.inOneGo = inOneGo;
        this.events = events;
        this.context = context;
        this.trouble = trouble;
        this.partUpdates = partUpdates;
    }

    /** A course that such students are enrolled in, with lessons in parts of so many updates. */
    static Course course(List<String> events, Trouble trouble, int partUpdates) {
        return course(events, trouble, partUpdates, false);
    }

    /** As {@link #course(List, Trouble, int)}, with lessons that may be taught in one go and are committed inside all the same. */
    static Course course(List<String> events, Trouble trouble, int partUpdates, boolean inOneGo) {
        return new Course() {
            @Override
            public StreamInfo info() {
                return new StreamInfo("counting", 1, "counted", "ab".repeat(32), List.of());
            }

            @Override
            public List<DataInfo> data() {
                return List.of();
            }

            @Override
            public List<Table<?>> tables() {
                return List.of(AccuracyRow.TABLE, ProbeRow.TABLE);
            }

            @Override
            public int tasks() {
                return TASKS;
            }

            @Override
            public Student enrol(RunContext context) {
                trouble.at(0, 0);
                events.add("enrol");
                return new FakeStudent(events, context, trouble, partUpdates, inOneGo);
            }
        };
    }

    /** A run of such a course. */
    static PlannedRun run(int evaluateEvery) {
        MethodModule<NoOptions> method = new MethodModule<>("count", "counts", "nobody", Learner.class, NoOptions.class) {};
        OptimiserOptions rule = new OptimiserOptions(OptimiserOptions.Rule.SGD, 0.1, 0, 0);
        PlannedRecipe how = new PlannedRecipe(new Plugins.Recipe("count", method, List.of()), Map.of(method, new NoOptions()), rule);
        BenchmarkSpec benchmark = new BenchmarkSpec("counting", 1, "Counting", "counting", new RecipeSpec("none", Map.of()), rule,
                new EvaluationSpec(evaluateEvery, 1, Optional.empty(), OptionalDouble.empty(), OptionalInt.empty()), 1);
        String digest = "12".repeat(32);
        return new PlannedRun(new RunId("counting", "count", 7, digest), benchmark, new Counted(), how, 7, Map.of("id", "counting"), digest, List.of());
    }

    private record Counted() implements PlannedStream {
        @Override
        public String scenario() {
            return "counted";
        }

        @Override
        public int tasks() {
            return TASKS;
        }

        @Override
        public Class<Learner> learner() {
            return Learner.class;
        }

        @Override
        public Map<String, Object> protocol() {
            return Map.of();
        }

        @Override
        public List<RecipeModule<?>> modules() {
            return List.of();
        }

        @Override
        public void check(PlannedRecipe recipe, Problems problems) {}
    }

    /** A host that writes down the seeds of the lessons, and has no device to wait for. */
    static Host host(List<String> events, LongSupplier nanos) {
        return host(events, nanos, () -> {});
    }

    /** As {@link #host(List, LongSupplier)}, with a device. */
    static Host host(List<String> events, LongSupplier nanos, Runnable device) {
        return new Host() {
            @Override
            public long nanos() {
                return nanos.getAsLong();
            }

            @Override
            public Environment environment() {
                return new Environment("1", "c", false, "none", "none", 1, "cpu", "java", "os", "cpu", Optional.empty());
            }

            @Override
            public void seed(int seed) {
                events.add("seed");
            }

            @Override
            public long peakResidentBytes() {
                return 1000;
            }

            @Override
            public void awaitDevice() {
                device.run();
            }

            @Override
            public long deviceBytes() {
                return 0;
            }
        };
    }

    @Override
    public List<Lesson> lessons() {
        ProbeSchedule probes = step -> step + 1 + step % 2;
        return IntStream.range(0, TASKS).mapToObj(t -> new Lesson(t, t + 1, UPDATES, partUpdates, inOneGo, probes, () -> new Counting(t))).toList();
    }

    /** What an update changes. */
    private final class Progress implements Stateful {
        @Override
        public void save(State state) {
            state.put("counted", counted);
            context.watch().save(state.scope("watch"));
        }

        @Override
        public void load(State state) {
            counted = (int) state.longs("counted")[0];
            context.watch().load(state.scope("watch"));
        }
    }

    private void commitInside(int parts) {
        events.add("save inside");
        context.watch().commitInside(parts, (file, pieces) -> {
            try (NDManager manager = NDManager.newBaseManager()) {
                Snapshots.save(new Progress(), file, manager);
            }
        });
    }

    private void goOn(Path file) throws IOException {
        try (NDManager manager = NDManager.newBaseManager()) {
            Snapshots.load(new Progress(), file, manager);
        }
        events.add("go on " + counted);
    }

    private final class Counting implements Lesson.Session {
        private final int task;

        Counting(int task) {
            this.task = task;
            events.add("open " + task);
        }

        @Override
        public void watch() {
            events.add("watch");
        }

        @Override
        public TableRows teach(int part) {
            int start = counted;
            context.watch().goOn(FakeStudent.this::goOn);
            int last = inOneGo ? UPDATES : Math.min(UPDATES, (part + 1) * partUpdates);
            for (int update = part * partUpdates + counted - start + 1; update <= last; update++) {
                trouble.at(task + 1, update);
                counted++;
                context.watch().afterStep(update, 10);
                if (inOneGo && update % partUpdates == 0 && update < UPDATES && context.watch().isCommitDue()) {
                    commitInside(update / partUpdates);
                }
            }
            events.add("taught " + task + (partUpdates < UPDATES && !inOneGo ? " part " + part : ""));
            return TableRows.NONE;
        }

        @Override
        public void close() {
            events.add("close " + task);
        }
    }

    @Override
    public TableRows examine(int trainedTask) {
        events.add("examine " + trainedTask);
        return TableRows.of(AccuracyRow.TABLE, IntStream.rangeClosed(1, TASKS)
                .mapToObj(task -> new AccuracyRow(trainedTask, task, 100, counted, counted)).toList());
    }

    @Override
    public TableRows probe(int task, long step) {
        events.add("probe " + task + " at " + step);
        return TableRows.of(ProbeRow.TABLE, List.of(new ProbeRow(task, step, task, 100, counted, counted)));
    }

    @Override
    public GaugeReader gauges() {
        return GaugeReader.NONE;
    }

    @Override
    public Work work() {
        return work;
    }

    @Override
    public long memoryBytes() {
        return 8L * counted;
    }

    @Override
    public void save(Path file, Pieces pieces) throws IOException {
        events.add("save");
        Files.writeString(file, Integer.toString(counted));
    }

    @Override
    public void load(Path file) throws IOException {
        counted = Integer.parseInt(Files.readString(file));
        events.add("load " + counted);
    }

    @Override
    public void close() {
        events.add("close");
    }
}
