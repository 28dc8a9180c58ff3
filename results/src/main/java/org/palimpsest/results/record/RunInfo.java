package org.palimpsest.results.record;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a run besides its tables: the content of {@code run.json}. Says nothing about the kind of stream, so
 * that runs on images, environments and instructions are recorded alike.
 *
 * @param format version of the layout, {@value #FORMAT}
 * @param id the run's name
 * @param status how it stands
 * @param message why it diverged or failed
 * @param stopPoint where it diverged or failed
 * @param tasks T, the tasks of the stream
 * @param tasksDone tasks learned, scored and on disk, 0..T
 * @param bound whether the method is a bound, trained once on everything, hence shown but not ranked
 * @param protocol the benchmark as resolved: everything that must be equal for two runs to be comparable
 * @param protocolDigest hexadecimal digest of {@code protocol}, 12 or more digits
 * @param methodOptions options of the method and its add-ons
 * @param training options of the optimiser and its schedule
 * @param stream the stream
 * @param data the data sets read
 * @param environment software and machine
 * @param timings seconds so far
 * @param cost cost so far
 * @param base the network that the run started from after its first task, if other runs may share it
 * @param gauges ids of the gauges that are read; they change no result
 * @param startedAt ISO instant
 * @param finishedAt ISO instant; empty while running
 * @param resumed how often the run was taken up again
 * @param committed bytes of each table (and of the {@code checkpoint}) that count; anything beyond was being written
 *     when the run was killed. Filled in by {@link RunWriter}
 */
public record RunInfo(
        int format,
        RunId id,
        RunStatus status,
        Optional<String> message,
        Optional<StopPoint> stopPoint,
        int tasks,
        int tasksDone,
        boolean bound,
        Map<String, Object> protocol,
        String protocolDigest,
        Map<String, Object> methodOptions,
        Map<String, Object> training,
        StreamInfo stream,
        List<DataInfo> data,
        Environment environment,
        Timings timings,
        Cost cost,
        Optional<BaseUse> base,
        List<String> gauges,
        String startedAt,
        String finishedAt,
        int resumed,
        Map<String, Long> committed) {

    /** The layout written by this version. */
    public static final int FORMAT = 1;

    /** Copies the collections, keeping their order, and requires what no run can lack. */
    public RunInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(protocolDigest, "protocolDigest");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(environment, "environment");
        if (tasks < 1 || tasksDone < 0 || tasksDone > tasks) {
            throw new IllegalArgumentException(tasksDone + " tasks done of " + tasks);
        }
        protocol = ordered(protocol);
        methodOptions = ordered(methodOptions);
        training = ordered(training);
        committed = ordered(committed);
        data = data == null ? List.of() : List.copyOf(data);
        timings = timings == null ? Timings.ZERO : timings;
        cost = cost == null ? Cost.ZERO : cost;
        base = base == null ? Optional.empty() : base;
        gauges = gauges == null ? List.of() : List.copyOf(gauges);
        finishedAt = finishedAt == null ? "" : finishedAt;
    }

    /** A run about to begin: nothing done, nothing spent, started now. */
    public static RunInfo started(
            RunId id,
            int tasks,
            boolean bound,
            Map<String, Object> protocol,
            String protocolDigest,
            Map<String, Object> methodOptions,
            Map<String, Object> training,
            StreamInfo stream,
            List<DataInfo> data,
            Environment environment) {
        return new RunInfo(
                FORMAT, id, RunStatus.RUNNING, Optional.empty(), Optional.empty(), tasks, 0, bound, protocol,
                protocolDigest, methodOptions, training, stream, data, environment, Timings.ZERO, Cost.ZERO,
                Optional.empty(), List.of(), Instant.now().toString(), "", 0, Map.of());
    }

    /** This run with more tasks done. */
    public RunInfo withProgress(int tasksDone, Timings timings, Cost cost) {
        return withProgress(tasksDone, timings, cost, committed);
    }

    /** This run with more tasks done and other committed lengths, in bytes. */
    public RunInfo withProgress(int tasksDone, Timings timings, Cost cost, Map<String, Long> committed) {
        return new RunInfo(
                format, id, status, message, stopPoint, tasks, tasksDone, bound, protocol, protocolDigest,
                methodOptions, training, stream, data, environment, timings, cost, base, gauges, startedAt, finishedAt, resumed,
                committed);
    }

    /** This run, ended now. */
    public RunInfo finished(RunStatus status, Optional<String> message, Optional<StopPoint> stopPoint) {
        return new RunInfo(
                format, id, status, message, stopPoint, tasks, tasksDone, bound, protocol, protocolDigest,
                methodOptions, training, stream, data, environment, timings, cost, base, gauges, startedAt, Instant.now().toString(),
                resumed, committed);
    }

    /** This run on the given machine: a run may be resumed on another one than it began on. */
    public RunInfo withEnvironment(Environment environment) {
        return new RunInfo(
                format, id, status, message, stopPoint, tasks, tasksDone, bound, protocol, protocolDigest,
                methodOptions, training, stream, data, environment, timings, cost, base, gauges, startedAt, finishedAt, resumed,
                committed);
    }

    /** This run, which starts from a network that others may share. */
    public RunInfo withBase(BaseUse use) {
        return new RunInfo(
                format, id, status, message, stopPoint, tasks, tasksDone, bound, protocol, protocolDigest,
                methodOptions, training, stream, data, environment, timings, cost, Optional.of(use), gauges, startedAt, finishedAt,
                resumed, committed);
    }

    /** This run with gauges, by their ids. */
    public RunInfo withGauges(List<String> gauges) {
        return new RunInfo(
                format, id, status, message, stopPoint, tasks, tasksDone, bound, protocol, protocolDigest,
                methodOptions, training, stream, data, environment, timings, cost, base, gauges, startedAt, finishedAt, resumed,
                committed);
    }

    /** This run, taken up {@code resumed} times, with the given committed lengths. */
    RunInfo withBookkeeping(int resumed, Map<String, Long> committed) {
        return new RunInfo(
                format, id, status, message, stopPoint, tasks, tasksDone, bound, protocol, protocolDigest,
                methodOptions, training, stream, data, environment, timings, cost, base, gauges, startedAt, finishedAt, resumed,
                committed);
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
