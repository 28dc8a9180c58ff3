package org.palimpsest.harness.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.StreamSpec;

/** The keys of a stream's file: those of all the records that declare a stream of its scenario. */
final class StreamKeys {
    private static final String SCENARIO = "scenario";

    private StreamKeys() {}

    /** Whether a record is one of those. */
    static boolean areOf(Class<?> type) {
        return Arrays.stream(Scenario.values()).anyMatch(scenario -> scenario.parts().contains(type));
    }

    /** Whether a component stands for a record that the scenario tells, whose keys are in the same section. */
    static boolean varies(Class<?> type) {
        return type.isInterface() && type.isSealed(); // an enum whose constants have bodies is sealed, too
    }

    /** The scenario that a file names, or the nearest one, so that what else is wrong can be told at once. */
    private static Optional<Scenario> scenario(Map<String, Object> file) {
        String word = String.valueOf(file.get(SCENARIO));
        List<String> words = Words.all(Scenario.class);
        return (words.contains(word) ? Optional.of(word) : Names.nearest(word, words))
                .map(name -> (Scenario) Words.constant(Scenario.class, name));
    }

    /** The record that stands for a sealed interface in a file's scenario, if it names any. */
    static Optional<Class<? extends Record>> part(Class<?> sealed, Map<String, Object> file) {
        return scenario(file).flatMap(scenario -> part(sealed, scenario));
    }

    private static Optional<Class<? extends Record>> part(Class<?> sealed, Scenario scenario) {
        return scenario.parts().stream().filter(sealed::isAssignableFrom).findFirst();
    }

    /** The record of a file as a whole; that of the first scenario if it names none. */
    static Class<? extends Record> declaration(Map<String, Object> file) {
        return part(StreamSpec.class, file).or(() -> part(StreamSpec.class, Scenario.values()[0])).orElseThrow();
    }

    /** The keys that a file may have. */
    static List<String> names(Map<String, Object> file) {
        return scenario(file).map(StreamKeys::names).orElseGet(() -> Arrays.stream(Scenario.values())
                .flatMap(scenario -> names(scenario).stream()).distinct().toList());
    }

    private static List<String> names(Scenario scenario) {
        return scenario.parts().stream().flatMap(part -> Arrays.stream(part.getRecordComponents()))
                .filter(component -> !varies(component.getType())).map(RecordComponent::getName).toList();
    }

    /** What is wrong with the keys of a file that only other scenarios than its own have, in the order of the file. */
    static Map<String, String> conflicts(Map<String, Object> file) {
        Map<String, String> conflicts = new LinkedHashMap<>();
        scenario(file).ifPresent(own -> file.keySet().stream().filter(key -> !names(own).contains(key)).forEach(key -> {
            List<String> owners = Arrays.stream(Scenario.values()).filter(other -> names(other).contains(key)).map(Words::of).toList();
            if (!owners.isEmpty()) {
                String needed = String.join(", ", owners).replaceFirst(", ([^,]*)$", " or $1");
                conflicts.put(key, "conflicts with scenario " + Words.of(own) + "; it needs " + needed);
            }
        }));
        return conflicts;
    }

    /** What to say when a component that only some scenarios have is missing. */
    static Optional<String> needed(RecordComponent component, Map<String, Object> file) {
        Class<?> type = component.getDeclaringRecord();
        if (!areOf(type) || StreamSpec.class.isAssignableFrom(type)) {
            return Optional.empty();
        }
        String keys = !component.getType().isRecord() ? "" : " (keys: " + Arrays.stream(component.getType().getRecordComponents())
                .map(RecordComponent::getName).collect(Collectors.joining(", ")) + ")";
        return scenario(file).map(scenario -> "is needed with scenario " + Words.of(scenario) + keys);
    }
}
