package org.palimpsest.methods.regularisation;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.training.Steps;
import org.palimpsest.harness.api.training.Training;
import org.palimpsest.harness.api.training.WeightArrays;

/** Averages of something made of gradients over a task's examples, the weights staying as they are. */
public final class Sensitivity {
    private Sensitivity() {}

    /**
     * The mean of {@code of(gradient)} over batches of the task's examples, in evaluation mode.
     *
     * <p>Costs, per task, ceil(examples / batch) passes forward and back. The definition of the Fisher information asks for batches of 1,
     * hence for as many passes as there are examples: the engine gives the gradient of a sum in one pass, never those of its terms. In a
     * perceptron, whose time goes into calls rather than sums, a pass of 1 takes about as long as one of 10, so that all examples of a
     * task take as long as some fifteen epochs of it in batches of 10. {@code palimpsest bench fisher-mlp fisher-slim-resnet18} measures
     * it; fewer examples cost less in proportion.
     *
     * @param examples how many of the task's examples are looked at, in the order of its first pass; 0 for all
     * @param loss a scalar of a batch
     * @param of what is averaged, of the same shape as the gradient
     * @return arrays owned by the run, to be closed
     */
    static WeightArrays mean(
            Training training, TaskData task, int examples, int batch, Function<Batch, NDArray> loss, UnaryOperator<NDArray> of) {
        int[] order = task.order(0);
        int count = examples == 0 ? order.length : Math.min(examples, order.length);
        WeightArrays mean = WeightArrays.zeros(training.network(), training.manager());
        task.train().inBatches(training.manager(), Arrays.copyOf(order, count), batch, some -> {
            add(training, () -> loss.apply(some), of, mean);
        });
        mean.scale(1.0 / ((count + batch - 1) / batch));
        return mean;
    }

    /**
     * Adds {@code of(gradient)} to a sum, where no gradients are; afterwards there are none again.
     *
     * @param loss a scalar
     * @param of what is added, of the same shape as the gradient
     */
    public static void add(Steps training, Supplier<NDArray> loss, UnaryOperator<NDArray> of, WeightArrays sum) {
        training.gradients(loss);
        training.scoped(() -> {
            for (int i = 0; i < sum.count(); i++) {
                sum.get(i).addi(of.apply(training.optimiser().gradient(i)));
            }
        });
        training.optimiser().clear();
    }
}
