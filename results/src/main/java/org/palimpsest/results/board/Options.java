package org.palimpsest.results.board;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.palimpsest.results.record.Json;

/** Options in one line: {@code buffer=200; lr=0.1}, keys sorted, those of a nested map after its own and a point. */
public final class Options {
    private static final String SEPARATOR = "; ";
    private static final Pattern PLAIN = Pattern.compile("[^;=\"\\s][^;=\"\\r\\n]*");

    private Options() {}

    static String line(Map<String, Object> options) {
        return join(flat(options));
    }

    /** Of several variants of one method, the options in which this one is not like all others. */
    public static String difference(Map<String, Object> options, Iterable<Map<String, Object>> variants) {
        Map<String, String> own = flat(options);
        own.keySet().removeIf(key -> {
            for (Map<String, Object> variant : variants) {
                if (!Objects.equals(flat(variant).get(key), own.get(key))) {
                    return false;
                }
            }
            return true;
        });
        return join(own);
    }

    /**
     * The values of a line by their keys, each as it is written there; a separator within the quotes of a JSON text is none. What has no key is left out.
     */
    static Map<String, String> read(String line) {
        Map<String, String> values = new TreeMap<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= line.length(); i++) {
            if (i == line.length() || !quoted && line.startsWith(SEPARATOR, i)) {
                String entry = line.substring(start, i);
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    values.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
                start = i + SEPARATOR.length();
            } else if (quoted && line.charAt(i) == '\\') {
                i++; // the next character is no quote
            } else if (line.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return values;
    }

    /** The {@code key=value} that a line is made of. */
    static List<String> pairs(String line) {
        return List.of(line.split(SEPARATOR));
    }

    /** Whether two {@code key=value} have the same key and values that are the same number: 100 and 100.0. */
    static boolean sameNumber(String a, String b) {
        String key = a.substring(0, a.indexOf('=') + 1);
        try {
            return b.startsWith(key) && new BigDecimal(a.substring(key.length())).compareTo(new BigDecimal(b.substring(key.length()))) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String join(Map<String, String> flat) {
        return flat.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(SEPARATOR));
    }

    private static Map<String, String> flat(Map<String, Object> options) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", options, flat);
        return flat;
    }

    private static void flatten(String prefix, Map<?, ?> options, Map<String, String> flat) {
        options.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested && !nested.isEmpty()) {
                flatten(prefix + key + ".", nested, flat);
            } else {
                flat.put(prefix + key, text(value));
            }
        });
    }

    /** Text as it is where that leaves the line readable, all else as JSON. */
    private static String text(Object value) {
        return value instanceof String text && PLAIN.matcher(text).matches() ? text : Json.canonical(value);
    }
}
