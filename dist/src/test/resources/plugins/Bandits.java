import ai.djl.ndarray.NDManager;
import com.google.auto.service.AutoService;
import com.google.inject.Guice;
import com.google.inject.Inject;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.*;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.config.*;
import org.palimpsest.harness.engine.*;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.results.metric.*;
import org.palimpsest.results.record.*;
import org.palimpsest.results.record.Pieces;

/**
 * A kind of stream in one file: bandits, of which every task has another best arm; with the learners that it takes, a method, the table
 * that its runs fill and the measure by which they are ranked.
 */
public final class Bandits {
    private Bandits() {}

    /** Plays bandits. */
    @Learns("bandits")
    public interface Player extends Learner {
        /** The arm to pull: the best known one, or while it explores maybe another. */
        int arm(boolean explore);

        /** What an arm paid. */
        void paid(int arm, double reward);
    }

    /** Announces the kind. */
    @AutoService(StreamKind.class)
    public static final class Kind extends StreamKind {
        @Override
        protected void configure() {
            bindKind(BanditPlanner.class, Planned.class, Opener.class);
        }
    }

    /** A stream's file. */
    public record Declared(
            @Doc("name") String id, @Doc("version") @Positive int version, @Doc("bandits") String scenario, @Doc("tasks") @Positive int tasks,
            @Doc("arms") @Min(2) int arms) {}

    /** What a benchmark says of bandits alone. */
    public record Section(@Doc("pulls per task") @Positive @Default("200") int pulls) {}

    /** Plans. */
    public static final class BanditPlanner implements StreamPlanner {
        @Override
        public List<String> scenarios() {
            return List.of("bandits");
        }

        @Override
        public Class<Section> section() {
            return Section.class;
        }

        @Override
        public List<String> trained() {
            return List.of();
        }

        @Override
        public Optional<Draft> read(String file, Values values, Problems problems) {
            return new Binder(problems).bind(Declared.class, values).map(Draft::new);
        }
    }

    /** A declared stream; there are no data to be checked. */
    public record Draft(Declared declared) implements StreamDraft {
        @Override
        public String scenario() {
            return declared.scenario();
        }

        @Override
        public Map<String, Object> toMap() {
            return Binder.toMap(declared);
        }

        @Override
        public void check(Problems problems) {}

        @Override
        public Optional<Planned> plan(Benchmark benchmark, Problems problems) {
            return Optional.of(new Planned(declared, (Section) benchmark.section()));
        }
    }

    /** A planned stream. */
    public record Planned(Declared declared, Section section) implements PlannedStream {
        @Override
        public String scenario() {
            return declared.scenario();
        }

        @Override
        public int tasks() {
            return declared.tasks();
        }

        @Override
        public Class<Player> learner() {
            return Player.class;
        }

        @Override
        public Map<String, Object> protocol() {
            return Map.of("stream", Binder.toMap(declared), "pulls", section.pulls());
        }

        @Override
        public List<RecipeModule<?>> modules() {
            return List.of();
        }

        @Override
        public void check(PlannedRecipe recipe, Problems problems) {}
    }

    /** Opens the course of a run. */
    public static final class Opener implements CourseFactory<Planned> {
        @Override
        public Course open(PlannedRun run, Planned planned, NDManager manager) {
            return new BanditCourse(run, planned, manager);
        }
    }

    private record BanditCourse(PlannedRun run, Planned planned, NDManager manager) implements Course {
        @Override
        public StreamInfo info() {
            Declared declared = planned.declared();
            return new StreamInfo(declared.id(), declared.version(), declared.scenario(), PlannedRun.digest(Binder.toMap(declared)), List.of());
        }

        @Override
        public List<DataInfo> data() {
            return List.of();
        }

        @Override
        public List<Table<?>> tables() {
            return List.of(Reward.TABLE);
        }

        @Override
        public int tasks() {
            return planned.tasks();
        }

        @Override
        public Student enrol(RunContext context) {
            return new Gambler(this, context);
        }
    }

    /** The engine's view of a player. */
    private static final class Gambler implements Student {
        private final BanditCourse course;
        private final RunContext context;
        private final Randomness random;
        private final Player player;
        private final Work work = new Work();

        Gambler(BanditCourse course, RunContext context) {
            this.course = course;
            this.context = context;
            random = new Randomness(course.run().seed());
            player = (Player) Guice.createInjector(new RecipeBindings(course.run(), course.manager(), random, context.readings())).getInstance(Learner.class);
        }

        /** The best arm of a task pays with nine chances in ten, the others with one. */
        private int pay(int task, int arm, UniformRandomProvider dice) {
            int best = random.get("best-arm", task).nextInt(course.planned().declared().arms());
            return dice.nextDouble() < (arm == best ? 0.9 : 0.1) ? 1 : 0;
        }

        @Override
        public List<Lesson> lessons() {
            int pulls = course.planned().section().pulls();
            return IntStream.range(0, course.tasks()).mapToObj(t -> new Lesson(t, t + 1, pulls, ProbeSchedule.NEVER, () -> session(t, pulls))).toList();
        }

