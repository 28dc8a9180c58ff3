package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.results.record.RunInfo;
import org.palimpsest.results.record.RunStatus;

/** Shows a suite's progress with a time estimate: a live bar on a terminal, a line per run elsewhere. */
final class Progress implements RunListener, AutoCloseable {
    /** Every run counts as this many ticks, whatever its length. */
    private static final int TICKS = 1000;

    private final int runs;
    private final PrintWriter err;
    private final ProgressBar bar;
    private final long start = System.nanoTime();
    private int over;
    private int skipped;
    private long total;
    private long updates;

    /**
     * Progress of some runs.
     *
     * @param live whether a bar can be drawn
     */
    Progress(int runs, PrintWriter err, boolean live) {
        this.runs = runs;
        this.err = err;
        bar = live
                ? new ProgressBarBuilder().setTaskName("runs").setInitialMax((long) runs * TICKS).setStyle(ProgressBarStyle.ASCII)
                        .hideEta().setUpdateIntervalMillis(200).clearDisplayOnFinish().build()
                : null;
    }

    @Override
    public void skipped(PlannedRun run, RunInfo info) {
        over++;
        skipped++;
        line(run, "already " + info.status().id() + (info.plugins().equals(run.plugins()) ? ""
                : ", but by other plug-in jars than these; delete its folder or choose another --results to make it again"));
    }

    @Override
    public void unusable(PlannedRun run) {
        over++;
        skipped++;
        line(run, "left as it is, see below");
    }

    @Override
    public void started(PlannedRun run, long totalUpdates, long done) {
        total = totalUpdates;
        updates = done;
        show(run, 0);
    }

    @Override
    public void updated(PlannedRun run, int task) {
        updates++;
        if (bar != null && updates % 16 == 0) {
            show(run, task);
        }
    }

    private void show(PlannedRun run, int task) {
        if (bar != null) {
            bar.stepTo((long) over * TICKS + (total == 0 ? 0 : Math.min(TICKS, TICKS * updates / total)));
            bar.setExtraMessage(String.format(Locale.ROOT, " %d/%d %s seed %d task %d, about %s left",
                    over + 1, runs, run.recipe().name(), run.seed(), task + 1, left()));
        }
    }

    @Override
    public void ended(PlannedRun run, RunInfo info) {
        over++;
        line(run, describe(info) + (over < runs ? ", about " + left() + " left" : ""));
    }

    private static String describe(RunInfo info) {
        String seconds = String.format(Locale.ROOT, "%.1f s", info.timings().totalSeconds());
        if (info.status() == RunStatus.FINISHED) {
            return "finished in " + seconds;
        }
        String where = info.stopPoint().map(p -> " in task " + p.task() + ", step " + p.step()).orElse("");
        return info.status().id() + where + ": " + info.message().orElse("");
    }

    private void line(PlannedRun run, String text) {
        String line = String.format(Locale.ROOT, "[%d/%d] %s %s seed %d: %s", over, runs, run.benchmark().id(), run.recipe().name(), run.seed(), text);
        if (bar == null) {
            err.println(line);
        } else {
            bar.stepTo((long) over * TICKS);
        }
    }

    /** Time for the rest, if runs go on being as long as those made so far. */
    private String left() {
        double made = over - skipped + (total == 0 ? 0 : Math.min(1, (double) updates / total));
        double seconds = (System.nanoTime() - start) / 1e9;
        double rest = made <= 0 ? 0 : seconds / made * (runs - skipped - made);
        long rounded = Math.round(Math.max(0, rest));
        return made <= 0 ? "?" : rounded >= 3600 ? rounded / 3600 + " h " + rounded / 60 % 60 + " min"
                : rounded >= 60 ? rounded / 60 + " min " + rounded % 60 + " s" : rounded + " s";
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
