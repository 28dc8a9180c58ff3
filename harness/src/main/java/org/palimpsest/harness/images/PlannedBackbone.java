package org.palimpsest.harness.images;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.config.Binder;

/**
 * The network below the head, looked up and checked.
 *
 * @param module builds it
 * @param options its options
 * @param weights what it starts from, if not from chance
 */
public record PlannedBackbone(BackboneModule<?> module, Record options, Optional<PretrainedWeights> weights) {
    /** Name and options, for the protocol. */
    Map<String, Object> protocol() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", module.name());
        map.putAll(Binder.toMap(options));
        weights.ifPresent(w -> map.put("weightsSha256", w.sha256()));
        return map;
    }
}
