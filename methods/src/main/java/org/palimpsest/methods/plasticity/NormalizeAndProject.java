package org.palimpsest.methods.plasticity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.methods.normalisation.LayerNormaliser;
import org.palimpsest.methods.normalisation.RootMeanSquareNormaliser;

/** {@code nap}: normalise and project. */
@AutoService(AddOnModule.class)
public final class NormalizeAndProject extends AddOnModule<NormalizeAndProject.Options> {
    /** For the service loader. */
    public NormalizeAndProject() {
        super("nap", "normalises before every ReLU and keeps the norm of every layer's weights what it was at first",
                "Lyle et al., Normalization and effective learning rates in reinforcement learning, NeurIPS 2024", Projection.class, Options.class);
    }

    /** What normalises. */
    public enum Kind {
        /** Layer normalisation. */
        LN(new LayerNormaliser()),
        /** Root mean square normalisation, which has no offset. */
        RMS(new RootMeanSquareNormaliser());

        private final NormaliserModule<NoOptions> normaliser;

        Kind(NormaliserModule<NoOptions> normaliser) {
            this.normaliser = normaliser;
        }
    }

    /** What becomes of scale and offset of the normalisation. */
    public enum Affine {
        /** Both of a layer together are projected to the norm that they had at first; for ReLU, which is homogeneous. */
        JOINT_PROJECT,
        /** They are drawn to 1 and 0. */
        REGULARISE,
        /** They stay at 1 and 0. */
        NONE,
        /** They are trained as any other weight. */
        FREE
    }

    /** Options. */
    public record Options(
            @Doc("what normalises") @Default("ln") Kind norm,
            @Doc("updates from one projection to the next") @Positive @Default("1") int period,
            @Doc("scale and offset of the normalisation") @Default("joint-project") Affine affine,
            @Doc("strength of the penalty of a scale and offset that are regularised") @PositiveOrZero @Default("0.001") double strength) {}

    @Override
    protected Block rebuild(Block backbone, Options given) {
        Options options = (Options) given;
        Block rebuilt = NormalisedLayers.insert(backbone, options.norm().normaliser);
        if (options.affine() == Affine.NONE) {
            Norm.in(rebuilt).forEach(norm -> norm.content().freezeParameters(true));
        }
        return rebuilt;
    }

    /**
     * After the update, W_l = rho_l W_l / ||W_l||_F for every layer l whose output is normalised, rho_l its norm at the beginning; all
     * other layers, that is the output layer and what is not followed by a normalisation, are left alone. The optimiser's state is too.
     */
    static final class Projection implements AddOn {
        private final Options options;
        private final Optimiser optimiser;
        private final NDManager manager;
        private final Network network;
        private final List<Sphere> spheres = new ArrayList<>();
        private final List<Integer> scales = new ArrayList<>();
        private final List<Integer> offsets = new ArrayList<>();

        @Inject
        Projection(Network network, Optimiser optimiser, Options options, NDManager manager) {
            this.options = options;
            this.optimiser = optimiser;
            this.manager = manager;
            this.network = network;
            Block backbone = network.blocks().get("backbone");
            for (Block layer : NormalisedLayers.of(backbone)) {
                spheres.add(new Sphere(arrays(layer, Parameter.Type.WEIGHT), manager));
            }
            for (Norm norm : Norm.in(backbone)) {
                numbers(norm, Parameter.Type.GAMMA, scales);
                numbers(norm, Parameter.Type.BETA, offsets);
                if (options.affine() == Affine.JOINT_PROJECT) {
                    List<NDArray> both = arrays(norm, Parameter.Type.GAMMA);
                    both.addAll(arrays(norm, Parameter.Type.BETA));
                    spheres.add(new Sphere(both, manager));
                }
            }
        }

        private static List<NDArray> arrays(Block block, Parameter.Type type) {
            List<NDArray> arrays = new ArrayList<>();
            block.getDirectParameters().values().stream().filter(p -> p.getType() == type).forEach(p -> arrays.add(p.getArray()));
            return arrays;
        }

        private void numbers(Block block, Parameter.Type type, List<Integer> into) {
            block.getDirectParameters().values().stream().filter(p -> p.getType() == type && p.requiresGradient())
                    .forEach(p -> into.add(network.parameters().indexOf(p)));
        }

        /** strength (||scale - 1||^2 + ||offset||^2), by its gradient. */
        @Override
        public void beforeUpdate() {
            if (options.affine() == Affine.REGULARISE) {
                try (NDArray factor = manager.create((float) (2 * options.strength())); NDArray one = manager.ones(factor.getShape())) {
                    scales.forEach(i -> optimiser.gradient(i).addi(network.parameters().get(i).getArray().sub(one).muli(factor)));
                    offsets.forEach(i -> optimiser.gradient(i).addi(network.parameters().get(i).getArray().mul(factor)));
                }
            }
        }

        @Override
        public void afterUpdate() {
            if (optimiser.updates() % options.period() == 0) {
                spheres.forEach(Sphere::project);
            }
        }

        @Override
        public void save(State state) {
            for (int i = 0; i < spheres.size(); i++) {
                state.put("radius-" + i, spheres.get(i).radius());
            }
        }

        @Override
        public void load(State state) {
            for (int i = 0; i < spheres.size(); i++) {
                state.copyTo("radius-" + i, spheres.get(i).radius());
            }
        }

        @Override
        public boolean savesInsideTasks() {
            return true;
        }
    }
}
