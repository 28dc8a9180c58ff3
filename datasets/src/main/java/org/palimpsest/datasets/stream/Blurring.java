package org.palimpsest.datasets.stream;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;

/** Deals the training examples of a blurry stream out to its tasks; see {@link Blur.Kind} for the laws. */
final class Blurring {
    private final ClassPlan plan;
    private final ExamplePool pool;
    private final int tasks;
    private final RandomStreams random;

    Blurring(ClassPlan plan, ExamplePool pool, int tasks, RandomStreams random) {
        this.plan = plan;
        this.pool = pool;
        this.tasks = tasks;
        this.random = random;
    }

    /** The training examples of each task: ascending, or in the order of arrival. */
    int[][] tasks(Blur blur) {
        return switch (blur.kind()) {
            case OVERLAP -> overlap(blur.percent().orElseThrow() / 100);
            case SIGMOID -> sigmoid(blur.width().orElseThrow());
        };
    }

    /** How many training examples each task has. */
    int[] sizes(Blur blur) {
        return switch (blur.kind()) {
            case OVERLAP -> Arrays.stream(tasks(blur)).mapToInt(examples -> examples.length).toArray();
            case SIGMOID -> pieces(pool.all().length);
        };
    }

    private int[] pieces(int length) {
        return IntStream.range(0, tasks).map(t -> length / tasks + (t < length % tasks ? 1 : 0)).toArray();
    }

    private int[][] overlap(double share) {
        IntStream.Builder[] dealt = new IntStream.Builder[tasks];
        Arrays.setAll(dealt, t -> IntStream.builder());
        for (int own = 0; own < tasks; own++) {
            // one count for all classes of the task, so that what is left over when a class does not divide is spread too
            int next = own;
            for (int c : plan.datasetClasses(own)) {
                int[] examples = pool.ofClass(c);
                UniformRandomProvider rng = random.get("stream-blur", c);
                StratifiedSample.Choice choice =
                        StratifiedSample.choose(examples, (int) Math.round(share * examples.length), rng);
                Arrays.stream(choice.rest()).forEach(dealt[own]);
                for (int leaving : RandomStreams.permutation(choice.chosen().length, rng)) {
                    int other = next++ % (tasks - 1);
                    dealt[other < own ? other : other + 1].accept(choice.chosen()[leaving]);
                }
            }
        }
        return Arrays.stream(dealt).map(task -> task.build().sorted().toArray()).toArray(int[][]::new);
    }

    private int[][] sigmoid(double width) {
        int[] all = pool.all();
        double[] arrival = new double[all.length == 0 ? 0 : all[all.length - 1] + 1];
        for (int own = 0; own < tasks; own++) {
            for (int c : plan.datasetClasses(own)) {
                for (int i : pool.ofClass(c)) {
                    arrival[i] = arrival(own, width, random.get("stream-blur", i));
                }
            }
        }
        int[] pass = Arrays.stream(all).boxed().sorted(Comparator.comparingDouble(i -> arrival[i]))
                .mapToInt(Integer::intValue).toArray();
        int[] sizes = pieces(pass.length);
        int[][] pieces = new int[tasks][];
        int from = 0;
        for (int t = 0; t < tasks; t++) {
            int to = from + sizes[t];
            pieces[t] = Arrays.copyOfRange(pass, from, to);
            from = to;
        }
        return pieces;
    }

    private double arrival(int own, double width, UniformRandomProvider rng) {
        double uniform = (own + rng.nextDouble()) / tasks;
        // the middle of one of 2^53 intervals is never 0 or 1, where the logistic quantile is infinite; StrictMath, since
        // Math's logarithm may differ in the last bit from one machine to another
        double middle = ((rng.nextLong() >>> 11) + 0.5) * 0x1p-53;
        return uniform + width * StrictMath.log(middle / (1 - middle));
    }
}
