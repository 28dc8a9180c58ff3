package org.palimpsest.harness.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What whoever starts runs wants of them that changes no result.
 *
 * @param commitEvery how much work of a run may wait for its commit
 * @param films folder that takes films of agents, if there is one
 * @param keep which states stay
 */
public record Wishes(Duration commitEvery, Optional<Path> films, Keep keep) {
    /** How much work of a run waits for its commit where nobody wants it otherwise. */
    public static final int COMMIT_SECONDS = 2;

    /** Of somebody who wants nothing in particular. */
    public static final Wishes NONE = new Wishes(Duration.ofSeconds(COMMIT_SECONDS), Optional.empty(), Keep.NONE);
}
