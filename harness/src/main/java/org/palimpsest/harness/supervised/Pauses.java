package org.palimpsest.harness.supervised;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.engine.RunWatch;
import org.palimpsest.harness.engine.Snapshots;

/**
 * Between the first passes over the examples of a lesson, a run can be committed, and can go on there: a lesson that was interrupted is begun again by
 * the student as it was at its start, and when the passes begin all that they had changed is put in its place.
 */
final class Pauses {
    private final RunWatch watch;
    private final NDManager manager;
    private Map<String, Stateful> others = Map.of();
    private boolean hadPasses;
    private Optional<Progress> progress = Optional.empty();

    /** The pauses of a run. */
    Pauses(RunWatch watch, NDManager manager) {
        this.watch = watch;
        this.manager = manager;
    }

    /** What steps change besides the learner, by names. */
    void also(Map<String, Stateful> parts) {
        others = Map.copyOf(parts);
    }

    /** A lesson begins. */
    void begin() {
        hadPasses = false;
    }

    /** Only the lesson's start can be gone on from, if it was not committed in the passes that begin now. */
    int passesBegin(Optional<Stateful> changing) {
        progress = hadPasses ? Optional.empty() : changing.map(Progress::new);
        hadPasses = true;
        progress.ifPresent(now -> watch.goOn(file -> Snapshots.load(now, file, manager)));
        watch.beginAnew();
        return progress.map(now -> now.passes).orElse(0);
    }

    /** What comes is nothing that could be interrupted. */
    void skip() {
        passesBegin(Optional.empty());
    }

    /** So many passes are over, and others follow. */
    void passDone(int passes, Runnable read) {
        if (progress.isPresent() && watch.isCommitDue()) {
            read.run();
            progress.get().passes = passes;
            watch.commitInside(passes, (file, pieces) -> Snapshots.save(progress.get(), file, pieces, manager));
        }
    }

    /** How far the passes are, and all that they change. */
    private final class Progress implements Stateful {
        private final Stateful changing;
        private int passes;

        Progress(Stateful changing) {
            this.changing = changing;
        }

        @Override
        public void save(State state) {
            state.put("passes", passes);
            watch.save(state.scope("watch"));
            others.forEach((name, part) -> part.save(state.scope(name)));
            changing.save(state.scope("steps"));
        }

        @Override
        public void load(State state) {
            passes = (int) state.longs("passes")[0];
            watch.load(state.scope("watch"));
            others.forEach((name, part) -> part.load(state.scope(name)));
            changing.load(state.scope("steps"));
        }
    }
}
