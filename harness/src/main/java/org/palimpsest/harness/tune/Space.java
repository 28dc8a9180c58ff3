package org.palimpsest.harness.tune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.datasets.RandomStreams;

/**
 * All settings of some options.
 *
 * @param axes what each is varied over, at least one
 */
public record Space(List<Axis> axes) {
    private static final int TRIES = 100;

    /** Copies the list. */
    public Space {
        axes = List.copyOf(axes);
    }

    /** How many settings a grid has; as large as numbers get if there are more. */
    public long gridSize() {
        long size = 1;
        for (Axis axis : axes) {
            size = size > Integer.MAX_VALUE ? size : size * axis.grid().size();
        }
        return size;
    }

    /** Every setting: value by key, the last key changing fastest. */
    public List<Map<String, String>> grid() {
        List<Map<String, String>> settings = List.of(Map.of());
        for (Axis axis : axes) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> setting : settings) {
                for (String value : axis.grid()) {
                    Map<String, String> next = new LinkedHashMap<>(setting);
                    next.put(axis.key(), value);
                    longer.add(next);
                }
            }
            settings = longer;
        }
        return settings;
    }

    /**
     * Settings by chance, uniform along each axis and all different (Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 2012). The
     * first ones are the same however many are asked for.
     *
     * @param count how many; there are fewer if there are no more
     * @param seed what they are drawn by
     */
    public List<Map<String, String>> random(int count, long seed) {
        RandomStreams streams = RandomStreams.of(seed);
        Set<Map<String, String>> settings = new LinkedHashSet<>();
        for (int i = 0; i < (long) TRIES * count && settings.size() < count; i++) {
            UniformRandomProvider random = streams.get("tuning", i);
            Map<String, String> setting = new LinkedHashMap<>();
            axes.forEach(axis -> setting.put(axis.key(), axis.draw(random)));
            settings.add(setting);
        }
        return List.copyOf(settings);
    }
}
