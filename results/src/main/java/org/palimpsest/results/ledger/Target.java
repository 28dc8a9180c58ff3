package org.palimpsest.results.ledger;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A published value that is to be got again.
 *
 * @param name name of its line in the ledger
 * @param tier how long getting it takes: {@code smoke}, {@code hour} or {@code full}
 * @param source where it was published
 * @param protocol how it was got there, in words
 * @param metric column of a leaderboard that measures the same, for example {@code class_il.accuracy.final}
 * @param published the value, in the metric's unit
 * @param publishedSd its standard deviation over runs; empty if the source does not say
 * @param publishedN the runs that it is a mean of; empty if the source does not say
 * @param margin greatest distance from the published value at which a mean counts as the same; above 0
 * @param seeds seeds of our runs
 * @param scaled what our protocol makes smaller than the published one; empty if nothing
 * @param note what else is different, and why
 * @param command the command that makes our runs; empty if this build cannot
 * @param digest digest of the protocol, the method and the seeds
 */
public record Target(
        String name,
        String tier,
        String source,
        String protocol,
        String metric,
        double published,
        OptionalDouble publishedSd,
        OptionalInt publishedN,
        double margin,
        List<Long> seeds,
        String scaled,
        String note,
        String command,
        String digest) {
    /** Copies the seeds. */
    public Target {
        seeds = List.copyOf(seeds);
    }
}
