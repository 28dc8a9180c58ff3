package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;

/** Shows long work on data: a live bar on a terminal, a line when it is done elsewhere. */
final class DataMonitor implements ProgressMonitor {
    static final String BYTES = "bytes";
    private static final int MEBI = 1 << 20;
    /** Work that was over sooner is not worth a line. */
    private static final double SECONDS_WORTH_TELLING = 0.5;

    private final PrintWriter err;
    private final boolean live;
    private final LongSupplier clock;

    /**
     * A monitor.
     *
     * @param live whether a bar can be drawn
     */
    DataMonitor(PrintWriter err, boolean live) {
        this(err, live, System::nanoTime);
    }

    DataMonitor(PrintWriter err, boolean live, LongSupplier clock) {
        this.err = err;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public Meter begin(String what, long total, String unit) {
        return live ? new Bar(what, total, unit) : new Line(what, total, unit);
    }

    private static final class Bar implements Meter {
        private final ProgressBar bar;

        Bar(String what, long total, String unit) {
            ProgressBarBuilder builder = new ProgressBarBuilder().setTaskName(what).setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200).clearDisplayOnFinish();
            bar = (unit.equals(BYTES) ? builder.setUnit("MiB", MEBI) : builder).build();
        }

        @Override
        public synchronized void add(long amount) {
            bar.stepBy(amount);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private final class Line implements Meter {
        private final String what;
        private final String unit;
        private final long total;
        private final long start = clock.getAsLong();
        private final Heartbeat heartbeat = new Heartbeat(clock, err::println);
        private long done;

        Line(String what, long total, String unit) {
            this.what = what;
            this.total = total;
            this.unit = unit;
        }

        @Override
        public synchronized void add(long amount) {
            done += amount;
            heartbeat.beat(() -> what + ": " + words(done) + (total > 0 ? " of " + words(total) : "") + " so far");
        }

        @Override
        public synchronized void close() {
            double seconds = (clock.getAsLong() - start) / 1e9;
            if (seconds >= SECONDS_WORTH_TELLING) {
                err.println(String.format(Locale.ROOT, "%s: %s in %.1f s", what, words(done), seconds));
            }
        }

        private String words(long amount) {
            return unit.equals(BYTES) ? amount / MEBI + " MiB" : amount + " " + unit;
        }
    }
}
