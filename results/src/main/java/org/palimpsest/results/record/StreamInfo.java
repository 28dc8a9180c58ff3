package org.palimpsest.results.record;

import java.util.List;
import java.util.Optional;

/**
 * The stream a run learned from.
 *
 * @param id name of the stream
 * @param version version of its declaration
 * @param scenario for example {@code class-incremental} or {@code control}
 * @param digest hexadecimal digest over class order, splits, shots and data
 * @param classOrder classes in the order they arrive; empty for a stream without classes
 * @param shots where the shots of a few-shot stream come from: fixed lists, or the seed
 */
public record StreamInfo(String id, int version, String scenario, String digest, List<Integer> classOrder, Optional<String> shots) {
    /** Copies the class order; a missing one is an empty one. */
    public StreamInfo {
        classOrder = classOrder == null ? List.of() : List.copyOf(classOrder);
        shots = shots == null ? Optional.empty() : shots;
    }

    /** A stream without few-shot sessions. */
    public StreamInfo(String id, int version, String scenario, String digest, List<Integer> classOrder) {
        this(id, version, scenario, digest, classOrder, Optional.empty());
    }
}
