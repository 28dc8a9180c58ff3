package org.palimpsest.harness.api.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;

/**
 * What the weights of linear and convolution layers, and of heads, are drawn from. Of a weight of shape (out, in, ...), fan-in are the inputs of an
 * output, in * ..., and fan-out the outputs that an input reaches, out * ...; other rules than {@link #TORCH} let biases begin at zero.
 */
public enum Initialisation {
    /** PyTorch's default, see {@link FanIn}: Kaiming's uniform rule with a slope of sqrt(5), weights and biases within 1/sqrt(fan-in). */
    TORCH {
        @Override
        NDArray draw(NDManager manager, Shape shape) {
            return FanIn.of(fanIn(shape)).initialize(manager, shape, DataType.FLOAT32);
        }

        @Override
        public void apply(Block block) {
            // what layers begin with unless they are told otherwise
        }
    },
    /** Uniform within sqrt(6 / fan-in), for ReLUs (He et al., ICCV 2015). */
    KAIMING_UNIFORM {
        @Override
        NDArray draw(NDManager manager, Shape shape) {
            return uniform(manager, shape, 6.0 / fanIn(shape));
        }
    },
    /** Normal with variance 2 / fan-in, for ReLUs (He et al., ICCV 2015). */
    KAIMING_NORMAL {
        @Override
        NDArray draw(NDManager manager, Shape shape) {
            return normal(manager, shape, 2.0 / fanIn(shape));
        }
    },
    /** Uniform within sqrt(6 / (fan-in + fan-out)) (Glorot and Bengio, AISTATS 2010). */
    XAVIER_UNIFORM {
        @Override
        NDArray draw(NDManager manager, Shape shape) {
            return uniform(manager, shape, 6.0 / (fanIn(shape) + fanOut(shape)));
        }
    },
    /** Normal with variance 2 / (fan-in + fan-out) (Glorot and Bengio, AISTATS 2010). */
    XAVIER_NORMAL {
        @Override
        NDArray draw(NDManager manager, Shape shape) {
            return normal(manager, shape, 2.0 / (fanIn(shape) + fanOut(shape)));
        }
    },
    /** Normal with variance 1 / fan-in (LeCun et al., Efficient BackProp, 1998). */
    LECUN_NORMAL {
        @Override
        NDArray draw(NDManager manager, Shape shape) {
            return normal(manager, shape, 1.0 / fanIn(shape));
        }
    },
    /** As a matrix of out rows, all rows of length 1 at right angles, or the columns where there are fewer of them (Saxe et al., ICLR 2014). */
    ORTHOGONAL {
        @Override
        NDArray draw(NDManager manager, Shape shape) {
            int rows = (int) shape.get(0);
            int columns = (int) fanIn(shape);
            NDArray wide = manager.create(orthonormal(normal(manager, shape, 1).toFloatArray(), Math.min(rows, columns), Math.max(rows, columns)),
                    rows <= columns ? new Shape(rows, columns) : new Shape(columns, rows));
            return (rows <= columns ? wide : wide.transpose()).reshape(shape);
        }
    };

    /** The weights of a layer, at first. */
    abstract NDArray draw(NDManager manager, Shape shape);

    /** Has all layers in a block, which is not initialised yet, begin by this rule; those that have pretrained weights are left alone. */
    public void apply(Block block) {
        for (Pair<String, Parameter> named : block.getParameters()) {
            Parameter parameter = named.getValue();
            if (parameter.getInitializer() instanceof Pretrained) {
                continue;
            }
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                parameter.setInitializer((manager, shape, type) -> draw(manager, shape));
            } else if (parameter.getType() == Parameter.Type.BIAS) {
                parameter.setInitializer(Initializer.ZEROS);
            }
        }
    }

    private static long fanIn(Shape shape) {
        return shape.slice(1).size();
    }

    private static long fanOut(Shape shape) {
        return shape.get(0) * shape.slice(2).size();
    }

    /** Uniform, with this square of the largest value. */
    private static NDArray uniform(NDManager manager, Shape shape, double square) {
        float bound = (float) Math.sqrt(square);
        return manager.randomUniform(-bound, bound, shape, DataType.FLOAT32);
    }

    private static NDArray normal(NDManager manager, Shape shape, double variance) {
        return manager.randomNormal(0, (float) Math.sqrt(variance), shape, DataType.FLOAT32);
    }

    /** Makes rows of independent values orthonormal, each against those before (twice, so that rounding does not add up). */
    private static float[] orthonormal(float[] values, int rows, int columns) {
        double[][] done = new double[rows][columns];
        float[] flat = new float[values.length];
        for (int r = 0; r < rows; r++) {
            double[] row = done[r];
            for (int c = 0; c < columns; c++) {
                row[c] = values[r * columns + c];
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int before = 0; before < r; before++) {
                    add(row, done[before], -dot(row, done[before]));
                }
                double length = Math.sqrt(dot(row, row));
                for (int c = 0; c < columns; c++) {
                    row[c] /= length;
                }
            }
            for (int c = 0; c < columns; c++) {
                flat[r * columns + c] = (float) row[c];
            }
        }
        return flat;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double[] values, double times) {
        for (int i = 0; i < to.length; i++) {
            to[i] += times * values[i];
        }
    }
}
