package org.palimpsest.harness.engine;

import org.palimpsest.results.record.Environment;

/** Where a run takes place. */
public interface Host {
    /** Software and machine, for the record. */
    Environment environment();

    /** A clock that only goes forward, in nanoseconds. */
    long nanos();

    /** Seeds the engine's own generator. */
    void seed(int seed);

    /** Largest resident memory of the process so far, in bytes; 0 where that is not known. */
    long peakResidentBytes();

    /** Comes back when the device has done all that it was given; on a CPU it always has. */
    void awaitDevice();

    /** Memory of the device that has been taken since the process began, in bytes; 0 on a CPU. */
    long deviceBytes();
}
