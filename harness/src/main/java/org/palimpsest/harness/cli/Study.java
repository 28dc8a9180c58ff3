package org.palimpsest.harness.cli;

import java.util.List;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.config.Request;
import org.palimpsest.harness.config.SuiteSpec;

/**
 * What is tried on one benchmark.
 *
 * @param benchmark its name, or file
 * @param examined what decides is measured on, in words
 * @param request settings that hold for all trials
 * @param all the suite of all runs that may be made
 * @param plan of these runs
 * @param trials of all methods, in the order of the suite
 */
record Study(String benchmark, String examined, Request request, SuiteSpec all, Plan plan, List<Trials> trials) {
    String id() {
        return trials.get(0).benchmark();
    }

    /** The runs of the next step of all searches; none if all steps are made. */
    List<PlannedRun> next() {
        return trials.stream().flatMap(of -> of.next().stream()).toList();
    }
}
