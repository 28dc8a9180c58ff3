package org.palimpsest.methods.frozen;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.Stateful;

/** Sums and numbers of the features of each class, in double precision on the host. */
public final class ClassMeans implements Stateful {
    private static final int CHUNK = 1024;

    private final int width;
    private final double[] sums; // classes x width
    private final long[] counts;

    /** No features yet. */
    public ClassMeans(int classes, int width) {
        this.width = width;
        this.sums = new double[classes * width];
        this.counts = new long[classes];
    }

    /** Takes in features, row after row. */
    public void add(float[] features, int[] labels) {
        for (int i = 0; i < labels.length; i++) {
            counts[labels[i]]++;
            for (int j = 0; j < width; j++) {
                sums[labels[i] * width + j] += features[i * width + j];
            }
        }
    }

    /** Takes in features on the device, shape (n, width), a few at a time. */
    public void add(NDArray features, int[] labels) {
        for (int from = 0; from < labels.length; from += CHUNK) {
            int to = Math.min(from + CHUNK, labels.length);
            try (NDArray chunk = features.get(new NDIndex("{}:{}", from, to))) {
                add(chunk.toFloatArray(), Arrays.copyOfRange(labels, from, to));
            }
        }
    }

    /** The means of the first {@code classes} classes, at length 1 if that is wanted; a class without features has none. */
    public List<Optional<double[]>> all(int classes, boolean unit) {
        return IntStream.range(0, classes)
                .mapToObj(k -> counts[k] == 0 ? Optional.<double[]>empty() : Optional.of(mean(k, unit)))
                .toList();
    }

    private double[] mean(int label, boolean unit) {
        double[] mean = new double[width];
        double square = 0;
        for (int j = 0; j < width; j++) {
            mean[j] = sums[label * width + j] / counts[label];
            square += mean[j] * mean[j];
        }
        for (int j = 0; j < width && unit && square > 0; j++) {
            mean[j] /= Math.sqrt(square);
        }
        return mean;
    }

    /** Bytes of the sums and numbers of the classes that there were. */
    public long bytes() {
        long classes = Arrays.stream(counts).filter(c -> c > 0).count();
        return classes * (width * (long) Double.BYTES + Long.BYTES);
    }

    @Override
    public void save(State state) {
        state.put("sums", sums);
        state.put("counts", counts);
    }

    @Override
    public void load(State state) {
        System.arraycopy(state.doubles("sums"), 0, sums, 0, sums.length);
        System.arraycopy(state.longs("counts"), 0, counts, 0, counts.length);
    }
}
