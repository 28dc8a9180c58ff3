package org.palimpsest.harness.control;

import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.engine.Lesson;
import org.palimpsest.harness.engine.RunWatch;
import org.palimpsest.results.record.EpisodeRow;
import org.palimpsest.results.record.Episodes;
import org.palimpsest.results.record.TableRows;

/** What an agent learns in the game of one task. */
final class Visit implements Lesson.Session {
    /** Rows of the record that its episodes are gathered in. */
    private static final int STRETCHES = 50;

    private final ControlCourse course;
    private final int task;
    private final Agent agent;
    private final UpdateCount updates;
    private final RunWatch watch;
    private Episodes ended = Episodes.NONE;

    /**
     * A visit.
     *
     * @param task from 0
     */
    Visit(ControlCourse course, int task, Agent agent, UpdateCount updates, RunWatch watch) {
        this.course = course;
        this.task = task;
        this.agent = agent;
        this.updates = updates;
        this.watch = watch;
    }

    @Override
    public void watch() {}

    @Override
    public TableRows teach() {
        boolean told = course.planned().surroundings().told();
        int environments = course.planned().section().environments();
        long rounds = course.planned().section().rounds();
        List<EpisodeRow> rows = new ArrayList<>();
        if (told || task == 0) {
            agent.begin(task, told ? rounds : rounds * course.tasks());
        }
        try (Arena arena = course.arena(task, environments, course.random().engineSeed("environment", task))) {
            for (long round = 1; round <= rounds; round++) {
                Transitions step = arena.step(agent, true, (i, earned, length, cut) -> ended = ended.and(earned, length, cut));
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
        }
        if (told || task == course.tasks() - 1) {
            agent.end(task);
        }
        return TableRows.of(EpisodeRow.TABLE, rows);
    }

    @Override
    public void close() {}
}
