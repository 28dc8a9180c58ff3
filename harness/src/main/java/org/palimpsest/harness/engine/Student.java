package org.palimpsest.harness.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.network.Work;
import org.palimpsest.harness.gauges.GaugeReader;
import org.palimpsest.harness.models.TrainedModel;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.BaseUse;
import org.palimpsest.results.record.Pieces;
import org.palimpsest.results.record.TableRows;

/** A learner on its way through a course. */
public interface Student extends AutoCloseable {
    /** The lessons: one per task, or a single one for a method that gets everything at once; at least one. */
    List<Lesson> lessons();

    /** Scores it on the tasks; the number of tasks learned so far stands in the rows. */
    TableRows examine(int trainedTask);

    /** Scores it quickly inside a task (from 1), after so many updates. */
    TableRows probe(int task, long step);

    /** What is read off its network on the way. */
    GaugeReader gauges();

    /** The count of its network's operations. */
    Work work();

    /** Bytes that it keeps of past tasks, network weights not counted. */
    long memoryBytes();

    /** The network that it started from, if other runs may share it and it has been asked for. */
    default Optional<BaseUse> base() {
        return Optional.empty();
    }

    /**
     * Its network as something to be used elsewhere, checked on the test data; empty if it is of a kind that is not taken out.
     *
     * @param trainedTask tasks learned so far
     * @param plugins has the parts of the network
     */
    default Optional<TrainedModel> model(int trainedTask, Plugins plugins) {
        return Optional.empty();
    }

    /** Writes everything that later lessons depend on, see {@link Snapshots}. */
    void save(Path file, Pieces pieces) throws IOException;

    /** Takes back what {@link #save} wrote; called on a student that has had no lesson. */
    void load(Path file) throws IOException;

    @Override
    void close();
}
