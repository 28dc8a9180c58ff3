package org.palimpsest.results.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.results.record.Flat;

/** Turns what a record holds into what {@code --set} takes. */
final class RunSettings {
    private static final String NORMALISER = "normaliser";
    private static final String STREAM = "stream";
    private static final String SECTION_NAME = ".name";
    /** What the protocol holds and nobody sets: it follows from the benchmark's name, its data and its files. */
    private static final Set<String> FOLLOWING = Set.of("id", "version", "streamDigest", "tokenizer");
    /** Sections whose name brings options of its own. */
    private static final Set<String> NAMED = Set.of("backbone", NORMALISER);
    private static final Pattern DIGEST = Pattern.compile(".*[.a-z](sha256|Sha256)");
    /** A method, whose name may end in pluses, before its add-ons. */
    private static final Pattern WITH_ADD_ONS = Pattern.compile("([^+]+\\+*)\\+[^+].*");

    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> needs = new ArrayList<>();
    private final List<String> unsaid = new ArrayList<>();

    Map<String, String> values() {
        return values;
    }

    List<String> needs() {
        return needs;
    }

    List<String> unsaid() {
        return unsaid;
    }

    /** What a key that is not there is set to, to undo what a benchmark says. */
    static String unset(String key) {
        return key.equals(NORMALISER) ? "bn" : "";
    }

    void addProtocol(Map<String, Object> protocol) {
        Flat.of(protocol).forEach((key, value) -> {
            String first = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
            if (first.equals(STREAM)) {
                if (key.equals("stream.id")) {
                    add(STREAM, value);
                }
            } else if (!FOLLOWING.contains(first)) {
                add(NAMED.contains(first) && key.equals(first + SECTION_NAME) ? first : key, value);
            }
        });
    }

    void addTraining(Map<String, Object> training) {
        Flat.of(training).forEach((key, value) -> add("optimiser." + key, value));
    }

    /** Options of an add-on begin with its name already. */
    void addOptions(String method, Map<String, Object> options) {
        Matcher parts = WITH_ADD_ONS.matcher(method);
        String own = parts.matches() ? parts.group(1) : method;
        options.forEach((key, value) -> Flat.of(Map.of(key, value)).forEach((path, inner) -> add(key.contains(".") ? path : own + "." + path, inner)));
    }

    private void add(String key, Object value) {
        if (DIGEST.matcher(key).matches()) {
            needs.add("needs the file with the SHA-256 " + value + " of " + key.replaceFirst("\\.?[sS]ha256$", ""));
            return;
        }
        if (value instanceof Map) {
            return; // an empty section says nothing
        }
        if (value instanceof List<?> list && list.stream().anyMatch(item -> item instanceof Map<?, ?> section && section.size() > 1)) {
            unsaid.add("cannot say the options of " + key + "=" + RunCommand.shown(value));
        }
        text(value).ifPresentOrElse(text -> values.put(key, text), () -> unsaid.add("cannot say " + key + "=" + RunCommand.shown(value)));
    }

    /** As a command line says it; empty if it cannot. */
    private static Optional<String> text(Object value) {
        if (value instanceof List<?> list) {
            List<String> words = list.stream().flatMap(item -> word(item).stream()).toList();
            return words.size() < list.size() ? Optional.empty() : Optional.of(words.isEmpty() ? "[]" : String.join(",", words));
        }
        String text = String.valueOf(value);
        return text.equals(text.strip()) && !text.isEmpty() ? Optional.of(text) : Optional.empty();
    }

    /** One entry of a list, or the name of a section. */
    private static Optional<String> word(Object item) {
        Object named = item instanceof Map<?, ?> section ? section.get("name") : item;
        return named instanceof Map || named instanceof List || named == null ? Optional.empty()
                : Optional.of(String.valueOf(named)).filter(text -> !text.contains(",") && !text.isBlank() && text.equals(text.strip()));
    }
}
