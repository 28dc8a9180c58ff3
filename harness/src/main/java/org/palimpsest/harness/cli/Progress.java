package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.RunListener;
import org.palimpsest.results.record.RunId;
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
    private final Map<RunId, AtWork> running = new LinkedHashMap<>();
    private int over;
    private int skipped;

    /** How far a run is. */
    private static final class AtWork {
        private final PlannedRun run;
        private final long total;
        private long updates;
        private int task;

        AtWork(PlannedRun run, long total, long updates) {
            this.run = run;
            this.total = total;
            this.updates = updates;
        }

        double share() {
            return total == 0 ? 0 : Math.min(1, (double) updates / total);
        }
    }

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
        running.remove(run.id());
        over++;
        skipped++;
        line(run, "left as it is, see below");
    }

    @Override
    public synchronized void started(PlannedRun run, long totalUpdates, long done) {
        running.put(run.id(), new AtWork(run, totalUpdates, done));
        show();
    }

    @Override
    public synchronized void updated(PlannedRun run, int inTask) {
        AtWork work = running.get(run.id());
        work.task = inTask;
        work.updates++;
        if (bar != null && work.updates % 16 == 0) {
            show();
        }
    }

    @Override
    public synchronized void progressed(PlannedRun run, int inTask, long updates) {
        AtWork work = running.computeIfAbsent(run.id(), id -> new AtWork(run, 0, 0));
        work.task = inTask;
        work.updates = updates;
        show();
    }

    @Override
    public synchronized void lost(PlannedRun run) {
        running.remove(run.id());
    }

    private void show() {
        if (bar != null) {
            bar.stepTo((long) (TICKS * (over + shares())));
            bar.setExtraMessage(running.size() > 1
                    ? String.format(Locale.ROOT, " %d/%d done, %d at work, about %s left", over, runs, running.size(), left())
                    : running.values().stream().map(work -> String.format(Locale.ROOT, " %d/%d %s task %d, about %s left",
                            over + 1, runs, name(work.run), work.task + 1, left())).findFirst().orElse(""));
        }
    }

    private double shares() {
        return running.values().stream().mapToDouble(AtWork::share).sum();
    }

    private String name(PlannedRun run) {
        return String.format(Locale.ROOT, "%s%s seed %d", run.recipe().name(), names.options(run), run.seed());
    }

    @Override
    public synchronized void ended(PlannedRun run, RunInfo info) {
        running.remove(run.id());
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
        return String.format(Locale.ROOT, "[%d/%d] %s %s: %s", number, runs, run.benchmark().id(), name(run), text);
    }

    /** Without a bar, a line a minute between those of whole runs. */
    synchronized void beat() {
        if (bar == null && !running.isEmpty()) {
            heartbeat.beat(() -> running.size() == 1
                    ? running.values().stream().map(work -> words(over + 1, work.run, where(work) + ", about " + left() + " left")).findFirst().orElseThrow()
                    : running.values().stream().map(work -> work.run.benchmark().id() + " " + name(work.run) + " " + where(work))
                            .collect(Collectors.joining("; ", "[" + over + "/" + runs + " done] ", ", about " + left() + " left")));
        }
    }

    private static String where(AtWork work) {
        return "in task " + (work.task + 1) + (work.total == 0 ? "" : String.format(Locale.ROOT, ", %d %% of its updates", (int) (100 * work.share())));
    }

    /** Time for the rest, if runs go on being as long as those made so far. */
    private String left() {
        double made = over - skipped + shares();
        double seconds = (clock.getAsLong() - start) / 1e9;
        double rest = made <= 0 ? 0 : seconds / made * (runs - skipped - made);
        return made <= 0 ? "?" : duration(Math.round(Math.max(0, rest)));
    }

    /** Seconds in words. */
    static String duration(long seconds) {
        return seconds >= 3600 ? seconds / 3600 + " h " + seconds / 60 % 60 + " min"
                : seconds >= 60 ? seconds / 60 + " min " + seconds % 60 + " s" : seconds + " s";
    }

    @Override
    public void close() {
        watch.ifPresent(ScheduledExecutorService::shutdownNow);
        if (bar != null) {
            bar.close();
        }
    }
}
