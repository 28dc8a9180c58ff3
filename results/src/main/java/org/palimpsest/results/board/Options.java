package org.palimpsest.results.board;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.palimpsest.results.record.Json;

/** Options in one line: {@code buffer=200; lr=0.1}, keys sorted, those of a nested map after its own and a point. */
public final class Options {
    private static final String SEPARATOR = "; ";
    /** What ends at no semicolon that stands inside quotes. */
    private static final Pattern PAIR = Pattern.compile("[^;\"\\s](?:[^;\"]|\"(?:[^\"\\\\]|\\\\.)*+\"?)*+");
    private static final Pattern PLAIN = Pattern.compile("[^;=\"\\s][^;=\"\\r\\n]*");

    private Options() {}

    static String line(Map<String, Object> options) {
        return join(flat(options));
    }

    /** The options of a line, with the keys as they stand there: numbers, truth values and lists where the text is theirs. */
    static Map<String, Object> parse(String line) {
        Map<String, Object> options = new TreeMap<>();
        read(line).forEach((key, text) -> options.put(key, value(text)));
        return options;
    }

    private static Object value(String text) {
        return Json.value(text).filter(value -> text(value).equals(text)).orElse(text);
    }

    /** Of several variants of one method, the options of each in which not all are alike, in their order. */
    public static List<String> differences(List<Map<String, Object>> variants) {
        Set<String> keys = varying(variants);
        return variants.stream().map(options -> only(options, keys)).toList();
    }

    /** The keys of the options in which not all variants are alike. */
    public static Set<String> varying(List<Map<String, Object>> variants) {
        List<Map<String, String>> texts = variants.stream().map(Options::flat).toList();
        Set<String> keys = texts.stream().flatMap(options -> options.keySet().stream()).collect(Collectors.toCollection(HashSet::new));
        keys.removeIf(key -> texts.stream().map(options -> options.get(key)).distinct().count() == 1);
        return keys;
    }

    /** Some of the options in one line. */
    public static String only(Map<String, Object> options, Set<String> keys) {
        Map<String, String> own = flat(options);
        own.keySet().retainAll(keys);
        return join(own);
    }

    /** The text of each option by its key, that of a nested map after its own and a point. */
    public static Map<String, String> texts(Map<String, Object> options) {
        return Collections.unmodifiableMap(flat(options));
    }

    /** The texts of a line by their keys; what has no key is left out. */
    static Map<String, String> read(String line) {
        Map<String, String> texts = new TreeMap<>();
        pairs(line).stream().filter(pair -> pair.indexOf('=') > 0)
                .forEach(pair -> texts.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        return texts;
    }

    /** The {@code key=value} that a line is made of. */
    static List<String> pairs(String line) {
        List<String> pairs = new ArrayList<>();
        Matcher pair = PAIR.matcher(line);
        while (pair.find()) {
            pairs.add(pair.group());
        }
        return pairs;
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
