package org.palimpsest.harness.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Names;

/**
 * The forms that a section can have, one of whose keys decides which: a stream's {@code scenario}, for example. A form is declared by one
 * record or by several, whose keys stand side by side in the section; a component that is a sealed interface is not a key, but stands for
 * the one of these records that implements it.
 */
public final class Variants {
    private final String key;
    private final Map<String, List<Class<? extends Record>>> forms;

    /**
     * The forms.
     *
     * @param key that decides, and is a component of the first record of each form
     * @param forms the records of each, by the value of that key; the first is the section as a whole
     */
    public Variants(String key, Map<String, List<Class<? extends Record>>> forms) {
        this.key = key;
        this.forms = new LinkedHashMap<>(forms);
    }

    /** Whether a component stands for another record whose keys are in the same section. */
    static boolean varies(Class<?> type) {
        return type.isInterface() && type.isSealed(); // an enum whose constants have bodies is sealed, too
    }

    /** Whether a record is one of those. */
    boolean has(Class<?> type) {
        return forms.values().stream().anyMatch(parts -> parts.contains(type));
    }

    /** The value that a section has, or the nearest one, so that what else is wrong can be told at once. */
    private Optional<String> form(Map<String, Object> section) {
        String word = String.valueOf(section.get(key));
        return forms.containsKey(word) ? Optional.of(word) : Names.nearest(word, forms.keySet());
    }

    /** The record that stands for a sealed interface in a section. */
    Optional<Class<? extends Record>> part(Class<?> sealed, Map<String, Object> section) {
        return form(section).flatMap(form -> forms.get(form).stream().filter(sealed::isAssignableFrom).findFirst());
    }

    /** The record of a section as a whole; that of the first form if it is of none. */
    Class<? extends Record> declaration(Map<String, Object> section) {
        return form(section).map(forms::get).orElseGet(() -> forms.values().iterator().next()).get(0);
    }

    /** The keys that a section may have. */
    List<String> names(Map<String, Object> section) {
        return form(section).map(this::names)
                .orElseGet(() -> forms.keySet().stream().flatMap(form -> names(form).stream()).distinct().toList());
    }

    private List<String> names(String form) {
        return forms.get(form).stream().flatMap(part -> Arrays.stream(part.getRecordComponents()))
                .filter(component -> !varies(component.getType())).map(RecordComponent::getName).toList();
    }

    /** What is wrong with the keys of a section that only other forms than its own have, in their order. */
    Map<String, String> conflicts(Map<String, Object> section) {
        Map<String, String> conflicts = new LinkedHashMap<>();
        form(section).ifPresent(own -> section.keySet().stream().filter(name -> !names(own).contains(name)).forEach(name -> {
            List<String> owners = forms.keySet().stream().filter(other -> names(other).contains(name)).toList();
            if (!owners.isEmpty()) {
                String needed = String.join(", ", owners).replaceFirst(", ([^,]*)$", " or $1");
                conflicts.put(name, "conflicts with " + key + " " + own + "; it needs " + needed);
            }
        }));
        return conflicts;
    }

    /** What to say when a component that only some forms have is missing. */
    Optional<String> needed(RecordComponent component, Map<String, Object> section) {
        Class<?> type = component.getDeclaringRecord();
        boolean ofAll = forms.values().stream().allMatch(parts -> parts.contains(type));
        if (ofAll || !has(type)) {
            return Optional.empty();
        }
        String keys = !component.getType().isRecord() ? "" : " (keys: " + Arrays.stream(component.getType().getRecordComponents())
                .map(RecordComponent::getName).collect(Collectors.joining(", ")) + ")";
        return form(section).map(form -> "is needed with " + key + " " + form + keys);
    }
}
