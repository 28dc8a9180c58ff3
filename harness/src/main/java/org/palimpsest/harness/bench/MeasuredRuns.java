package org.palimpsest.harness.bench;

import ai.djl.Device;
import java.util.Locale;
import org.palimpsest.datasets.TemporaryFolder;
import org.palimpsest.harness.config.Plan;
import org.palimpsest.harness.engine.Courses;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.harness.engine.SuiteRunner;
import org.palimpsest.harness.engine.Wishes;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;
import org.palimpsest.results.record.RunStore;

/** Makes runs to be measured. */
final class MeasuredRuns {
    /** How the names of folders begin that are gone after a measurement. */
    static final String FOLDER = "palimpsest-bench";

    private final Courses courses;

    MeasuredRuns(Courses courses) {
        this.courses = courses;
    }

    /**
     * Makes the plan's only run in a folder of its own.
     *
     * @throws IllegalStateException if it does not finish
     */
    RunInfo make(Plan plan, RunListener listener) {
        try (TemporaryFolder folder = TemporaryFolder.named(FOLDER)) {
            RunInfo info = new SuiteRunner(courses, RunStore.at(folder.path()), Device.cpu(), Wishes.NONE, listener, false).run(plan, bad -> {
                throw bad;
            }).get(0);
            if (info.status() != RunStatus.FINISHED) {
                throw new IllegalStateException(String.format(Locale.ROOT, "the measured run %s: %s", info.status().id(), info.message().orElse("")));
            }
            return info;
        }
    }
}
