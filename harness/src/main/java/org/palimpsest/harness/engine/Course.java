package org.palimpsest.harness.engine;

import java.util.List;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.Table;

/**
 * A stream as the engine meets it: something that a learner can be enrolled in. All that the engine knows about images, labels or
 * environments is behind this interface and that of the {@link Student}.
 */
public interface Course {
    /** The stream, for the record. */
    StreamInfo info();

    /** The data, for the record. */
    List<DataInfo> data();

    /** The tables that a run of this stream fills, in the order of its record. */
    List<Table<?>> tables();

    /** Tasks of the stream. */
    int tasks();

    /** Whether the learner of the run learns each task as if it were the first. */
    default boolean scratch() {
        return false;
    }

    /** Makes the learner of the run; called once. */
    Student enrol(RunContext context);
}
