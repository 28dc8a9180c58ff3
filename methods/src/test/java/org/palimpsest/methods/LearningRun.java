package org.palimpsest.methods;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.ClassOrder;
import org.palimpsest.datasets.stream.ExampleSet;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.NewClasses;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.Split;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.text.Asked;
import org.palimpsest.harness.api.text.Instructed;

/**
 * Five tasks of two classes of an embedded data set, in batches of 10, by SGD: the final accuracy, averaged over the tasks, by seed.
 *
 * @param scenario whether an answer is one of all ten classes, from one head, or one of its task's two, from a head of its own
 * @param seeds 0 to seeds - 1
 * @param backbone makes the network of a seed; none: an MLP of 100-100
 * @param instructions what a learner that listens to it is told of a task, besides its number
 */
public record LearningRun(String dataset, Scenario scenario, int epochs, double lr, int seeds, Optional<Supplier<Block>> backbone,
        IntFunction<List<String>> instructions) {
    /** Where nobody is told what is asked, but the task. */
    public LearningRun(String dataset, Scenario scenario, int epochs, double lr, int seeds, Optional<Supplier<Block>> backbone) {
        this(dataset, scenario, epochs, lr, seeds, backbone, task -> List.of());
    }

    /** With an MLP. */
    public LearningRun(String dataset, Scenario scenario, int epochs, double lr, int seeds) {
        this(dataset, scenario, epochs, lr, seeds, Optional.empty());
    }

    public double[] accuracies(MethodModule<?> method, Record options) {
        return accuracies(method, options, Map.of());
    }

    public double[] accuracies(MethodModule<?> method, Record options, Map<AddOnModule<?>, Record> addOns) {
        ImageDataset data = EmbeddedDatasets.catalogue().load(dataset, ImageDataset.class);
        return LongStream.range(0, seeds).mapToDouble(seed -> accuracy(data, method, options, addOns, seed)).toArray();
    }

    public double mean(MethodModule<?> method, Record options) {
        return Arrays.stream(accuracies(method, options)).average().orElseThrow();
    }

    private double accuracy(ImageDataset data, MethodModule<?> method, Record options, Map<AddOnModule<?>, Record> addOns, long seed) {
        ImageStreamSpec spec = new ImageStreamSpec(
                "split", 1, scenario, data.info().name(), 5, Split.CLASSES, ClassOrder.SEED, new NewClasses());
        ImageStream stream = ImageStream.of(spec, data, RandomStreams.of(seed));
        HeadKind head = scenario == Scenario.TASK_INCREMENTAL ? HeadKind.MULTI : HeadKind.FULL;
        int[] tasks = IntStream.range(0, stream.classes()).map(c -> c / 2).toArray();
        Workbench.Setup setup = new Workbench.Setup(data.info().shape().width(), data.info().mean()[0], data.info().std()[0],
                new int[] {100, 100}, head, stream.classes(), Workbench.Setup.sgd(lr, 0), seed).withTasks(tasks);
        try (Workbench bench = new Workbench(method, options, setup, addOns, backbone.map(Supplier::get))) {
            NDArray train = bench.upload(data.train());
            int last = stream.size() - 1;
            for (int lesson = 0, t = method.regime() == Regime.JOINT ? last : 0; t <= last; t++, lesson++) {
                int from = method.regime() == Regime.SEQUENTIAL ? t : 0;
                int[] rows = all(stream, from, t, ExampleSet::indices);
                if (bench.learner() instanceof Instructed listening) {
                    listening.study(asked(t));
                }
                bench.learner().learn(bench.task(lesson, train, rows, all(stream, from, t, ExampleSet::labels)), new Budget(epochs, 10, 0));
            }
            NDArray test = bench.upload(data.test());
            return IntStream.rangeClosed(0, last).mapToDouble(t -> share(stream.task(t).test(), answers(predicted(bench, test, t), t))).average().orElseThrow();
        }
    }

    private NDArray predicted(Workbench bench, NDArray test, int task) {
        if (bench.learner() instanceof Instructed listening) {
            listening.answer(asked(task));
        }
        return bench.learner().predict(test);
    }

    private Asked asked(int task) {
        return new Asked(instructions.apply(task), OptionalInt.of(task));
    }

    private long[] answers(NDArray logits, int task) {
        if (scenario != Scenario.TASK_INCREMENTAL) {
            return logits.argMax(1).toLongArray();
        }
        NDArray own = logits.get(":, " + 2 * task + ":" + (2 * task + 2));
        return Arrays.stream(own.argMax(1).toLongArray()).map(answer -> answer + 2L * task).toArray();
    }

    private static int[] all(ImageStream stream, int from, int to, Function<ExampleSet, int[]> numbers) {
        return IntStream.rangeClosed(from, to).flatMap(t -> Arrays.stream(numbers.apply(stream.task(t).train()))).toArray();
    }

    private static double share(ExampleSet test, long[] predicted) {
        return IntStream.range(0, test.size()).filter(i -> predicted[test.indices()[i]] == test.labels()[i]).count() / (double) test.size();
    }
}
