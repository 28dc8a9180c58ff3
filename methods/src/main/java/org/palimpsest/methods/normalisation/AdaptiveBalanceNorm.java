package org.palimpsest.methods.normalisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.initializer.Initializer;
import java.util.Optional;
import org.palimpsest.harness.api.network.Channels;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.api.network.Normaliser;

/**
 * Adaptive balance of batch normalisation (Lyu et al., NeurIPS 2023). With n_t examples of task t in a batch, the tasks so far being 0 to k:
 *
 * <pre>
 * w_t = (exp(psi_t) + n_t) / sum_s (exp(psi_s) + n_s)     the posterior mean under a Dirichlet prior exp(psi), which is learned
 * mu  = sum_t w_t mean over the examples of t of x          and sigma^2 likewise of (x - mu)^2, by channel
 * m  += eta (mu - m),  v += eta (sigma^2 - v)               running statistics; sigma^2 stays biased
 * eta = a^kappa at first, then eta / (eta + (1 - a)^kappa)  with a = 0.1, the momentum of batch normalisation
 * lambda (mean_c (mu - m)^2 + mean_c (sigma^2 - v)^2)       added to the loss
 * </pre>
 *
 * In the first task, and where nothing is known of the examples, all of them count alike. eta falls from step to step towards
 * 1 - (1 - a)^kappa; kappa 1 is batch normalisation's constant a, kappa 0 the average 1/n of all batches so far.
 */
final class AdaptiveBalanceNorm extends Normaliser {
    private static final int[] POSITIONS = {2};

    private final AdaptiveBalanceNormaliser.Options options;
    private final Parameter gamma = perChannel("gamma", Parameter.Type.GAMMA, true);
    private final Parameter beta = perChannel("beta", Parameter.Type.BETA, true);
    private final Parameter runningMean = perChannel("runningMean", Parameter.Type.RUNNING_MEAN, false);
    private final Parameter runningVar = perChannel("runningVar", Parameter.Type.RUNNING_VAR, false);
    private final Parameter psi = parameter("psi", Initializer.ZEROS, true);
    private final Parameter taskWeights = parameter("taskWeights", Initializer.ZEROS, false);
    private final Parameter rate;
    private final float keep;

    AdaptiveBalanceNorm(AdaptiveBalanceNormaliser.Options options) {
        this.options = options;
        rate = parameter("rate", new ConstantInitializer((float) Math.pow(Norm.MOMENTUM, options.kappa())), false);
        keep = (float) Math.pow(1 - Norm.MOMENTUM, options.kappa());
    }

    private Parameter parameter(String name, Initializer initial, boolean trained) {
        return addParameter(Parameter.builder().setName(name).setType(Parameter.Type.OTHER).optInitializer(initial).optRequiresGrad(trained).build());
    }

    @Override
    public boolean joint() {
        return true;
    }

    @Override
    protected void prepare(Shape[] inputs) {
        super.prepare(inputs);
        rate.setShape(new Shape(1));
        psi.setShape(new Shape(1, mostTasks()));
        taskWeights.setShape(new Shape(1, mostTasks()));
    }

    @Override
    protected NDArray normalise(ParameterStore store, NDArray x, boolean training) {
        NDArray scale = value(store, gamma, x, training);
        NDArray shift = value(store, beta, x, training);
        NDArray mean = value(store, runningMean, x, training);
        NDArray variance = value(store, runningVar, x, training);
        return training && Norm.varies(x)
                ? train(x, scale, shift, mean, variance)
                : x.getNDArrayInternal().batchNorm(x, mean, variance, scale, shift, -1, 1, Norm.EPSILON, false).singletonOrThrow();
    }

    /** The running statistics move in place, and no gradients flow to them. */
    private NDArray train(NDArray x, NDArray scale, NDArray shift, NDArray runningMeans, NDArray runningVariances) {
        NDManager manager = x.getManager();
        Shape shape = x.getShape();
        long n = shape.get(0);
        long channels = shape.get(1);
        NDArray maps = x.reshape(n, channels, shape.slice(2).size());
        // what turns a sum over the positions of each example into a mean over all of them
        NDArray averaging = exampleWeights(manager, n).div((float) shape.slice(2).size());
        NDArray mean = averaging.matMul(maps.sum(POSITIONS)).reshape(channels);
        NDArray centred = maps.sub(mean.reshape(1, channels, 1));
        NDArray variance = averaging.matMul(centred.norm(POSITIONS, false).square()).reshape(channels);

        NDArray eta = rate.getArray();
        move(runningMeans, mean, eta);
        move(runningVariances, variance, eta);
        eta.divi(manager.create(keep).add(eta));
        if (options.lambda() > 0 && mix().replay() && mix().current() >= options.adaT0()) {
            NDArray distance = mean.sub(runningMeans).square().mean().add(variance.sub(runningVariances).square().mean());
            addToLoss(distance.mul((float) options.lambda()));
        }
        NDArray factor = variance.add(Norm.EPSILON).pow(-0.5f).mul(scale);
        return Channels.affine(centred, factor, shift).reshape(shape);
    }

    /** The weight of each example in the statistics, shape (1, n): w_t / n_t for those of task t. */
    private NDArray exampleWeights(NDManager manager, long n) {
        if (mix().size() == 0) {
            return manager.full(new Shape(1, n), 1f / n);
        }
        NDArray weights = taskWeights(manager);
        move(tasksSoFar(taskWeights, manager), weights, rate.getArray());
        return weights.matMul(mix().averages(manager));
    }

    /** w, shape (1, tasks), or 0 for those that the batch lacks. */
    private NDArray taskWeights(NDManager manager) {
        NDArray counts = mix().counts(manager);
        boolean balanced = options.weighted() && mix().tasks() > 1;
        NDArray evidence = balanced ? counts.add(tasksSoFar(psi, manager).exp()) : counts;
        NDArray present = balanced ? evidence.mul(mix().present(manager)) : counts;
        return present.div(options.renormalise() ? present.sum() : evidence.sum());
    }

    private NDArray tasksSoFar(Parameter parameter, NDManager manager) {
        return parameter.getArray().get(manager, new NDIndex(":, :{}", mix().tasks()));
    }

    private static void move(NDArray running, NDArray batch, NDArray eta) {
        running.addi(batch.stopGradient().sub(running).mul(eta));
    }

    @Override
    public Optional<double[]> taskWeights() {
        float[] weights = taskWeights.getArray().toFloatArray();
        double[] wide = new double[weights.length];
        for (int t = 0; t < wide.length; t++) {
            wide[t] = weights[t];
        }
        return Optional.of(wide);
    }
}
