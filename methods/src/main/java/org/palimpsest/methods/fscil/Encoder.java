package org.palimpsest.methods.fscil;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.methods.frozen.ClassMeans;

/** Images to the embeddings by which classes are told apart: the features of the network, or what a neck makes of them. */
final class Encoder {
    private static final int CHUNK = 64;

    private final NDManager manager;
    private final Network network;
    private final PseudoClasses versions;
    private final Optional<Projection> neck;

    Encoder(NDManager manager, Network network, PseudoClasses versions, Optional<Projection> neck) {
        this.manager = manager;
        this.network = network;
        this.versions = versions;
        this.neck = neck;
    }

    /** Width of the embeddings. */
    int width() {
        return neck.map(Projection::width).orElse(network.features());
    }

    /** Embeddings of features, shape (n, d) to (n, width). */
    NDArray embed(NDArray features) {
        return neck.map(n -> n.apply(features)).orElse(features);
    }

    /** Embeddings of images as they are, in evaluation mode, as part of a loss. */
    NDArray tuned(NDArray images) {
        return embed(network.evaluationFeatures(images));
    }

    /** Embeddings of all versions of n images in evaluation mode, side by side: shape (n, M width). */
    NDArray allVersions(NDArray images) {
        NDManager owner = images.getManager();
        NDList parts = new NDList();
        for (int m = 0; m < versions.count(); m++) {
            try (NDManager scratch = owner.newSubManager()) {
                NDArray own = images.duplicate();
                own.attach(scratch);
                NDArray part = embed(network.features(versions.apply(own, m)));
                part.attach(owner);
                parts.add(part);
            }
        }
        return NDArrays.concat(parts, 1);
    }

    /**
     * Mean embeddings over the examples of a task, as they are stored, in evaluation mode.
     *
     * @param classes that are wanted
     * @return those of all pseudo-classes of these classes; of a class without examples there are none
     */
    List<Optional<double[]>> means(TaskData task, int... classes) {
        ClassMeans means = new ClassMeans(network.classes() * versions.count(), width());
        int[] all = IntStream.range(0, task.train().size()).toArray();
        task.train().inBatches(manager, all, CHUNK,
                batch -> means.add(allVersions(batch.examples()).toFloatArray(), versions.rows(batch.hostLabels())));
        List<Optional<double[]>> every = means.all(network.classes() * versions.count(), false);
        return Arrays.stream(versions.rows(classes)).mapToObj(every::get).toList();
    }
}
