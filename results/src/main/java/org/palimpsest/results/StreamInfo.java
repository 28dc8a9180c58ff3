package org.palimpsest.results;

import java.util.List;

/**
 * The stream a run learned from.
 *
 * @param id name of the stream
 * @param version version of its declaration
 * @param scenario for example {@code class-incremental} or {@code control}
 * @param digest hexadecimal digest over class order, splits, shots and data
 * @param classOrder classes in the order they arrive; empty for a stream without classes
 */
public record StreamInfo(String id, int version, String scenario, String digest, List<Integer> classOrder) {

    /** Copies the class order; a missing one is an empty one. */
    public StreamInfo {
        classOrder = classOrder == null ? List.of() : List.copyOf(classOrder);
    }
}
