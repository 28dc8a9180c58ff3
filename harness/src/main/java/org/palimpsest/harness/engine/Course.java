package org.palimpsest.harness.engine;

import com.google.inject.Injector;
import com.google.inject.Module;
import java.util.List;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.TableRows;

/**
 * A stream as the engine meets it: lessons to teach and examinations to hold. All that the engine knows about images, labels
 * or environments is behind this interface.
 */
interface Course {
    /** The stream, for the record. */
    StreamInfo info();

    /** The data, for the record. */
    List<DataInfo> data();

    /** The tables that a run of this stream fills, in the order of its record. */
    List<Table<?>> tables();

    /** Tasks of the stream. */
    int tasks();

    /** Updates that the budget allows for the whole stream. */
    long updates(Budget budget);

    /** What learners of this stream can have injected, besides what all learners can. */
    Module bindings(StepListener listener);

    /** The gauges of a learner that was made with these bindings. */
    GaugeReader panel(Injector injector, List<Gauge> gauges);

    /** The count of operations of that learner. */
    Work work(Injector injector);

    /** The lessons: one per task, or a single one for a method that gets everything at once. */
    List<Lesson> lessons();

    /** Scores a learner on all tasks, and tells what it takes the classes of those learned for. */
    TableRows examine(Learner learner, int trainedTask);

    /** Scores a learner on the probe subsets of the tasks up to {@code task} (from 1), inside that task. */
    TableRows probe(Learner learner, int task, long step);
}
