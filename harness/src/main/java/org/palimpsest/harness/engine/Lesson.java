package org.palimpsest.harness.engine;

import java.util.function.Supplier;
import org.palimpsest.results.record.TableRows;

/**
 * What a student is taught in one go.
 *
 * @param index from 0
 * @param tasksAfter tasks learned once it is over
 * @param updates that the budget allows
 * @param probes when the student is scored on the way
 * @param open gets what is taught ready; the session is closed when the lesson is over
 */
public record Lesson(int index, int tasksAfter, long updates, ProbeSchedule probes, Supplier<? extends Session> open) {

    /** A lesson with everything at hand. */
    public interface Session extends AutoCloseable {
        /** Lets the gauges look at what is about to be taught; called only if there are any. */
        void watch();

        /**
         * Teaches.
         *
         * @return what is to be recorded of the lesson itself
         */
        TableRows teach();

        @Override
        void close();
    }
}
