package org.palimpsest.harness.gauges;

import java.util.List;
import org.palimpsest.results.record.GaugeRow;

/** Reads gauges on a learner's way. What the run goes on with is the same after a reading as before it. */
public interface GaugeReader {
    /** Of a learner that nothing is read of. */
    GaugeReader NONE = new GaugeReader() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public boolean watchesSteps() {
            return false;
        }

        @Override
        public void gradientsComplete() {}

        @Override
        public List<GaugeRow> read(int trainedTask, long step, boolean inside) {
            return List.of();
        }
    };

    /** Whether there is anything to read. */
    boolean isOn();

    /** Whether {@link #gradientsComplete} has anything to do. */
    boolean watchesSteps();

    /** The gradients of a step are complete and the weights have not moved yet. */
    void gradientsComplete();

    /**
     * Reads the gauges.
     *
     * @param trainedTask the task for the record, from 1; 0 before any
     * @param step updates made inside it
     * @param inside whether the task still goes on, when only cheap gauges are read
     */
    List<GaugeRow> read(int trainedTask, long step, boolean inside);
}
