package org.palimpsest.harness.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/** Digests of what decides results. */
final class Digests {
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Digests() {}

    /** SHA-256 of a map as JSON, whatever the order of its keys. */
    static String of(Map<String, Object> map) {
        try {
            return DigestUtils.sha256Hex(CANONICAL.writeValueAsString(map));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what a protocol is made of can always be written", e);
        }
    }
}
