package org.palimpsest.harness.bench;

import java.util.List;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.images.PlannedImages;

/** What a method does in a step and after the steps of a task, beside what it cannot do without. */
final class StepBench {
    private StepBench() {}

    /** A step in the last task beside its bare passes; of each side the median step, both sides in turn. */
    static List<Measurement> arithmetic(BenchSpec spec, Plan plan, MeasuredRuns runs) {
        double[] bare = new double[spec.repeats()];
        double[] step = new double[spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            StepTimes times = new StepTimes();
            runs.make(plan, times);
            double[] micros = times.micros();
            double[] passes = new BarePasses(plan.runs().get(0), spec.passes()).micros(micros.length);
            if (i >= 0) {
                step[i] = Measurement.median(micros);
                bare[i] = Measurement.median(passes);
            }
        }
        return List.of(Measurement.of(spec.id() + ": step / its passes", "us", bare, step, spec.bar()));
    }

    /** The time from the last step of the last task to the task's end, beside the steps of one pass over its data. */
    static List<Measurement> afterwards(BenchSpec spec, Plan plan, MeasuredRuns runs) {
        PlannedRun run = plan.runs().get(0);
        PlannedImages planned = (PlannedImages) run.stream();
        int examples = planned.dataset().info().train() / planned.tasks();
        int steps = planned.section().budget().stepsPerEpoch(examples);
        double[] epoch = new double[spec.repeats()];
        double[] afterwards = new double[spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            StepTimes times = new StepTimes();
            runs.make(plan, times);
            if (i >= 0) {
                epoch[i] = steps * Measurement.median(times.micros()) / 1e3;
                afterwards[i] = times.microsAfterwards() / 1e3;
            }
        }
        return List.of(Measurement.of(spec.id() + ": after a task / one epoch of it", "ms", epoch, afterwards, spec.bar()));
    }
}
