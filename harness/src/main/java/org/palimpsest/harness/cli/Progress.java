package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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

    private static final long SECONDS_BETWEEN_LOOKS = 5;

    private final int runs;
    private final RunNames names;
    private final Heartbeat heartbeat;
    private final ProgressBar bar;
    private final Optional<ScheduledExecutorService> watch;
    private final LongSupplier clock;
    private final long start;
    private PlannedRun running;
    private int task;
    private int over;
    private int skipped;
    private long total;
    private long updates;

    /**
     * Progress of some runs.
     *
     * @param live whether a bar can be drawn; otherwise somebody looks every few seconds whether a line is due
     */
    Progress(List<PlannedRun> runs, PrintWriter err, boolean live) {
        this(runs, err, live, System::nanoTime);
        watch.ifPresent(timer -> timer.scheduleAtFixedRate(this::beat, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS));
    }

    /** The same by another clock, and nobody looks. */
    Progress(List<PlannedRun> planned, PrintWriter err, boolean live, LongSupplier clock) {
        runs = planned.size();
        names = new RunNames(planned);
        this.clock = clock;
        start = clock.getAsLong();
        heartbeat = new Heartbeat(clock, err::println);
        watch = live ? Optional.empty() : Optional.of(Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "heartbeat");
            thread.setDaemon(true);
            return thread;
        }));
        bar = live
                ? new ProgressBarBuilder().setTaskName("runs").setInitialMax((long) runs * TICKS).setStyle(ProgressBarStyle.ASCII)
                        .hideEta().setUpdateIntervalMillis(200).clearDisplayOnFinish().build()
                : null;
    }

    @Override
    public synchronized void skipped(PlannedRun run, RunInfo info) {
        over++;
        skipped++;
        line(run, "already " + info.status().id() + (info.plugins().equals(run.plugins()) ? ""
                : ", but by other plug-in jars than these; delete its folder or choose another --results to make it again"));
    }

    @Override
    public synchronized void unusable(PlannedRun run) {
        over++;
        skipped++;
        line(run, "left as it is, see below");
    }

    @Override
    public synchronized void started(PlannedRun run, long totalUpdates, long done) {
        total = totalUpdates;
        updates = done;
        running = run;
        task = 0;
        show(run);
    }

    @Override
    public synchronized void updated(PlannedRun run, int inTask) {
        task = inTask;
        updates++;
        if (bar != null && updates % 16 == 0) {
            show(run);
        }
    }

    private void show(PlannedRun run) {
        if (bar != null) {
            bar.stepTo((long) over * TICKS + (total == 0 ? 0 : Math.min(TICKS, TICKS * updates / total)));
            bar.setExtraMessage(String.format(Locale.ROOT, " %d/%d %s%s seed %d task %d, about %s left",
                    over + 1, runs, run.recipe().name(), names.options(run), run.seed(), task + 1, left()));
        }
    }

    @Override
    public synchronized void ended(PlannedRun run, RunInfo info) {
        running = null;
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
        if (bar == null) {
            heartbeat.say(words(over, run, text));
        } else {
            bar.stepTo((long) over * TICKS);
        }
    }

    private String words(int number, PlannedRun run, String text) {
        return String.format(Locale.ROOT, "[%d/%d] %s %s%s seed %d: %s", number, runs, run.benchmark().id(), run.recipe().name(), names.options(run),
                run.seed(), text);
    }

    /** Without a bar, a line a minute between those of whole runs. */
    synchronized void beat() {
        if (bar == null && running != null) {
            String share = total == 0 ? "" : String.format(Locale.ROOT, ", %d %% of its updates", Math.min(100, 100 * updates / total));
            heartbeat.beat(() -> words(over + 1, running, "in task " + (task + 1) + share + ", about " + left() + " left"));
        }
    }

    /** Time for the rest, if runs go on being as long as those made so far. */
    private String left() {
        double made = over - skipped + (total == 0 ? 0 : Math.min(1, (double) updates / total));
        double seconds = (clock.getAsLong() - start) / 1e9;
        double rest = made <= 0 ? 0 : seconds / made * (runs - skipped - made);
        long rounded = Math.round(Math.max(0, rest));
        return made <= 0 ? "?" : rounded >= 3600 ? rounded / 3600 + " h " + rounded / 60 % 60 + " min"
                : rounded >= 60 ? rounded / 60 + " min " + rounded % 60 + " s" : rounded + " s";
    }

    @Override
    public void close() {
        watch.ifPresent(ScheduledExecutorService::shutdownNow);
        if (bar != null) {
            bar.close();
        }
    }
}
