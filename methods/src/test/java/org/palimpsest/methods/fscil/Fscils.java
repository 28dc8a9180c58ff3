package org.palimpsest.methods.fscil;

import java.util.LinkedHashMap;
import java.util.Map;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.config.Binder;

/** Options of {@code fscil} as a suite would give them. */
public final class Fscils {
    private Fscils() {}

    /** Tricks, and pairs of a section and its options. */
    public static Fscil.Options options(String tricks, Object... sections) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("tricks", tricks);
        for (int i = 0; i < sections.length; i += 2) {
            map.put((String) sections[i], sections[i + 1]);
        }
        Problems problems = new Problems();
        return new Binder(problems).bind(Fscil.Options.class, map, "test").orElseThrow(() -> new AssertionError(problems));
    }
}
