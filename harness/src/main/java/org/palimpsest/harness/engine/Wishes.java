package org.palimpsest.harness.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What whoever starts runs wants of them that changes no result.
 *
 * @param commitEvery how much work of a run may wait for its commit
 * @param checkpointEvery how much work inside a task, that is learned pass by pass over its examples, may wait for its commit; zero: all of it
 * @param films folder that takes films of agents, if there is one
 * @param keep which states stay
 */
public record Wishes(Duration commitEvery, Duration checkpointEvery, Optional<Path> films, Keep keep) {
    /** How much work of a run waits for its commit where nobody wants it otherwise. */
    public static final int COMMIT_SECONDS = 2;

    /** How much work inside a task waits where nobody wants it otherwise. */
    public static final int CHECKPOINT_MINUTES = 10;

    /** Of somebody who wants nothing in particular. */
    public static final Wishes NONE = new Wishes(Duration.ofSeconds(COMMIT_SECONDS), Duration.ofMinutes(CHECKPOINT_MINUTES), Optional.empty(), Keep.NONE);
}
