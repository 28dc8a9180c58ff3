package org.palimpsest.datasets.fetch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.ProgressMonitor;

/** Writes down what it is told: {@code what total unit: sum of what was added}, when a meter closes. */
final class Told implements ProgressMonitor {
    final List<String> begun = Collections.synchronizedList(new ArrayList<>());
    final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @Override
    public Meter begin(String what, long total, String unit) {
        begun.add(what);
        return new Meter() {
            private long sum;

            @Override
            public void add(long amount) {
                sum += amount;
            }

            @Override
            public void close() {
                done.add(what + " " + total + " " + unit + ": " + sum);
            }
        };
    }
}
