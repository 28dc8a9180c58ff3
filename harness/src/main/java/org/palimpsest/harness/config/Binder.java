package org.palimpsest.harness.config;

import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.Default;

/** Fills records of options from raw values, and says everything that is wrong with them at once. */
public final class Binder {
    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new Verbatim())
            .buildValidatorFactory()
            .getValidator();

    private static final Variants NONE = new Variants("", Map.of());

    private final Problems problems;
    private final Variants variants;

    /** Messages are ours; the validator's own would need an expression language, and it warns of its absence. */
    private static final class Verbatim implements MessageInterpolator {
        @Override
        public String interpolate(String template, Context context) {
            return template;
        }

        @Override
        public String interpolate(String template, Context context, Locale locale) {
            return template;
        }
    }

    /** A binder that adds what it finds wrong. */
    public Binder(Problems problems) {
        this(problems, NONE);
    }

    private Binder(Problems problems, Variants variants) {
        this.problems = problems;
        this.variants = variants;
    }

    Problems problems() {
        return problems;
    }

    /** Fills a record from a map that came from one source, e.g. a file. */
    public <R extends Record> Optional<R> bind(Class<R> type, Map<String, Object> values, String source) {
        return bind(type, new Values(values, source));
    }

    /** Fills a record. */
    public <R extends Record> Optional<R> bind(Class<R> type, Values values) {
        return section(type, values.tree(), "", values);
    }

    /**
     * Fills the record of the form that the values have. Keys that belong to other forms are told, but the rest is read, so that it can be
     * checked as well.
     */
    public Optional<? extends Record> bind(Variants forms, Values values) {
        forms.conflicts(values.tree()).forEach((key, message) -> report(values, key, values.tree().remove(key), message));
        return new Binder(problems, forms).section(forms.declaration(values.tree()), values.tree(), "", values);
    }

    /** Fills a record from those of the values that are its keys, and leaves the others alone. */
    <R extends Record> Optional<R> bindOwn(Class<R> type, Values values) {
        return fill(type, values.tree(), "", values);
    }

    /**
     * Says which keys nothing asks for.
     *
     * @param known those that something asks for
     */
    void unknownKeys(List<String> known, Map<String, Object> section, String prefix, Values values) {
        section.forEach((key, value) -> {
            if (!known.contains(key)) {
                report(values, prefix + key, value, "unknown key" + Names.suggestion(key, known));
            }
        });
    }

    private static List<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private <R extends Record> Optional<R> section(Class<R> type, Map<String, Object> section, String prefix, Values values) {
        int before = problems.count();
        unknownKeys(variants.has(type) ? variants.names(section) : names(type), section, prefix, values);
        Optional<R> filled = fill(type, section, prefix, values);
        return problems.count() > before ? Optional.empty() : filled;
    }

    private <R extends Record> Optional<R> fill(Class<R> type, Map<String, Object> section, String prefix, Values values) {
        int before = problems.count();
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            int sofar = problems.count();
            arguments[i] = value(components[i], section, prefix, values);
            if (problems.count() == sofar) {
                checkRange(type, components[i], arguments[i], section, prefix, values);
            }
        }
        return problems.count() > before ? Optional.empty() : Optional.of(create(type, components, arguments));
    }

    /** Each value by itself, so that one of the wrong type does not hide one that is out of range. */
    private void checkRange(
            Class<? extends Record> type, RecordComponent component, Object value, Map<String, Object> section, String prefix, Values values) {
        String name = component.getName();
        if (!VALIDATOR.validateValue(type, name, value).isEmpty()) {
            report(values, prefix + name, section.getOrDefault(name, value), "must be " + OptionInfo.range(component));
        }
    }

    private Object value(RecordComponent component, Map<String, Object> section, String prefix, Values values) {
        String path = prefix + component.getName();
        Object raw = section.get(component.getName());
        Class<?> type = component.getType();
        if (Variants.varies(type)) {
            return variants.part(type, section).flatMap(part -> fill(part, section, prefix, values)).orElse(null);
        }
        Optional<String> needed = raw == null && !mayBeAbsent(component) ? variants.needed(component, section) : Optional.empty();
        if (needed.isPresent()) {
            report(values, path, "", needed.get());
            return null;
        }
        if (type.isRecord() && type != RecipeSpec.class) {
            Optional<Map<String, Object>> inner = raw == null ? Optional.of(Map.of()) : inner(type.asSubclass(Record.class), raw);
            if (inner.isEmpty()) {
                report(values, path, raw, "must be a section");
                return null;
            }
            return section(type.asSubclass(Record.class), inner.get(), path + ".", values).orElse(null);
        }
        Optional<Class<? extends Record>> optional = optionalSection(component);
        if (optional.isPresent() && raw != null) {
            Optional<Map<String, Object>> inner = inner(optional.get(), raw);
            if (inner.isPresent()) {
                return section(optional.get(), inner.get(), path + ".", values).map(Optional::of).orElse(null);
            }
        }
        if (raw == null) {
            Default value = component.getAnnotation(Default.class);
            if (value == null) {
                Object absent = Conversion.absent(component.getGenericType());
                if (absent == null) {
                    report(values, path, "", "is missing");
                }
                return absent;
            }
            raw = value.value();
        }
        try {
            return Conversion.convert(raw, component.getGenericType());
        } catch (Conversion.WrongValue wrong) {
            report(values, path, raw, wrong.getMessage());
            return null;
        }
    }

    /** The values of a section, which may be written as its name alone where it has one. */
    @SuppressWarnings("unchecked")
    private static Optional<Map<String, Object>> inner(Class<? extends Record> type, Object raw) {
        return raw instanceof Map ? Optional.of((Map<String, Object>) raw)
                : names(type).contains("name") ? Optional.of(Map.of("name", raw)) : Optional.empty();
    }

    private static boolean mayBeAbsent(RecordComponent component) {
        return component.isAnnotationPresent(Default.class) || Conversion.absent(component.getGenericType()) != null;
    }

    /** The record of a section that may be left out. */
    static Optional<Class<? extends Record>> optionalSection(RecordComponent component) {
        if (component.getGenericType() instanceof ParameterizedType generic
                && generic.getRawType() == Optional.class
                && generic.getActualTypeArguments()[0] instanceof Class<?> inner
                && inner.isRecord()
                && inner != RecipeSpec.class) {
            return Optional.of(inner.asSubclass(Record.class));
        }
        return Optional.empty();
    }

    private void report(Values values, String path, Object value, String message) {
        problems.at(values.sourceOf(path)).add(path, value, message);
    }

    private static <R extends Record> R create(Class<R> type, RecordComponent[] components, Object[] arguments) {
        try {
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(type.getName() + " rejects its values: " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("options record " + type.getName() + " cannot be built", e);
        }
    }

    /** The values of a record by name, ready for JSON: enums as words, nested records as maps, empty optionals left out. */
    public static Map<String, Object> toMap(Record record) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value;
            try {
                component.getAccessor().setAccessible(true);
                value = plain(component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
            if (Variants.varies(component.getType())) {
                ((Map<?, ?>) value).forEach((key, inner) -> map.put((String) key, inner));
            } else if (value != null) {
                map.put(component.getName(), value);
            }
        }
        return map;
    }

    private static Object plain(Object value) {
        if (value instanceof RecipeSpec recipe) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", recipe.name());
            map.putAll(recipe.options());
            return map;
        }
        if (value instanceof Record record) {
            return toMap(record);
        }
        if (value instanceof Enum<?> constant) {
            return Words.of(constant);
        }
        if (value instanceof Optional<?> optional) {
            return optional.map(Binder::plain).orElse(null);
        }
        if (value instanceof java.util.OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof java.util.OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(item)));
            return copy;
        }
        return value;
    }
}
