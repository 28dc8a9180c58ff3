package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.Optional;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ShotLists;

/**
 * The base session has all training examples of its classes, every later one a few.
 *
 * @param training to learn from in the base session, or to draw from
 * @param examined to examine
 * @param plan the classes of the sessions
 * @param count shots of each new class
 * @param official the shots, where they are not drawn from the seed
 * @param random the run's random streams
 */
record FewShotAllotment(
        ClassExamples training,
        ClassExamples examined,
        ClassPlan plan,
        int count,
        Optional<ShotLists> official,
        RandomStreams random)
        implements Allotment {
    @Override
    public ExampleSet train(int task) {
        return task == 0 ? training.of(0) : training.labelled(task, shots(task));
    }

    @Override
    public ExampleSet test(int task) {
        return examined.of(task);
    }

    private int[] shots(int task) {
        return official.map(lists -> Arrays.stream(lists.sessions().get(task - 1)))
                .orElseGet(() -> Arrays.stream(plan.datasetClasses(task)).flatMap(c -> Arrays.stream(drawn(c))))
                .sorted()
                .toArray();
    }

    private int[] drawn(int datasetClass) {
        return StratifiedSample.choose(
                        training.pool().ofClass(datasetClass), count, random.get("stream-shots", datasetClass))
                .chosen();
    }
}
