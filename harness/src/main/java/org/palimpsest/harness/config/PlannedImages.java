package org.palimpsest.harness.config;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.NormaliserModule;

/**
 * A stream of labelled images and the backbone that looks at them.
 *
 * @param spec definition of the stream
 * @param dataset its data
 * @param backbone network below the head
 * @param backboneOptions its options
 * @param weights what the backbone starts from, if not from chance
 * @param normaliser what normalises inside the backbone, if not batch normalisation
 * @param augmentations changes to the training images, in order
 */
public record PlannedImages(
        ImageStreamSpec spec, ImageDataset dataset, BackboneModule<?> backbone, Record backboneOptions, Optional<PretrainedWeights> weights,
        Optional<PlannedNormaliser> normaliser,
        List<PlannedAugmentation> augmentations)
        implements PlannedStream {

    /** Shape of one example, without the batch dimension. */
    public Shape example() {
        ImageShape shape = dataset.info().shape();
        return new Shape(shape.channels(), shape.height(), shape.width());
    }

    /**
     * Builds the backbone, not initialised.
     *
     * @throws IllegalArgumentException if the weights are not of such a network, or the normaliser does not go with it
     */
    public Block network() {
        Block block = pretrained();
        return normaliser.map(n -> n.rebuild(block)).orElse(block);
    }

    /** The backbone before anything is exchanged in it. */
    Block pretrained() {
        Block block = backbone.create(backboneOptions, example());
        weights.ifPresent(w -> backbone.pretrain(block, w, dataset.info()));
        return block;
    }

    /** What is wrong with a normaliser that has to know the task of every example, for in this stream a label may be of any task. */
    Optional<String> taskProblem(NormaliserModule<?> module) {
        boolean shared = scenario() == Scenario.DOMAIN_INCREMENTAL || scenario() == Scenario.RELABELLED;
        return module.needsTasks() && shared
                ? Optional.of("has to know the task of an example by its label, but the tasks of " + spec.id() + " share their labels")
                : Optional.empty();
    }

    @Override
    public Scenario scenario() {
        return spec.scenario();
    }

    @Override
    public int tasks() {
        return spec.tasks();
    }

    /** What methods may know of it. */
    BenchmarkFacts facts() {
        Optional<ImageInfo> images = dataset.train().type() == ElementType.UINT8
                ? Optional.of(ImageInfo.of(dataset.info())) : Optional.empty();
        return new BenchmarkFacts(images, spec.labelCount(dataset.info()), !augmentations.isEmpty());
    }

    @Override
    public Map<String, Object> protocol() {
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("name", backbone.name());
        network.putAll(Binder.toMap(backboneOptions));
        weights.ifPresent(w -> network.put("weightsSha256", w.sha256()));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("backbone", network);
        normaliser.ifPresent(n -> map.put("normaliser", n.protocol()));
        if (!augmentations.isEmpty()) {
            map.put("augment", augmentations.stream().map(PlannedAugmentation::protocol).toList());
        }
        Map<String, Object> stream = Binder.toMap(spec);
        stream.remove("classOrderFile"); // what it holds is in the digest, where it lies makes no difference
        map.put("stream", stream);
        map.put("streamDigest", spec.digest(dataset));
        return map;
    }
}
