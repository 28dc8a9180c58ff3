package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.Optional;

/**
 * Labelled examples of one step. The examples are as stored (for images unsigned 8-bit, shape (n, channels, height, width));
 * the network casts and normalises them. Labels are known on both sides of the device border, so that methods can look at
 * them without waiting for the device.
 */
public final class Batch {
    private final NDArray examples;
    private final int[] labels;
    private final Optional<StoredLogits> logits;
    private final Optional<NDArray> targets;
    private final boolean replayed;
    private final Batch source; // of the first examples
    private NDArray labelArray;

    /**
     * A batch whose arrays belong to the manager of {@code examples}.
     *
     * @param examples shape (n, ...)
     * @param labels n labels as the stream numbers them, from 0; where outputs are no classes, the task of each example
     */
    public Batch(NDArray examples, int[] labels) {
        this(examples, labels, Optional.empty(), Optional.empty(), false, Optional.empty());
    }

    private Batch(NDArray examples, int[] labels, Optional<StoredLogits> logits, Optional<NDArray> targets, boolean replayed,
            Optional<Batch> source) {
        this.examples = examples;
        this.labels = labels;
        this.logits = logits;
        this.targets = targets;
        this.replayed = replayed;
        this.source = source.orElse(this);
    }

    /** The same examples with scores beside their labels, for a memory to keep. */
    public Batch withLogits(StoredLogits scores) {
        return new Batch(examples, labels, Optional.of(scores), targets, replayed, Optional.of(source));
    }

    /**
     * The same examples with what is asked of the network where that is no class.
     *
     * @param wanted shape (n, ...), owned by the batch's manager
     */
    public Batch withTargets(NDArray wanted) {
        return new Batch(examples, labels, logits, Optional.of(wanted), replayed, Optional.of(source));
    }

    /** The same labels and all that goes with them, with other examples. */
    public Batch withExamples(NDArray others) {
        return new Batch(others, labels, logits, targets, replayed, Optional.of(source));
    }

    /** The same batch, said to come from a memory. */
    public Batch fromMemory() {
        return new Batch(examples, labels, logits, targets, true, Optional.of(source));
    }

    /** Whether examples of it come from a memory. */
    public boolean replayed() {
        return replayed;
    }

    /** The scores that go with the examples, if any do. */
    public Optional<StoredLogits> logits() {
        return logits;
    }

    /** What is asked of the network where that is no class, shape (n, ...). */
    public Optional<NDArray> targets() {
        return targets;
    }

    /**
     * Whether the first examples are the other batch's, as they are or in other {@linkplain #withExamples views}: true of a batch itself, and of
     * what was {@linkplain #concat put} behind it; equal examples from elsewhere are others.
     */
    public boolean beginsWith(Batch other) {
        return source == other.source && size() >= other.size();
    }

    /** Number of examples, n. */
    public int size() {
        return labels.length;
    }

    /** The examples as stored, shape (n, ...). */
    public NDArray examples() {
        return examples;
    }

    /** The labels on the device, shape (n), INT64. */
    public NDArray labels() {
        if (labelArray == null) {
            long[] wide = new long[labels.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = labels[i];
            }
            labelArray = manager().create(wide, new Shape(wide.length));
        }
        return labelArray;
    }

    /** The labels on the host. Do not change. */
    public int[] hostLabels() {
        return labels;
    }

    /** The manager that the batch lives and dies with. */
    public NDManager manager() {
        return examples.getManager();
    }

    /** Some of the examples, by number, without scores; owned by the same manager. */
    public Batch select(int... rows) {
        int[] chosen = Arrays.stream(rows).map(r -> labels[r]).toArray();
        return new Batch(new Rows(examples).select(manager(), rows), chosen, Optional.empty(),
                targets.map(all -> new Rows(all).select(manager(), rows)), replayed, Optional.empty());
    }

    /** This batch followed by the other, without scores; either may be empty. */
    public Batch concat(Batch other) {
        if (other.size() == 0) {
            return this;
        }
        if (size() == 0) {
            return other;
        }
        int[] both = new int[size() + other.size()];
        System.arraycopy(labels, 0, both, 0, size());
        System.arraycopy(other.labels, 0, both, size(), other.size());
        return new Batch(joined(examples, other.examples), both, Optional.empty(),
                targets.map(own -> joined(own, other.targets.orElseThrow())), replayed || other.replayed, Optional.of(source));
    }

    private static NDArray joined(NDArray first, NDArray second) {
        return JniUtils.cat(new PtNDArray[] {(PtNDArray) first, (PtNDArray) second}, 0);
    }
}
