package org.palimpsest.harness.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.palimpsest.datasets.ImageDataset;
import org.palimpsest.datasets.Scenario;
import org.palimpsest.datasets.StreamSpec;
import org.palimpsest.harness.api.BackboneModule;

/**
 * A stream of labelled pictures and the backbone that looks at them.
 *
 * @param spec definition of the stream
 * @param dataset its data
 * @param backbone network below the head
 * @param backboneOptions its options
 */
public record PlannedImages(StreamSpec spec, ImageDataset dataset, BackboneModule<?> backbone, Record backboneOptions)
        implements PlannedStream {

    @Override
    public Scenario scenario() {
        return spec.scenario();
    }

    @Override
    public int tasks() {
        return spec.tasks();
    }

    @Override
    public Map<String, Object> protocol() {
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("name", backbone.name());
        network.putAll(Binder.toMap(backboneOptions));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("backbone", network);
        Map<String, Object> stream = Binder.toMap(spec);
        stream.remove("classOrderFile"); // what it holds is in the digest, where it lies makes no difference
        map.put("stream", stream);
        map.put("streamDigest", spec.digest(dataset));
        return map;
    }
}
