package org.palimpsest.methods.control;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Readings;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.api.network.Relu;
import org.palimpsest.harness.api.training.GradientBindings;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.config.Binder;

/**
 * An agent of two environments with observations of three bytes and two actions, put together by Guice from the same parts as in a run. Its network has
 * four hidden units, and weight number k = 1, 2 ... in the order of the network is sin(k) / 2. What happens to it is the same for all:
 * what is observed is a pattern, and episodes end and are cut off now and then.
 */
final class AgentBench implements AutoCloseable {
    private static final int ENVIRONMENTS = 2;

    private final NDManager manager;
    private final Randomness random;
    private final Network network;
    private final Agent agent;
    private final List<String> acts = new ArrayList<>();

    AgentBench(AgentModule<?> module, Record options, OptimiserOptions rule, boolean told) {
        this(module, options, rule, told, 5);
    }

    /** With add-ons, and the options of each. */
    AgentBench(AgentModule<?> module, Record options, OptimiserOptions rule, boolean told, Map<AddOnModule<?>, Record> addOns) {
        this(module, options, rule, told, 5, addOns);
    }

    /** With another seed. */
    AgentBench(AgentModule<?> module, Record options, OptimiserOptions rule, boolean told, long seed) {
        this(module, options, rule, told, seed, Map.of());
    }

    private AgentBench(AgentModule<?> module, Record options, OptimiserOptions rule, boolean told, long seed, Map<AddOnModule<?>, Record> addOns) {
        random = new Randomness(seed);
        Engine engine = Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(1);
        manager = engine.newBaseManager(Device.cpu());
        Surroundings seen = new Surroundings(3, 1, 1, 2, ENVIRONMENTS, told);
        network = network(seen, module.networkOutputs(options, seen.actions()));
        agent = (Agent) Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                bind(NDManager.class).toInstance(manager);
                bind(Randomness.class).toInstance(random);
                bind(Surroundings.class).toInstance(seen);
                bind(Readings.class).toInstance((quantity, value) -> {});
                bindOptions(options);
                install(new GradientBindings(manager, rule, (step, examples) -> {}, () -> network));
                install(module);
                addOns.forEach((addOn, given) -> {
                    bindOptions(given);
                    install(addOn);
                });
            }

            @SuppressWarnings("unchecked")
            private void bindOptions(Record record) {
                bind((Class<Record>) record.getClass()).toInstance(record);
            }
        }).getInstance(Learner.class);
    }

    private Network network(Surroundings seen, int outputs) {
        SequentialBlock backbone = new SequentialBlock().add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(4).build()).add(new Relu());
        double unit = 1 / 255.0;
        Network made = new Network(manager, backbone, seen.observation(),
                new Normalisation(manager, DataType.UINT8, new double[3], new double[] {unit, unit, unit}), HeadKind.FULL, outputs, 1);
        made.see(outputs);
        int k = 0;
        for (Parameter parameter : made.parameters()) {
            float[] values = new float[(int) parameter.getArray().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (Math.sin(++k) / 2);
            }
            try (NDArray sines = manager.create(values, parameter.getArray().getShape())) {
                parameter.getArray().set(new NDIndex(":"), sines);
            }
        }
        return made;
    }

    /** Options as a suite would give them. */
    static Record options(AgentModule<?> module, Map<String, ?> given) {
        Problems problems = new Problems();
        Optional<? extends Record> bound = new Binder(problems).bind(module.options(), Map.copyOf(given), "test");
        return bound.orElseThrow(() -> new AssertionError(problems));
    }

    Agent agent() {
        return agent;
    }

    /** What is observed before step t, for both environments. */
    static byte[] observed(int t) {
        return new byte[] {(byte) (t & 1), (byte) (t >> 1 & 1), 1, (byte) (t >> 1 & 1), 1, (byte) (t >> 2 & 1)};
    }

    /** Step t with these actions: in the first environment episodes are over, in the second they are cut off. */
    void observe(int t, int... actions) {
        agent.observe(new Transitions(observed(t), actions, new float[] {t % 3, actions[1] - 0.5f}, observed(t + 1), new byte[] {1, 1, 0, 0, 1, 1},
                new boolean[] {t % 5 == 1, false}, new boolean[] {false, t % 7 == 3}));
    }

    /** Step t, with the actions that the agent chooses. */
    void step(int t) {
        int[] actions = new int[ENVIRONMENTS];
        agent.act(observed(t), actions, true);
        acts.add(actions[0] + "" + actions[1]);
        observe(t, actions);
    }

    /** The actions that it chose. */
    List<String> acts() {
        return acts;
    }

    /** All weights of the backbone, in the order of the network. */
    float[] backbone() {
        return values(network.parameters().subList(0, network.backboneParameters()).stream().map(Parameter::getArray).toList());
    }

    /** All weights of a network, as a checkpoint of the agent holds them below a name. */
    float[] saved(String name) throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            State state = State.read(scratch, new ByteArrayInputStream(snapshot()));
            return values(IntStream.range(0, network.parameters().size()).mapToObj(i -> state.array(name + "/" + i)).toList());
        }
    }

    private static float[] values(List<NDArray> arrays) {
        float[] all = new float[arrays.stream().mapToInt(array -> (int) array.size()).sum()];
        int at = 0;
        for (NDArray array : arrays) {
            float[] values = array.toFloatArray();
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    /** Native arrays that are alive: those of the weights' manager, where results of operations on weights go, and all others. */
    int liveArrays() {
        return manager.getManagedArrays().size() + network.manager().getManagedArrays().size();
    }

    /** What a checkpoint of the agent would hold. */
    byte[] snapshot() throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            State state = new State(scratch);
            agent.save(state);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            state.write(out);
            return out.toByteArray();
        }
    }

    void restore(byte[] snapshot) throws IOException {
        try (NDManager scratch = manager.newSubManager()) {
            agent.load(State.read(scratch, new ByteArrayInputStream(snapshot)));
        }
    }

    @Override
    public void close() {
        agent.close();
        manager.close();
    }
}
