package org.palimpsest.results.record;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param partsDone parts of the lesson under way that are on disk; not written if it has none behind it
 * @param bound whether the method is a bound, trained once on everything, hence shown but not ranked
 * @param scratch whether each task is learned as if it were the first, which forward transfer is told against; not written if not
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
 * @param plugins the plug-in jars that the run uses; not written if there are none
 * @param startedAt ISO instant
 * @param finishedAt ISO instant; empty while running
 * @param resumed how often the run was taken up again
 * @param committed bytes of each table (and of the {@code checkpoint}, and of states that are {@code kept}) that count; anything
 *     beyond was being written when the run was killed. Filled in by {@link RunWriter}
 * @param digests SHA-256 of these bytes of each; none of a table without rows, nor in records made before there were any
 */
public record RunInfo(
        int format,
        RunId id,
        RunStatus status,
        Optional<String> message,
        Optional<StopPoint> stopPoint,
        int tasks,
        int tasksDone,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int partsDone,
        boolean bound,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean scratch,
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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PluginInfo> plugins,
        String startedAt,
        String finishedAt,
        int resumed,
        Map<String, Long> committed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> digests) {
    /** The layout written by this version. */
    public static final int FORMAT = 1;

    /** Copies the collections, keeping their order, and requires what no run can lack. */
    public RunInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(protocolDigest, "protocolDigest");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(environment, "environment");
        if (protocolDigest.isEmpty()) {
            throw new IllegalArgumentException("the run has no protocol");
        }
        if (tasks < 1 || tasksDone < 0 || tasksDone > tasks) {
            throw new IllegalArgumentException(tasksDone + " tasks done of " + tasks);
        }
        committed = ordered(committed);
        committed.forEach((name, bytes) -> {
            if (bytes < 0) {
                throw new IllegalArgumentException("committed." + name + " is " + bytes + ", not 0 or more");
            }
            if (RunFolder.isKept(name) && !name.matches("kept/\\d{1,9}(/.+)?")) {
                throw new IllegalArgumentException("committed." + name + " is no state");
            }
        });
        digests = ordered(digests);
        protocol = ordered(protocol);
        methodOptions = ordered(methodOptions);
        training = ordered(training);
        data = data == null ? List.of() : List.copyOf(data);
        timings = timings == null ? Timings.ZERO : timings;
        cost = cost == null ? Cost.ZERO : cost;
        base = base == null ? Optional.empty() : base;
        gauges = gauges == null ? List.of() : List.copyOf(gauges);
        plugins = plugins == null ? List.of() : List.copyOf(plugins);
        finishedAt = finishedAt == null ? "" : finishedAt;
    }

    /** A run about to begin: nothing done, nothing spent, started now. Its protocol is to be added. */
    public static Builder started(RunId id, int tasks, StreamInfo stream, Environment environment) {
        return new Builder(id, tasks, stream, environment);
    }

    /** The tasks, from 1, after which the state of the run is kept, ascending. */
    public List<Integer> keptTasks() {
        return committed.keySet().stream().filter(RunFolder::isKept).map(RunFolder::taskOfKept).distinct().sorted().toList();
    }

    /** This run, to be changed in some respects. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** This run with more tasks done. */
    public RunInfo withProgress(int tasksDone, Timings timings, Cost cost) {
        return toBuilder().progress(tasksDone, timings, cost).build();
    }

    /** This run with more of the lesson under way done. */
    public RunInfo withParts(int partsDone, Timings timings, Cost cost) {
        return toBuilder().progress(tasksDone, timings, cost).parts(partsDone).build();
    }

    /** This run, ended now. */
    public RunInfo finished(RunStatus status, Optional<String> message, Optional<StopPoint> stopPoint) {
        return toBuilder().ended(status, message, stopPoint).build();
    }

    /** This run on the given machine: a run may be resumed on another one than it began on. */
    public RunInfo withEnvironment(Environment environment) {
        return toBuilder().environment(environment).build();
    }

    /** This run, which starts from a network that others may share. */
    public RunInfo withBase(BaseUse use) {
        return toBuilder().base(use).build();
    }

    /** This run, taken up {@code resumed} times, with the given committed lengths and their digests. */
    RunInfo withBookkeeping(int resumed, Map<String, Long> committed, Map<String, String> digests) {
        return toBuilder().bookkeeping(resumed, committed, digests).build();
    }

    /** Makes a {@link RunInfo}, of which most parts have a default or come from another. */
    public static final class Builder {
        private final int format;
        private final RunId id;
        private final int tasks;
        private final StreamInfo stream;
        private final String startedAt;
        private RunStatus status = RunStatus.RUNNING;
        private Optional<String> message = Optional.empty();
        private Optional<StopPoint> stopPoint = Optional.empty();
        private int tasksDone;
        private int partsDone;
        private boolean bound;
        private boolean scratch;
        private Map<String, Object> protocol = Map.of();
        private String protocolDigest = "";
        private Map<String, Object> methodOptions = Map.of();
        private Map<String, Object> training = Map.of();
        private List<DataInfo> data = List.of();
        private Environment environment;
        private Timings timings = Timings.ZERO;
        private Cost cost = Cost.ZERO;
        private Optional<BaseUse> base = Optional.empty();
        private List<String> gauges = List.of();
        private List<PluginInfo> plugins = List.of();
        private String finishedAt = "";
        private int resumed;
        private Map<String, Long> committed = Map.of();
        private Map<String, String> digests = Map.of();

        private Builder(RunId id, int tasks, StreamInfo stream, Environment environment) {
            this.format = FORMAT;
            this.id = id;
            this.tasks = tasks;
            this.stream = stream;
            this.environment = environment;
            this.startedAt = Instant.now().toString();
        }

        private Builder(RunInfo run) {
            format = run.format;
            id = run.id;
            status = run.status;
            message = run.message;
            stopPoint = run.stopPoint;
            tasks = run.tasks;
            tasksDone = run.tasksDone;
            partsDone = run.partsDone;
            bound = run.bound;
            scratch = run.scratch;
            protocol = run.protocol;
            protocolDigest = run.protocolDigest;
            methodOptions = run.methodOptions;
            training = run.training;
            stream = run.stream;
            data = run.data;
            environment = run.environment;
            timings = run.timings;
            cost = run.cost;
            base = run.base;
            gauges = run.gauges;
            plugins = run.plugins;
            startedAt = run.startedAt;
            finishedAt = run.finishedAt;
            resumed = run.resumed;
            committed = run.committed;
            digests = run.digests;
        }

        /** What must be equal for two runs to be comparable, and its digest of 12 or more hexadecimal digits. Required. */
        public Builder protocol(Map<String, Object> protocol, String digest) {
            this.protocol = protocol;
            this.protocolDigest = digest;
            return this;
        }

        /** Whether the method is a bound; false if not set. */
        public Builder bound(boolean bound) {
            this.bound = bound;
            return this;
        }

        /** Whether each task is learned as if it were the first; false if not set. */
        public Builder scratch(boolean scratch) {
            this.scratch = scratch;
            return this;
        }

        /** Options of the method and its add-ons. */
        public Builder methodOptions(Map<String, Object> methodOptions) {
            this.methodOptions = methodOptions;
            return this;
        }

        /** Options of the optimiser and its schedule. */
        public Builder training(Map<String, Object> training) {
            this.training = training;
            return this;
        }

        /** The data sets read. */
        public Builder data(List<DataInfo> data) {
            this.data = data;
            return this;
        }

        /** Ids of the gauges that are read. */
        public Builder gauges(List<String> gauges) {
            this.gauges = gauges;
            return this;
        }

        /** The plug-in jars that the run uses. */
        public Builder plugins(List<PluginInfo> plugins) {
            this.plugins = plugins;
            return this;
        }

        /** Software and machine. */
        public Builder environment(Environment environment) {
            this.environment = environment;
            return this;
        }

        /** The network that the run started from. */
        public Builder base(BaseUse use) {
            this.base = Optional.of(use);
            return this;
        }

        /** Tasks done, 0..T, and nothing of the next, seconds and cost so far. */
        public Builder progress(int tasksDone, Timings timings, Cost cost) {
            this.tasksDone = tasksDone;
            this.partsDone = 0;
            this.timings = timings;
            this.cost = cost;
            return this;
        }

        private Builder parts(int done) {
            this.partsDone = done;
            return this;
        }

        private Builder ended(RunStatus status, Optional<String> message, Optional<StopPoint> stopPoint) {
            this.status = status;
            this.message = message;
            this.stopPoint = stopPoint;
            this.finishedAt = Instant.now().toString();
            return this;
        }

        private Builder bookkeeping(int resumed, Map<String, Long> committed, Map<String, String> digests) {
            this.resumed = resumed;
            this.committed = committed;
            this.digests = digests;
            return this;
        }

        /**
         * The run.
         *
         * @throws IllegalArgumentException if there is no protocol, or more tasks are done than there are
         */
        public RunInfo build() {
            return new RunInfo(
                    format, id, status, message, stopPoint, tasks, tasksDone, partsDone, bound, scratch, protocol, protocolDigest, methodOptions, training,
                    stream, data, environment, timings, cost, base, gauges, plugins, startedAt, finishedAt, resumed, committed, digests);
        }
    }

    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
