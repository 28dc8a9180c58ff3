package org.palimpsest.results.record;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param tasks what each task is; empty, and not written, where they have no names
 */
public record StreamInfo(String id, int version, String scenario, String digest, List<Integer> classOrder, Optional<String> shots,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaskInfo> tasks) {
    /** Copies the lists; a missing one is an empty one. */
    public StreamInfo {
        classOrder = classOrder == null ? List.of() : List.copyOf(classOrder);
        shots = shots == null ? Optional.empty() : shots;
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    /** A stream of tasks without names. */
    public StreamInfo(String id, int version, String scenario, String digest, List<Integer> classOrder, Optional<String> shots) {
        this(id, version, scenario, digest, classOrder, shots, List.of());
    }

    /** A stream without few-shot sessions. */
    public StreamInfo(String id, int version, String scenario, String digest, List<Integer> classOrder) {
        this(id, version, scenario, digest, classOrder, Optional.empty());
    }

    /** What a task is, numbered from 1, if that is known. */
    public Optional<TaskInfo> task(int number) {
        return number <= tasks.size() ? Optional.of(tasks.get(number - 1)) : Optional.empty();
    }
}
