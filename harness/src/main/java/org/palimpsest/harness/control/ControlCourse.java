package org.palimpsest.harness.control;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.arcade.GameModule;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.Course;
import org.palimpsest.harness.engine.CourseFactory;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.engine.Student;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.EpisodeRow;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.ReturnProbeRow;
import org.palimpsest.results.record.ReturnRow;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.Table;

/**
 * A stream of games.
 *
 * @param manager owner of everything on the device
 */
record ControlCourse(PlannedRun run, PlannedControl planned, NDManager manager) implements Course {
    /** Opens courses of games. */
    static final class Factory implements CourseFactory<PlannedControl> {
        @Override
        public Course open(PlannedRun run, PlannedControl planned, NDManager manager) {
            return new ControlCourse(run, planned, manager);
        }
    }

    @Override
    public StreamInfo info() {
        ControlSpec spec = planned.spec();
        return new StreamInfo(spec.id(), spec.version(), spec.scenario(), PlannedRun.digest(Binder.toMap(spec)), List.of(), Optional.empty(),
                planned.named());
    }

    @Override
    public List<DataInfo> data() {
        return List.of();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(ReturnRow.TABLE, ReturnProbeRow.TABLE, EpisodeRow.TABLE, GaugeRow.TABLE);
    }

    @Override
    public int tasks() {
        return planned.tasks();
    }

    @Override
    public boolean scratch() {
        return planned.surroundings().told() && run.recipe().method() instanceof AgentModule<?> agent
                && agent.learnsFromScratch(run.options().get(agent));
    }

    @Override
    public Student enrol(RunContext context) {
        return new ControlStudent(this, context);
    }

    /** The chance of the run. */
    Randomness random() {
        return new Randomness(run.seed());
    }

    /** The number of the game of a task among those of the stream, the same for all its visits. */
    int game(int task) {
        return planned.spec().games().indexOf(planned.spec().game(task));
    }

    /** Games of a task, ready to be played. */
    Arena arena(int task, int size, long seed) {
        return arena(planned.games().get(game(task)), size, seed);
    }

    /** The same, as they are played to see how good a player is. */
    Arena scoredArena(int task, int size, long seed) {
        return arena(planned.games().get(game(task)).scored(), size, seed);
    }

    private Arena arena(GameModule game, int size, long seed) {
        return new Arena(game, planned.spec().settings(), planned.surroundings(), size, seed, planned.section().episodeLimit(),
                run.benchmark().threads());
    }
}
