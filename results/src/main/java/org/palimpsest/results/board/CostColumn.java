package org.palimpsest.results.board;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.palimpsest.results.record.RunInfo;

/** A cost of a run, as a leaderboard's column; less is better. These columns alone differ between repetitions. */
record CostColumn(String id, ToDoubleFunction<RunInfo> value) {

    static final List<CostColumn> ALL = List.of(
            new CostColumn("train_seconds", info -> info.timings().trainSeconds()),
            new CostColumn("probe_seconds", info -> info.timings().probeSeconds()),
            new CostColumn("evaluation_seconds", info -> info.timings().evaluationSeconds()),
            new CostColumn("checkpoint_seconds", info -> info.timings().checkpointSeconds()),
            new CostColumn("gauge_seconds", info -> info.timings().gaugeSeconds()),
            new CostColumn("total_seconds", info -> info.timings().totalSeconds()),
            new CostColumn("updates", info -> info.cost().updates()),
            new CostColumn("examples", info -> info.cost().examples()),
            new CostColumn("forward_flops", info -> info.cost().forwardFlops()),
            new CostColumn("backward_flops", info -> info.cost().backwardFlops()),
            new CostColumn("memory_bytes", info -> info.cost().memoryBytes()),
            new CostColumn("peak_resident_bytes", info -> info.cost().peakResidentBytes()),
            new CostColumn("peak_device_bytes", info -> info.cost().peakDeviceBytes()));
}
