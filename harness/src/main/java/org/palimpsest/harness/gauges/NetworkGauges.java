package org.palimpsest.harness.gauges;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.results.record.GaugeRow;

/**
 * The gauges of one run. They look at up to {@value #EXAMPLES} examples of the task that is being learned: of images drawn once per task from its
 * training data and not augmented, test data they never see. What the run goes on with is the same after a reading as before it.
 */
public final class NetworkGauges implements GaugeReader, Stateful {
    /** Enough for the ranks of as many features. */
    public static final int EXAMPLES = 512;

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

    /** A task is about to be learned: from here on its training examples are looked at, which are copied. */
    public void begin(TaskData data) {
        int[] positions = Randomness.sample(data.train().size(), EXAMPLES, random.get("gauge-examples", data.index()));
        Arrays.sort(positions);
        begin(data.index(), owner -> data.train().batch(owner, positions).examples());
    }

    /**
     * A task is about to be learned.
     *
     * @param index its number, from 0
     * @param examples makes what is looked at from here on, shape (n, ...), owned by what it is given
     */
    public void begin(int index, Function<NDManager, NDArray> examples) {
        look(index, examples);
        before = Optional.empty();
        if (gauges.contains(Gauges.DRIFT) || gauges.contains(Gauges.SPREAD)) {
            statisticsBefore = Optional.of(RunningStatistics.of(network));
        }
        gradients.clear();
    }

    /** A task goes on that was begun in another process; what there was to be kept of that has been loaded. */
    public void look(int index, Function<NDManager, NDArray> examples) {
        if (ofTask != null) {
            ofTask.close();
        }
        ofTask = manager.newSubManager();
        task = index;
        images = new Rows(examples.apply(ofTask));
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

    /** What was noted in the task under way. */
    @Override
    public void save(State state) {
        before.ifPresent(weights -> weights.save(state.scope("weights")));
        statisticsBefore.ifPresent(statistics -> statistics.save(state.scope("statistics")));
        gradients.save(state.scope("gradients"));
    }

    @Override
    public void load(State state) {
        before = state.has("weights/count") ? Optional.of(Weights.load(network, state.scope("weights"))) : Optional.empty();
        statisticsBefore = state.has("statistics/count") ? Optional.of(RunningStatistics.load(network, state.scope("statistics"))) : Optional.empty();
        gradients.load(state.scope("gradients"));
    }
}
