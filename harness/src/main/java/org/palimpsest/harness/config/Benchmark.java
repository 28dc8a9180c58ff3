package org.palimpsest.harness.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A benchmark as declared.
 *
 * @param spec the keys that all benchmarks have
 * @param section those that only its kind of stream has, see {@link StreamPlanner#section}
 * @param stream what is learned
 * @param values all of it as written, which knows where each value came from
 */
public record Benchmark(BenchmarkSpec spec, Record section, StreamDraft stream, Values values) {
    /** All keys with all defaults, those of the stream's kind after those that all benchmarks have. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(Binder.toMap(spec));
        map.putAll(Binder.toMap(section));
        return map;
    }
}
