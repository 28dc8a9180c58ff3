package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Normalises activations of shape (n, channels, ...) and may look at more than these: in training it knows which tasks the examples are of,
 * and it can add to the loss. Whatever it keeps from step to step are {@link Parameter}s, trained or not, so that they are copied and
 * saved with the network. Any other block can fill a {@link Norm} as well.
 */
public abstract class Normaliser extends AbstractBlock {
    private final List<Parameter> perChannel = new ArrayList<>();
    private final List<NDArray> terms = new ArrayList<>();
    private TaskMix mix = TaskMix.UNKNOWN;
    private int mostTasks = 1;

    /**
     * Adds an array of a number for each channel: scales and variances start at one, everything else at zero.
     *
     * @param trained whether gradients move it
     */
    protected final Parameter perChannel(String name, Parameter.Type type, boolean trained) {
        Parameter parameter = addParameter(Parameter.builder().setName(name).setType(type).optRequiresGrad(trained).build());
        perChannel.add(parameter);
        return parameter;
    }

    /** Normalises: the result has the shape of x. In evaluation x is freed afterwards, unless it is the result. */
    protected abstract NDArray normalise(ParameterStore store, NDArray x, boolean training);

    /** Whether all batches that a method scores in one step have to come through in one pass, because their statistics belong together. */
    public boolean joint() {
        return false;
    }

    /** The weights that the tasks have in the running statistics, by task; empty where they are not kept apart. */
    public Optional<double[]> taskWeights() {
        return Optional.empty();
    }

    /** What is known of the examples that are coming through. */
    protected final TaskMix mix() {
        return mix;
    }

    /** No task of the stream has this index or a higher one. */
    protected final int mostTasks() {
        return mostTasks;
    }

    /** Adds a scalar to the loss of the step that is being made. */
    protected final void addToLoss(NDArray term) {
        terms.add(term);
    }

    /** The array of a parameter, or its copy in the network that is being asked. */
    protected static NDArray value(ParameterStore store, Parameter parameter, NDArray x, boolean training) {
        return store.getValue(parameter, x.getDevice(), training);
    }

    /** To be called before initialisation. */
    void setMostTasks(int tasks) {
        mostTasks = tasks;
    }

    void setMix(TaskMix coming) {
        mix = coming;
    }

    /** What has been added to the loss since this was last asked. */
    List<NDArray> takeTerms() {
        List<NDArray> taken = List.copyOf(terms);
        terms.clear();
        return taken;
    }

    @Override
    protected void prepare(Shape[] inputs) {
        perChannel.forEach(parameter -> parameter.setShape(new Shape(inputs[0].get(1))));
    }

    @Override
    protected final NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        return new NDList(normalise(store, inputs.singletonOrThrow(), training));
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputs) {
        return inputs;
    }
}
