package org.palimpsest.harness.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.palimpsest.datasets.Names;

/** One raw value (from YAML, or text from a command line) to one typed value. */
final class Conversion {
    private static final Pattern NOT_FINITE = Pattern.compile("(?i)[+-]?(\\.?nan|\\.?inf(inity)?)");
    private static final String FINITE = "must be a finite number";
    private static final String WHOLE = "must be a whole number";

    private Conversion() {}

    /** What a value may not be; the message says what would be allowed. */
    static final class WrongValue extends Exception {
        private static final long serialVersionUID = 1L;

        WrongValue(String message) {
            super(message);
        }
    }

    /** What users read as the type. */
    static String describe(Type type) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Map.class) {
                return "section";
            }
            String inner = describe(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == List.class ? "list of " + inner : inner;
        }
        Class<?> c = (Class<?>) type;
        if (c.isEnum()) {
            return String.join(" | ", Words.all(c));
        }
        if (c == String.class) {
            return "text";
        }
        if (c == boolean.class || c == Boolean.class) {
            return "true | false";
        }
        if (c == RecipeSpec.class) {
            return "name, or section with a name";
        }
        if (c.isRecord()) {
            return "section";
        }
        return c == Integer.class || c == OptionalInt.class ? "int" : c == OptionalDouble.class ? "double" : c.getSimpleName();
    }

    static Object convert(Object raw, Type type) throws WrongValue {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Map.class) {
                return map(raw, generic.getActualTypeArguments()[1]);
            }
            boolean nothing = raw instanceof String text && text.isBlank();
            return generic.getRawType() == List.class ? list(raw, inner) : nothing ? Optional.empty() : Optional.of(convert(raw, inner));
        }
        Class<?> c = (Class<?>) type;
        if (c == RecipeSpec.class) {
            return recipe(raw);
        }
        if (c.isRecord()) {
            throw new WrongValue("must be a section");
        }
        if (raw instanceof Map || raw instanceof List || raw == null) {
            throw new WrongValue("must be " + describe(type));
        }
        if (c == String.class) {
            return text(raw);
        }
        String text = String.valueOf(raw);
        if (c.isEnum()) {
            Object constant = Words.constant(c, text);
            if (constant == null) {
                throw new WrongValue("must be one of " + String.join(", ", Words.all(c)) + Names.didYouMean(text, Words.all(c)));
            }
            return constant;
        }
        if (c == boolean.class || c == Boolean.class) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new WrongValue("must be true or false");
            }
            return text.equals("true");
        }
        if (c == OptionalInt.class) {
            return OptionalInt.of((int) number(text, int.class));
        }
        if (c == OptionalDouble.class) {
            return OptionalDouble.of((double) number(text, double.class));
        }
        return number(text, c);
    }

    /** The value of a component that nobody set and that has no default: an empty optional, or null for "missing". */
    static Object absent(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return Optional.empty();
        }
        return type == OptionalInt.class ? OptionalInt.empty() : type == OptionalDouble.class ? OptionalDouble.empty() : null;
    }

    /** A raw value as the text that was written; of truth values and fractions, which YAML rewrites, that is no longer known. */
    static String text(Object raw) throws WrongValue {
        if (raw instanceof Boolean || raw instanceof Double) {
            throw new WrongValue("must be text: put it in quotes, if it is meant as such");
        }
        if (raw == null || raw instanceof Map || raw instanceof List) {
            throw new WrongValue("must be text");
        }
        return String.valueOf(raw);
    }

    private static Object number(String text, Class<?> type) throws WrongValue {
        if (type == double.class || type == Double.class) {
            double value = Numerals.decimal(text).orElseThrow(() -> new WrongValue(NOT_FINITE.matcher(text).matches() ? FINITE : "must be a number"));
            if (!Double.isFinite(value)) {
                throw new WrongValue(FINITE);
            }
            return value;
        }
        long value = Numerals.whole(text).orElseThrow(() -> new WrongValue(WHOLE));
        if (type == long.class || type == Long.class) {
            return value;
        }
        if (type == int.class || type == Integer.class) {
            if (value != (int) value) {
                throw new WrongValue(WHOLE);
            }
            return (int) value;
        }
        throw new IllegalArgumentException("options of type " + type + " are not supported");
    }

    private static Map<String, Object> map(Object raw, Type inner) throws WrongValue {
        if (!(raw instanceof Map<?, ?> section)) {
            throw new WrongValue("must be a section");
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : section.entrySet()) {
            try {
                converted.put(String.valueOf(entry.getKey()), convert(entry.getValue(), inner));
            } catch (WrongValue wrong) {
                throw new WrongValue(entry.getKey() + " " + wrong.getMessage());
            }
        }
        return Collections.unmodifiableMap(converted);
    }

    private static List<Object> list(Object raw, Type inner) throws WrongValue {
        List<?> items = raw instanceof List<?> l ? l : raw instanceof String text ? entries(text) : List.of(raw);
        List<Object> converted = new ArrayList<>();
        for (Object item : items) {
            converted.add(convert(item, inner));
        }
        return List.copyOf(converted);
    }

    /** What stands between commas, with or without brackets around it all. */
    private static List<String> entries(String text) throws WrongValue {
        String inner = text.strip();
        if (inner.startsWith("[") != inner.endsWith("]")) {
            throw new WrongValue("has a bracket on one side only");
        }
        inner = inner.startsWith("[") ? inner.substring(1, inner.length() - 1).strip() : inner;
        List<String> entries = inner.isEmpty() ? List.of() : CommaList.of(inner);
        if (entries.contains("")) {
            throw new WrongValue(CommaList.GAP);
        }
        return entries;
    }

    private static RecipeSpec recipe(Object raw) throws WrongValue {
        if (raw instanceof Map<?, ?> map) {
            Map<String, Object> options = new LinkedHashMap<>();
            map.forEach((k, v) -> options.put(String.valueOf(k), v));
            Object name = options.remove("name");
            if (name == null) {
                throw new WrongValue("needs a name");
            }
            return new RecipeSpec(text(name), options);
        }
        if (raw instanceof String name) {
            return new RecipeSpec(name, Map.of());
        }
        throw new WrongValue("must be a name, or a section with a name");
    }
}
