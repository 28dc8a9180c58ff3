package org.palimpsest.harness.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.RunListener;

/** Hears when the steps of a run's last task are done, and when the task is. */
final class StepTimes implements RunListener {
    private final List<Long> done = new ArrayList<>();
    private int task;
    private long end;

    @Override
    public void updated(PlannedRun run, int current) {
        if (current != task) {
            done.clear();
            task = current;
        }
        done.add(System.nanoTime());
    }

    @Override
    public void taskDone(PlannedRun run, int current, double trainSeconds) {
        end = System.nanoTime();
    }

    /** Microseconds of each step but the first. */
    double[] micros() {
        return IntStream.range(1, done.size()).mapToDouble(i -> (done.get(i) - done.get(i - 1)) / 1e3).toArray();
    }

    /** Microseconds from the last step to the task's end. */
    double microsAfterwards() {
        return (end - done.get(done.size() - 1)) / 1e3;
    }
}
