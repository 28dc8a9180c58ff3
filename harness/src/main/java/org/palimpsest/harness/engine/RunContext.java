package org.palimpsest.harness.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.gauges.Gauge;
import org.palimpsest.results.record.BaseStore;

/**
 * What a student has to do with the run that it is in.
 *
 * @param watch is told of every update
 * @param clock books time
 * @param bases networks that runs share
 * @param gauges to be read on the way
 * @param films folder that takes films of what it does, if anybody wants some
 * @param readings takes what methods and add-ons read off themselves
 */
public record RunContext(RunWatch watch, Clock clock, BaseStore bases, List<Gauge> gauges, Optional<Path> films,
        ReadingLog readings) {}
