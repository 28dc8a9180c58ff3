package org.palimpsest.results.board;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.RunInfo;

/** Where a run's numbers come from, as a leaderboard's column. */
record ProvenanceColumn(String id, Function<RunInfo, String> value, Function<List<String>, String> several) {

    static final List<ProvenanceColumn> ALL = List.of(
            column("stream", info -> info.stream().id()),
            column("stream_version", info -> Integer.toString(info.stream().version())),
            // a seed's class order is part of its stream's digest, so that a row has as many as seeds
            new ProvenanceColumn("stream_digest", info -> info.stream().digest(), ProvenanceColumn::digest),
            column("data_sha256", ProvenanceColumn::data),
            column("harness_version", info -> info.environment().harnessVersion()),
            column("commit", info -> info.environment().commit()),
            new ProvenanceColumn(
                    "dirty", info -> Csv.truth(info.environment().dirty()), differing -> Csv.truth(true)),
            column("engine", info -> info.environment().engine()),
            column("blas", info -> info.environment().blas()),
            column("threads", info -> Integer.toString(info.environment().threads())),
            column("device", info -> info.environment().device()),
            column("java", info -> info.environment().java()),
            column("os", info -> info.environment().os()),
            column("cpu", info -> info.environment().cpu()));

    /** The cell of some runs: what they share, or what they differ in. */
    String of(List<RunInfo> runs) {
        List<String> distinct = runs.stream().map(value).distinct().sorted().toList();
        return distinct.size() == 1 ? distinct.get(0) : several.apply(distinct);
    }

    private static ProvenanceColumn column(String id, Function<RunInfo, String> value) {
        return new ProvenanceColumn(id, value, differing -> String.join(" | ", differing));
    }

    private static String data(RunInfo info) {
        return info.data().stream()
                .map(data -> data.name() + "=" + data.sha256())
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private static String digest(List<String> differing) {
        return DigestUtils.sha256Hex(String.join("\n", differing));
    }
}
