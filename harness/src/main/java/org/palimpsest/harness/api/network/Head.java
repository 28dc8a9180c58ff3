package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * The last layer: features (n, d) to logits (n, classes).
 *
 * <p>Storage for all classes of the stream is set aside at the start, so that growing never moves an array, an optimiser state
 * or a snapshot. In a growing head the rows of classes not yet seen are zero and have no output, hence no gradient, no decay
 * and no momentum; they get their initial values when their class is first seen. A head of {@link HeadKind#ANSWERS} has all its rows from the
 * start, and an output for those seen.
 */
final class Head extends AbstractBlock {
    private final HeadKind kind;
    private final int classes;
    private final float scale;
    private final Parameter weight;
    private final Parameter bias;
    private NDArray freshWeight;
    private NDArray freshBias;
    private int seen;

    Head(HeadKind kind, int classes, int features, float scale) {
        this.kind = kind;
        this.classes = classes;
        this.scale = scale;
        weight = kind == HeadKind.NONE ? null : addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.WEIGHT)
                .optInitializer(FanIn.of(features)).optShape(new Shape(classes, features)).optRequiresGrad(kind != HeadKind.ANSWERS).build());
        bias = kind.cosine() || kind == HeadKind.NONE ? null : addParameter(Parameter.builder().setName("bias").setType(Parameter.Type.BIAS)
                .optInitializer(FanIn.of(features)).optShape(new Shape(classes)).build());
    }

    HeadKind kind() {
        return kind;
    }

    /** Number of outputs now. */
    int outputs() {
        return kind.grows() ? seen : classes;
    }

    int seen() {
        return seen;
    }

    /** To be called once the parameters have their initial values. */
    void initialised() {
        if (kind.grows() && kind != HeadKind.ANSWERS) {
            freshWeight = takeAway(weight);
            freshBias = bias == null ? null : takeAway(bias);
        }
    }

    private static NDArray takeAway(Parameter parameter) {
        NDArray initial = parameter.getArray().stopGradient().duplicate();
        parameter.getArray().muli(0);
        return initial;
    }

    /** Gives the classes from the last one seen up to {@code seenClasses} their outputs. */
    void see(int seenClasses) {
        if (freshWeight != null && seenClasses > seen) {
            NDIndex rows = new NDIndex("{}:{}", seen, seenClasses);
            weight.getArray().set(rows, freshWeight.get(rows));
            if (bias != null) {
                bias.getArray().set(rows, freshBias.get(rows));
            }
        }
        seen = Math.max(seen, seenClasses);
    }

    /** Takes over what answers are known by, shape (classes, features). */
    void answers(NDArray known) {
        if (kind != HeadKind.ANSWERS) {
            throw new IllegalStateException("a head of the kind " + kind + " has weights of its own");
        }
        weight.getArray().set(new NDIndex(":"), known);
    }

    /** Takes over the number of classes seen from a snapshot, whose weights hold their rows already. */
    void restoreSeen(int seenClasses) {
        seen = seenClasses;
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray features = inputs.singletonOrThrow();
        if (weight == null) {
            return inputs;
        }
        NDArray w = used(store, weight, features);
        if (kind.cosine()) {
            NDArray directions = unit(w);
            directions.attach(features.getManager());
            NDArray scaled = unit(features).mul(features.getManager().create(scale));
            return new NDList(scaled.matMul(directions.transpose()));
        }
        return features.getNDArrayInternal().linear(features, w, used(store, bias, features));
    }

    /** The rows in use, as a view owned by the manager of the features. */
    private NDArray used(ParameterStore store, Parameter parameter, NDArray features) {
        NDArray all = store.getValue(parameter, features.getDevice(), false);
        return outputs() == classes ? all : all.get(features.getManager(), new NDIndex(":{}", outputs()));
    }

    private static NDArray unit(NDArray rows) {
        return rows.normalize(2, 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), outputs())};
    }
}
