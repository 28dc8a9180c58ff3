package org.palimpsest.harness.gauges;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.results.record.GaugeRow;

/**
 * The gauges of one run. They look at up to {@value #EXAMPLES} training examples of the task that is being learned, drawn once per
 * task and not augmented; test data they never see. What the run goes on with is the same after a reading as before it.
 */
public final class NetworkGauges implements GaugeReader {
    /** Enough for the ranks of as many features. */
    static final int EXAMPLES = 512;

    private final List<Gauge> gauges;
    private final Network network;
    private final Randomness random;
    private final Optimiser optimiser;
    private final NDManager manager;
    private final Trainability trainability;
    private final Gradients gradients = new Gradients();
    private NDManager ofTask;
    private Rows images;
    private int task;
    private Optional<Weights> before = Optional.empty();
    private Optional<RunningStatistics> statisticsBefore = Optional.empty();

    /**
     * The gauges of a network.
     *
     * @param gauges those that are switched on; none makes a reader that does nothing
     * @param network the network in training
     * @param networks makes others like it
     * @param optimiser the optimiser of the network
     * @param manager lives as long as the run
     */
    public NetworkGauges(List<Gauge> gauges, Network network, Networks networks, Optimiser optimiser, Randomness random, NDManager manager) {
        this.gauges = List.copyOf(gauges);
        this.network = network;
        this.random = random;
        this.optimiser = optimiser;
        this.manager = manager;
        this.trainability = new Trainability(networks, optimiser.options(), random, manager);
    }

    @Override
    public boolean isOn() {
        return !gauges.isEmpty();
    }

    /** A task is about to be learned: from here on its examples are looked at, which are copied. */
    public void begin(TaskData data) {
        if (ofTask != null) {
            ofTask.close();
        }
        ofTask = manager.newSubManager();
        task = data.index();
        int[] positions = Randomness.sample(data.train().size(), EXAMPLES, random.get("gauge-examples", task));
        Arrays.sort(positions);
        images = new Rows(data.train().batch(ofTask, positions).examples());
        before = Optional.empty();
        if (gauges.contains(Gauges.DRIFT) || gauges.contains(Gauges.SPREAD)) {
            statisticsBefore = Optional.of(RunningStatistics.of(network));
        }
        gradients.clear();
    }

    @Override
    public boolean watchesSteps() {
        return gauges.contains(Gauges.UPDATE_SIZE) || gauges.contains(Gauges.GRADIENT_NORM);
    }

    @Override
    public void gradientsComplete() {
        if (before.isEmpty() && gauges.contains(Gauges.UPDATE_SIZE)) {
            before = Optional.of(Weights.of(network));
        }
        if (gauges.contains(Gauges.GRADIENT_NORM)) {
            gradients.add(optimiser, network.parameters().size());
        }
    }

    @Override
    public List<GaugeRow> read(int trainedTask, long step, boolean inside) {
        List<GaugeRow> rows = new ArrayList<>();
        GaugeContext context = new GaugeContext(network, images, task, manager, before, statisticsBefore, gradients, optimiser, trainability);
        for (Gauge gauge : gauges) {
            if (gauge.insideTasks() || !inside) {
                gauge.readings().apply(context).forEach(r -> rows.add(new GaugeRow(trainedTask, step, gauge.id(), r.layer(), r.value())));
            }
        }
        return rows;
    }
}
