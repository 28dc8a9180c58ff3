package org.palimpsest.harness.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.ElementType;
import org.palimpsest.datasets.ImageDataset;
import org.palimpsest.datasets.Scenario;
import org.palimpsest.datasets.StreamSpec;
import org.palimpsest.harness.api.BackboneModule;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.PictureInfo;

/**
 * A stream of labelled pictures and the backbone that looks at them.
 *
 * @param spec definition of the stream
 * @param dataset its data
 * @param backbone network below the head
 * @param backboneOptions its options
 * @param augmentations changes to the training pictures, in order
 */
public record PlannedImages(
        StreamSpec spec, ImageDataset dataset, BackboneModule<?> backbone, Record backboneOptions, List<PlannedAugmentation> augmentations)
        implements PlannedStream {

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
        Optional<PictureInfo> pictures = dataset.train().type() == ElementType.UINT8
                ? Optional.of(PictureInfo.of(dataset.info())) : Optional.empty();
        return new BenchmarkFacts(pictures, spec.labelCount(dataset.info()), !augmentations.isEmpty());
    }

    @Override
    public Map<String, Object> protocol() {
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("name", backbone.name());
        network.putAll(Binder.toMap(backboneOptions));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("backbone", network);
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
