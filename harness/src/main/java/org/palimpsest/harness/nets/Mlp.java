package org.palimpsest.harness.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.harness.api.FanIn;
import org.palimpsest.harness.api.Relu;

/** Fully connected layers, each followed by a ReLU. Input of any shape (n, ...), output (n, last width). */
final class Mlp extends AbstractBlock {
    private final int inputs;
    private final int outputs;
    private final List<Parameter> weights = new ArrayList<>();
    private final List<Parameter> biases = new ArrayList<>();
    private final List<Relu> relus = new ArrayList<>();

    Mlp(int inputs, int[] widths) {
        this.inputs = inputs;
        int in = inputs;
        for (int i = 0; i < widths.length; i++) {
            weights.add(parameter("weight" + i, Parameter.Type.WEIGHT, in, new Shape(widths[i], in)));
            biases.add(parameter("bias" + i, Parameter.Type.BIAS, in, new Shape(widths[i])));
            relus.add(addChildBlock("relu" + i, new Relu()));
            in = widths[i];
        }
        outputs = in;
    }

    private Parameter parameter(String name, Parameter.Type type, int fanIn, Shape shape) {
        return addParameter(Parameter.builder().setName(name).setType(type).optInitializer(FanIn.of(fanIn)).optShape(shape).build());
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList in, boolean training, PairList<String, Object> params) {
        NDArray hidden = in.singletonOrThrow();
        hidden = hidden.reshape(hidden.getShape().get(0), inputs);
        for (int i = 0; i < weights.size(); i++) {
            NDArray weight = store.getValue(weights.get(i), hidden.getDevice(), training);
            NDArray bias = store.getValue(biases.get(i), hidden.getDevice(), training);
            hidden = relus.get(i).apply(hidden.getNDArrayInternal().linear(hidden, weight, bias).singletonOrThrow());
        }
        return new NDList(hidden);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... in) {
        for (int i = 0; i < relus.size(); i++) {
            relus.get(i).initialize(manager, type, new Shape(in[0].get(0)).addAll(biases.get(i).getShape()));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] in) {
        return new Shape[] {new Shape(in[0].get(0), outputs)};
    }
}
