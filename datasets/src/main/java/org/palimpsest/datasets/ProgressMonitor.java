package org.palimpsest.datasets;

/** Hears how far long work on data has got. */
public interface ProgressMonitor {
    /** Shows nothing. */
    ProgressMonitor NONE = (what, total, unit) -> new Meter() {
        @Override
        public void add(long amount) {}

        @Override
        public void close() {}
    };

    /**
     * A piece of work begins.
     *
     * @param what what is done to what, for people to read
     * @param total how much there is to do, or -1 when that is not known
     * @param unit what is counted, such as {@code bytes}
     * @return the meter of this piece of work, for its doer to close
     */
    Meter begin(String what, long total, String unit);
}
