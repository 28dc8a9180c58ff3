package org.palimpsest.results.board;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.RunInfo;

/**
 * Something that a run's numbers come from.
 *
 * @param id name of its column
 * @param summary what it is, in one line
 * @param value that of a run
 * @param several what is said of runs that differ in it, whose values come sorted
 */
record Provenance(String id, String summary, Function<RunInfo, Object> value, Function<List<String>, Object> several) {
    static final List<Provenance> ALL = List.of(
            of("stream", "name of the stream", info -> info.stream().id()),
            of("stream_version", "version of the stream's declaration", info -> info.stream().version()),
            // a seed's class order is part of its stream's digest, so that a row has as many as seeds
            new Provenance(
                    "stream_digest", "digest over class order, splits, shots and data; over those of the seeds where they differ",
                    info -> info.stream().digest(), differing -> DigestUtils.sha256Hex(String.join("\n", differing))),
            of("data_sha256", "SHA-256 of each data set, as decoded", Provenance::data),
            of("harness_version", "version of Palimpsest", info -> info.environment().harnessVersion()),
            of("commit", "commit of the code", info -> info.environment().commit()),
            new Provenance(
                    "dirty", "whether the code differed from that commit", info -> info.environment().dirty(), differing -> true),
            of("plugins", "jar of each plug-in that was used, with its SHA-256", Provenance::plugins),
            of("engine", "engine and its version", info -> info.environment().engine()),
            of("blas", "library of the matrix products", info -> info.environment().blas()),
            of("threads", "engine threads", info -> info.environment().threads()),
            of("device", "device", info -> info.environment().device()),
            of("java", "Java version", info -> info.environment().java()),
            of("os", "operating system and architecture", info -> info.environment().os()),
            of("cpu", "model of the processor", info -> info.environment().cpu()),
            new Provenance(
                    "workers", "processes that made runs at once, with which a run shared the machine; empty if there was one", Provenance::workers,
                    differing -> String.join(" | ", differing.stream().map(count -> count.isEmpty() ? "1" : count).toList())));

    /** What some runs share, or what they differ in; an empty text if nothing is known. */
    Object of(List<RunInfo> runs) {
        List<Object> distinct = runs.stream().map(value).distinct().toList();
        return distinct.size() == 1 ? distinct.get(0) : several.apply(distinct.stream().map(Provenance::cell).sorted().toList());
    }

    /** As a cell of a CSV. */
    static String cell(Object value) {
        return value instanceof Boolean truth ? Csv.truth(truth) : value.toString();
    }

    private static Provenance of(String id, String summary, Function<RunInfo, Object> value) {
        return new Provenance(id, summary, value, differing -> String.join(" | ", differing));
    }

    private static String workers(RunInfo info) {
        return info.environment().workers().stream().mapToObj(Integer::toString).findFirst().orElse("");
    }

    private static String data(RunInfo info) {
        return info.data().stream()
                .map(data -> data.name() + "=" + data.sha256())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private static String plugins(RunInfo info) {
        return info.plugins().stream()
                .map(plugin -> plugin.jar() + "=" + plugin.sha256())
                .distinct()
                .sorted()
                .collect(Collectors.joining("; "));
    }
}
