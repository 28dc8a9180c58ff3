package org.palimpsest.harness.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.engine.Lesson;
import org.palimpsest.harness.engine.RunWatch;
import org.palimpsest.harness.gauges.NetworkGauges;
import org.palimpsest.results.record.EpisodeRow;
import org.palimpsest.results.record.Episodes;
import org.palimpsest.results.record.TableRows;

/** What an agent learns in the game of one task. */
final class Visit implements Lesson.Session, Stateful {
    /** Rounds from one moment at which the run may be committed to the next. */
    static final long PART = 1000;

    /** Rows of the record that its episodes are gathered in. */
    private static final int STRETCHES = 50;

    private final int task;
    private final boolean first;
    private final boolean last;
    private final long rounds;
    private final long announced;
    private final int environments;
    private final Arena arena;
    private final Agent agent;
    private final UpdateCount updates;
    private final RunWatch watch;
    private final NetworkGauges gauges;
    private final Function<NDManager, NDArray> sights;
    private Episodes ended = Episodes.NONE;
    private long made;

    /**
     * A visit that is about to begin.
     *
     * @param task from 0
     */
    Visit(ControlCourse course, int task, Agent agent, UpdateCount updates, RunWatch watch, NetworkGauges gauges) {
        boolean told = course.planned().surroundings().told();
        this.task = task;
        this.agent = agent;
        this.updates = updates;
        this.watch = watch;
        this.gauges = gauges;
        sights = owner -> Sights.of(course, task, owner);
        first = told || task == 0;
        last = told || task == course.tasks() - 1;
        rounds = course.planned().section().rounds();
        announced = told ? rounds : rounds * course.tasks();
        environments = course.planned().section().environments();
        arena = course.arena(task, environments, course.random().engineSeed("environment", task));
    }

    /** Its task, from 0. */
    int task() {
        return task;
    }

    /** Whether a part of it has been taught, and another follows. */
    boolean isUnderWay() {
        return made > 0 && made < rounds;
    }

    @Override
    public void watch() {
        if (made == 0) {
            gauges.begin(task, sights);
        } else {
            gauges.look(task, sights);
        }
    }

    @Override
    public TableRows teach(int part) {
        List<EpisodeRow> rows = new ArrayList<>();
        if (part == 0 && first) {
            agent.begin(task, announced);
        }
        long end = Math.min(rounds, (part + 1) * PART);
        for (long round = made + 1; round <= end; round++) {
            Transitions step = arena.step((seen, actions) -> agent.act(seen, actions, true),
                    (i, earned, length, cut) -> ended = ended.and(earned, length, cut));
            if (round == rounds) {
                arena.giveUp();
            }
            agent.observe(step);
            watch.played(round, environments, updates.take());
            if (round * STRETCHES / rounds > (round - 1) * STRETCHES / rounds) {
                rows.add(new EpisodeRow(task + 1, round * environments, ended));
                ended = Episodes.NONE;
            }
        }
        made = end;
        if (made == rounds && last) {
            agent.end(task);
        }
        return TableRows.of(EpisodeRow.TABLE, rows);
    }

    @Override
    public void save(State state) {
        arena.save(state.scope("arena"));
        state.put("counts", made, ended.count(), ended.steps(), ended.cut());
        state.put("returns", new double[] {ended.total(), ended.squares()});
    }

    @Override
    public void load(State state) {
        arena.load(state.scope("arena"));
        long[] counts = state.longs("counts");
        double[] returns = state.doubles("returns");
        made = counts[0];
        ended = new Episodes((int) counts[1], returns[0], returns[1], counts[2], (int) counts[3]);
    }

    @Override
    public void close() {
        arena.close();
    }
}
