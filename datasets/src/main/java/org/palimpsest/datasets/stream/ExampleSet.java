package org.palimpsest.datasets.stream;

import java.util.Objects;
import org.palimpsest.datasets.Part;

/**
 * Some examples of a data set with the labels that learners see. The arrays are shared rather than copied, because they
 * may be as long as the data set and the same for many tasks: read them, never write.
 *
 * @param part the part of the data set they are in
 * @param indices their places in that part, each once
 * @param labels their labels, one for each index
 */
public record ExampleSet(Part part, int[] indices, int[] labels) {
    /** Checks that there is a label for every index. */
    public ExampleSet {
        Objects.requireNonNull(part, "part");
        if (indices.length != labels.length) {
            throw new IllegalArgumentException(indices.length + " examples, " + labels.length + " labels");
        }
    }

    /** How many examples there are. */
    public int size() {
        return indices.length;
    }
}
