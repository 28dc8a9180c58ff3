package org.palimpsest.results.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network at the end of the first task, and what it took to train it: the content of {@code base.json}.
 *
 * @param format version of the layout, {@value #FORMAT}
 * @param digest of everything that the network depends on
 * @param identity what that is
 * @param trainedBy the run that trained it
 * @param environment software and machine
 * @param trainSeconds time to train it
 * @param probeSeconds time for the probes on the way
 * @param cost updates, examples and operations
 * @param probe the probes on the way
 * @param training how the task went while it was learned
 * @param stateSha256 digest of the file of its weights; filled in by {@link BaseStore}
 */
public record BaseInfo(
        int format,
        String digest,
        Map<String, Object> identity,
        RunId trainedBy,
        Environment environment,
        double trainSeconds,
        double probeSeconds,
        Cost cost,
        List<ProbeRow> probe,
        List<TrainingRow> training,
        String stateSha256) {
    /** The layout written by this version. */
    public static final int FORMAT = 1;

    /** Copies the collections, keeping their order. */
    public BaseInfo {
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
        probe = List.copyOf(probe);
        training = List.copyOf(training);
    }

    BaseInfo withState(String sha256) {
        return new BaseInfo(format, digest, identity, trainedBy, environment, trainSeconds, probeSeconds, cost, probe, training, sha256);
    }

    /** What a run that starts from it records. */
    public BaseUse use(RunId by) {
        return new BaseUse(digest, !trainedBy.equals(by), trainedBy.relativePath().toString(), environment.commit());
    }
}
