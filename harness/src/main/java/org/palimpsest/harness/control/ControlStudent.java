package org.palimpsest.harness.control;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import com.google.inject.Guice;
import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.api.training.GradientBindings;
import org.palimpsest.harness.api.training.Optimiser;
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
import org.palimpsest.results.record.Episodes;
import org.palimpsest.results.record.Pieces;
import org.palimpsest.results.record.ReturnProbeRow;
import org.palimpsest.results.record.ReturnRow;
import org.palimpsest.results.record.TableRows;

/** An agent on its way through a stream of games. */
final class ControlStudent implements Student, Stateful {
    private static final double WHITE = 255;

    private final ControlCourse course;
    private final RunContext context;
    private final Randomness random;
    private final UpdateCount updates;
    private final Agent agent;
    private final Network network;
    private final NetworkGauges gauges;
    private Visit visit;

    ControlStudent(ControlCourse course, RunContext context) {
        this.course = course;
        this.context = context;
        random = course.random();
        updates = new UpdateCount(context.watch());
        Injector injector = RecipeBindings.building(() -> Guice.createInjector(
                new RecipeBindings(course.run(), course.manager(), random, context.readings()),
                new GradientBindings(course.manager(), course.run().optimiser(), updates,
                        () -> network(course.manager(), random.engineSeed("initialisation"))),
                binder -> binder.bind(Surroundings.class).toInstance(course.planned().surroundings())));
        agent = RecipeBindings.building(() -> (Agent) injector.getInstance(Learner.class));
        network = RecipeBindings.building(() -> injector.getInstance(Network.class));
        gauges = new NetworkGauges(context.gauges(), network, this::network, RecipeBindings.building(() -> injector.getInstance(Optimiser.class)), random,
                course.manager());
    }

    /** Observations reach the network as numbers from 0 to 1. */
    private Network network(NDManager owner, int engineSeed) {
        Machine.engine().setRandomSeed(engineSeed);
        PlannedControl planned = course.planned();
        Surroundings seen = planned.surroundings();
        double[] mean = new double[seen.planes()];
        double[] unit = new double[seen.planes()];
        Arrays.fill(unit, planned.brightest() / WHITE);
        Block backbone = course.run().recipe().rebuild(planned.network(), course.run().options());
        Network made = new Network(owner, backbone, seen.observation(), new Normalisation(owner, DataType.UINT8, mean, unit), HeadKind.FULL,
                planned.outputs(course.run().how()), 1);
        made.see(made.classes());
        return made;
    }

    @Override
    public List<Lesson> lessons() {
        ControlBenchmark section = course.planned().section();
        ProbeSchedule schedule = section.probes() == 0 ? ProbeSchedule.NEVER : step -> nextProbe(step, section);
        return IntStream.range(0, course.tasks())
                .mapToObj(task -> new Lesson(task, task + 1, section.rounds(), Visit.PART, schedule, () -> open(task)))
                .toList();
    }

    /** The visit that was under way when the run was committed, or else a new one. */
    private Visit open(int task) {
        if (visit == null || !visit.isUnderWay()) {
            visit = visit(task);
        }
        return visit;
    }

    private Visit visit(int task) {
        return new Visit(course, task, agent, updates, context.watch(), gauges);
    }

    /** Probe k of n falls on round k/n of all. */
    private static long nextProbe(long step, ControlBenchmark section) {
        long n = section.probes();
        long k = step * n / section.rounds() + 1;
        return Math.max(step + 1, (k * section.rounds() + n - 1) / n);
    }

    @Override
    public TableRows examine(int trainedTask) {
        EvaluationSpec evaluation = course.run().benchmark().evaluation();
        int episodes = course.planned().section().episodes();
        Map<Integer, Episodes> played = new LinkedHashMap<>();
        return TableRows.of(ReturnRow.TABLE, IntStream.range(evaluation.firstScored(trainedTask), evaluation.endScored(trainedTask, course.tasks()))
                .mapToObj(task -> new ReturnRow(trainedTask, task + 1, play(task, episodes, played, film(trainedTask, task)))).toList());
    }

    @Override
    public TableRows probe(int task, long step) {
        int episodes = course.planned().section().probeEpisodes();
        Map<Integer, Episodes> played = new LinkedHashMap<>();
        return TableRows.of(ReturnProbeRow.TABLE, IntStream.range(0, task)
                .mapToObj(i -> new ReturnProbeRow(task, step, i + 1, play(i, episodes, played, Optional.empty()))).toList());
    }

    /** The film of the game of a task after so many were learned, if anybody wants one. */
    private Optional<Film> film(int trainedTask, int task) {
        String run = course.run().id().relativePath().toString().replace('/', '-').replace('\\', '-');
        return context.films().map(folder -> new Film(folder.resolve(run + "-after-" + trainedTask + "-" + course.planned().spec().game(task) + ".gif")));
    }

    /** Episodes of the game of a task: each game is played once, and with the same chance in every evaluation. */
    private Episodes play(int task, int episodes, Map<Integer, Episodes> played, Optional<Film> film) {
        return played.computeIfAbsent(course.game(task), g -> {
            Episodes[] all = {Episodes.NONE};
            boolean[] done = new boolean[episodes];
            try (Arena arena = course.scoredArena(g, episodes, random.engineSeed("evaluation", g))) {
                while (all[0].count() < episodes) {
                    film.ifPresent(f -> f.take(arena));
                    arena.step((seen, actions) -> agent.act(seen, actions, false), (i, earned, length, cut) -> {
                        if (!done[i]) { // the first episode of each counts, so that short ones do not count more often
                            done[i] = true;
                            all[0] = all[0].and(earned, length, cut);
                        }
                        film.filter(f -> i == 0).ifPresent(Film::end);
                    });
                }
            }
            film.ifPresent(Film::write);
            return all[0];
        });
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
        return agent.memoryBytes();
    }

    @Override
    public void save(Path file, Pieces pieces) throws IOException {
        Snapshots.save(this, file, pieces, course.manager());
    }

    @Override
    public void load(Path file) throws IOException {
        Snapshots.load(this, file, course.manager());
    }

    @Override
    public void save(State state) {
        agent.save(state.scope("agent"));
        if (visit != null && visit.isUnderWay()) {
            state.put("task", visit.task());
            visit.save(state.scope("visit"));
            gauges.save(state.scope("gauges"));
        }
    }

    @Override
    public void load(State state) {
        agent.load(state.scope("agent"));
        if (state.has("task")) {
            visit = visit((int) state.longs("task")[0]);
            visit.load(state.scope("visit"));
            gauges.load(state.scope("gauges"));
        }
    }

    @Override
    public void close() {
        agent.close();
    }
}