        private Lesson.Session session(int task, int pulls) {
            return new Lesson.Session() {
                @Override
                public void watch() {}

                @Override
                public TableRows teach(int part) {
                    UniformRandomProvider dice = random.get("pay", task);
                    for (int pull = 1; pull <= pulls; pull++) {
                        int arm = player.arm(true);
                        player.paid(arm, pay(task, arm, dice));
                        context.watch().afterStep(pull, 1);
                    }
                    return TableRows.NONE;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public TableRows examine(int trainedTask) {
            return TableRows.of(Reward.TABLE, IntStream.range(0, course.tasks()).mapToObj(task -> {
                UniformRandomProvider dice = random.get("examination", task);
                int total = IntStream.range(0, 100).map(pull -> pay(task, player.arm(false), dice)).sum();
                return new Reward(trainedTask, task + 1, 100, total);
            }).toList());
        }

        @Override
        public TableRows probe(int task, long step) {
            return TableRows.NONE;
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
            return player.memoryBytes();
        }

        @Override
        public void save(Path file, Pieces pieces) throws IOException {
            Snapshots.save(player, file, pieces, course.manager());
        }

        @Override
        public void load(Path file) throws IOException {
            Snapshots.load(player, file, course.manager());
        }

        @Override
        public void close() {
            player.close();
        }
    }

    /** One line of {@code rewards.csv}: what a player got out of so many pulls. */
    public record Reward(int trainedTask, int task, int pulls, int total) {
        static final Table<Reward> TABLE = new Rewards();

        /** The table. */
        @SuppressWarnings("rawtypes")
        @AutoService(Table.class)
        public static final class Rewards extends Table<Reward> {
            public Rewards() {
                super("rewards", 2, "trained_task", "task", "pulls", "total");
            }

            @Override
            protected List<String> write(Reward row) {
                return cells(row.trainedTask, row.task, row.pulls, row.total);
            }

            @Override
            protected Reward read(Cells cells) {
                return new Reward(cells.integer("trained_task"), cells.integer("task"), cells.integer("pulls"), cells.integer("total"));
            }

            @Override
            protected void check(Reward row, RunInfo run) {
                Counts.requireTask("trained_task", row.trainedTask, 0, run);
                Counts.requireTask("task", row.task, 1, run);
            }
        }
    }

    /** Ranks by the reward of a pull. */
    @AutoService(MetricProvider.class)
    public static final class Payout implements MetricProvider {
        @Override
        public List<Measure> measures() {
            return List.of(new Measure("payout", "payout", Direction.HIGHER, "reward per pull", List.of("bandits"),
                    new Measure.Source<>(Reward.TABLE, row -> Score.after(row.trainedTask(), row.task(), row.total(), row.pulls())), Optional.empty()));
        }
    }

    /** {@code greedy}: the arm that has paid most, or now and then any. */
    @SuppressWarnings("rawtypes")
    @AutoService(MethodModule.class)
    public static final class Greedy extends MethodModule<Greedy.Options> {
        public Greedy() {
            super("greedy", "pulls the arm that has paid most, or now and then any", "Sutton and Barto, Reinforcement Learning, section 2.4",
                    GreedyPlayer.class, Options.class);
        }

        /** Options. */
        public record Options(
                @Doc("chance of any arm") @PositiveOrZero @DecimalMax("1") @Default("0.1") double epsilon,
                @Doc("share of the latest reward in the mean of its arm") @Positive @DecimalMax("1") @Default("0.1") double rate) {}
    }

    static final class GreedyPlayer implements Player {
        private static final int MOST_ARMS = 100;

        private final Greedy.Options options;
        private final Randomness random;
        private final float[] means = new float[MOST_ARMS];
        private final long[] pulls = new long[1];

        @Inject
        GreedyPlayer(Greedy.Options options, Randomness random) {
            this.options = options;
            this.random = random;
            Arrays.fill(means, 0, 5, 1f); // hopeful of five arms
        }

        @Override
        public int arm(boolean explore) {
            UniformRandomProvider dice = explore ? random.get("explore", pulls[0]++) : null;
            if (explore && dice.nextDouble() < options.epsilon()) {
                return dice.nextInt(5);
            }
            return IntStream.range(0, 5).reduce((a, b) -> means[b] > means[a] ? b : a).getAsInt();
        }

        @Override
        public void paid(int arm, double reward) {
            means[arm] += (float) (options.rate() * (reward - means[arm]));
        }

        @Override
        public void save(State state) {
            state.put("pulls", pulls);
            state.put("means", IntStream.range(0, means.length).map(i -> Float.floatToIntBits(means[i])).toArray());
        }

        @Override
        public void load(State state) {
            pulls[0] = state.longs("pulls")[0];
            int[] bits = state.ints("means");
            IntStream.range(0, means.length).forEach(i -> means[i] = Float.intBitsToFloat(bits[i]));
        }
    }
}
