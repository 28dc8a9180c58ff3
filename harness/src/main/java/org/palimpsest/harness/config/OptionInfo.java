package org.palimpsest.harness.config;

import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/**
 * What {@code describe} tells about one option.
 *
 * @param name key, after that of its section and a point if it is in one
 * @param type int, double, true|false, text, list of ..., or the words allowed
 * @param defaultValue as on the command line; absent if the option must be set, {@code none} if it may be left out
 * @param range e.g. {@code > 0}; empty if anything of the type goes
 * @param doc one line
 */
public record OptionInfo(String name, String type, Optional<String> defaultValue, String range, String doc) {
    /** The options of a record, in order; one that is inside a section is written {@code section.option}. */
    public static List<OptionInfo> of(Class<? extends Record> options) {
        List<OptionInfo> all = new ArrayList<>();
        collect("", options, all);
        return all;
    }

    private static void collect(String prefix, Class<? extends Record> options, List<OptionInfo> all) {
        for (RecordComponent component : options.getRecordComponents()) {
            String name = prefix + component.getName();
            if (component.getType().isRecord() && component.getType() != RecipeSpec.class) {
                collect(name + ".", component.getType().asSubclass(Record.class), all);
                continue;
            }
            Doc doc = component.getAnnotation(Doc.class);
            Default value = component.getAnnotation(Default.class);
            all.add(new OptionInfo(name, Conversion.describe(component.getGenericType()),
                    value == null && Conversion.absent(component.getGenericType()) != null ? Optional.of("none")
                            : Optional.ofNullable(value).map(Default::value),
                    range(component), doc == null ? "" : doc.value()));
        }
    }

    /** The names of all options, those of sections with a point. */
    static List<String> names(Class<? extends Record> options) {
        return of(options).stream().map(OptionInfo::name).toList();
    }

    /** The constraints of a component in words, e.g. {@code >= 0, <= 1}. */
    static String range(RecordComponent component) {
        List<String> parts = new ArrayList<>();
        for (Annotation annotation : component.getAccessor().getAnnotations()) {
            if (annotation.annotationType().isAnnotationPresent(Constraint.class)) {
                parts.add(words(annotation));
            }
        }
        Type type = component.getGenericType();
        if (component.getAnnotatedType() instanceof java.lang.reflect.AnnotatedParameterizedType list && type != null) {
            for (Annotation annotation : list.getAnnotatedActualTypeArguments()[0].getAnnotations()) {
                parts.add("each " + words(annotation));
            }
        }
        return String.join(", ", parts);
    }

    private static String words(Annotation annotation) {
        return switch (annotation.annotationType().getSimpleName()) {
            case "Positive" -> "> 0";
            case "PositiveOrZero" -> ">= 0";
            case "Min", "DecimalMin" -> (inclusive(annotation) ? ">= " : "> ") + attribute(annotation, "value");
            case "Max", "DecimalMax" -> (inclusive(annotation) ? "<= " : "< ") + attribute(annotation, "value");
            case "NotEmpty" -> "at least one";
            case "Pattern" -> "matches " + attribute(annotation, "regexp");
            default -> annotation.annotationType().getSimpleName();
        };
    }

    private static boolean inclusive(Annotation annotation) {
        return !Boolean.FALSE.equals(attribute(annotation, "inclusive"));
    }

    private static Object attribute(Annotation annotation, String name) {
        try {
            return annotation.annotationType().getMethod(name).invoke(annotation);
        } catch (NoSuchMethodException absent) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
