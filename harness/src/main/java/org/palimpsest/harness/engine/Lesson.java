package org.palimpsest.harness.engine;

import java.util.function.Supplier;
import org.palimpsest.results.record.TableRows;

/**
 * What a student is taught in one go.
 *
 * @param index from 0
 * @param tasksAfter tasks learned once it is over
 * @param updates that the budget allows
 * @param partUpdates those of a part, after which a run may be committed; the last part may have fewer. At least 1
 * @param inOneGo whether it is taught all the same in one go, and what is taught in it says when a part is over, see {@link RunWatch#commitInside}
 * @param probes when the student is scored on the way
 * @param open gets what is taught ready; the session is closed when the lesson is over
 */
public record Lesson(int index, int tasksAfter, long updates, long partUpdates, boolean inOneGo, ProbeSchedule probes, Supplier<? extends Session> open) {
    /** A lesson in one part. */
    public Lesson(int index, int tasksAfter, long updates, ProbeSchedule probes, Supplier<? extends Session> open) {
        this(index, tasksAfter, updates, Math.max(1, updates), probes, open);
    }

    /** A lesson that is taught part by part. */
    public Lesson(int index, int tasksAfter, long updates, long partUpdates, ProbeSchedule probes, Supplier<? extends Session> open) {
        this(index, tasksAfter, updates, partUpdates, false, probes, open);
    }

    /** How many parts are taught, at least 1. */
    public int parts() {
        return inOneGo ? 1 : Math.toIntExact(Math.max(1, (updates + partUpdates - 1) / partUpdates));
    }

    /** How many updates its first parts have together. */
    long updatesOf(int firstParts) {
        return Math.min(updates, firstParts * partUpdates);
    }

    /** A lesson with everything at hand. */
    public interface Session extends AutoCloseable {
        /** Lets the gauges look at what is about to be taught; called only if there are any. */
        void watch();

        /**
         * Teaches a part. Called for one after the other; a resumed student goes on with the one that follows those it has behind it.
         *
         * @param part from 0
         * @return what is to be recorded of the part itself
         */
        TableRows teach(int part);

        @Override
        void close();
    }
}
