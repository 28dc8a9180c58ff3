package org.palimpsest.results.record;

import java.util.Optional;

/**
 * What a task of a stream is; tasks of one name are visits of the same environment.
 *
 * @param name of its environment
 * @param scale what scores in it are told by; empty if it was never measured
 */
public record TaskInfo(String name, Optional<ReturnScale> scale) {
    /** A missing scale is none. */
    public TaskInfo {
        scale = scale == null ? Optional.empty() : scale;
    }
}
