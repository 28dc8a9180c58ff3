package org.palimpsest.results.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.results.record.Flat;

/**
 * Something that decides a run and is not as it was.
 *
 * @param key dotted key, behind {@code protocol}, {@code options} or {@code training}
 * @param recorded as it is recorded; empty if it is not
 * @param today as it would be now; empty if it would not be there
 */
public record Change(String key, Optional<Object> recorded, Optional<Object> today) {
    /** What decides a run, by the dotted keys that changes have. */
    public static Map<String, Object> decisive(Map<String, Object> protocol, Map<String, Object> options, Map<String, Object> training) {
        Map<String, Object> all = new LinkedHashMap<>();
        Flat.of(protocol).forEach((key, value) -> all.put("protocol." + key, value));
        Flat.of(options).forEach((key, value) -> all.put("options." + key, value));
        Flat.of(training).forEach((key, value) -> all.put("training." + key, value));
        return all;
    }

    /** What has changed, by key; both as {@link #decisive} gives them. */
    public static List<Change> between(Map<String, Object> recorded, Map<String, Object> today) {
        return Flat.differing(recorded, today).stream()
                .map(key -> new Change(key, Optional.ofNullable(recorded.get(key)), Optional.ofNullable(today.get(key)))).toList();
    }

    /** The first ones in a line, and how many there are besides. */
    public static String line(List<Change> changes, int most) {
        String first = changes.stream().limit(most).map(Change::toString).collect(Collectors.joining(", "));
        return changes.size() <= most ? first : first + " and " + (changes.size() - most) + " more";
    }

    @Override
    public String toString() {
        return key + " was " + shown(recorded) + " and is " + shown(today);
    }

    private static String shown(Optional<Object> value) {
        return value.map(RunCommand::shown).orElse("not there");
    }
}
