package org.palimpsest.harness.pool;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Who works in a pool, and how.
 *
 * @param commands that start a worker, one for each that may be at work at once
 * @param failFast whether no run is begun any more once one has failed
 * @param patience how long a worker may neither say a word nor compute
 * @param reserve bytes of memory that are left free
 */
public record Crew(List<List<String>> commands, boolean failFast, Duration patience, long reserve) {
    /** Exit codes of a process that another one like it would end with, too: what it reads is not there any more, or the disk is full. */
    static final Set<Integer> CANNOT = Set.of(2, 3);
    /** Exit code of a process that somebody stopped. */
    static final int STOPPED = 130;

    /** Copies the list. */
    public Crew {
        commands = List.copyOf(commands);
    }
}
