package org.palimpsest.harness.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;

/** Says of a kind of {@link Learner} what it is taught, so that it is never given a stream of anything else. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Learns {
    /** In the plural, e.g. {@code labelled examples}. */
    String value();

    /** Reads what is said of a learner. */
    final class Kind {
        private Kind() {}

        /** What such a learner is taught, by the nearest kind of learner that it is. */
        public static String of(Class<?> learner) {
            Learns own = learner.getAnnotation(Learns.class);
            if (own != null) {
                return own.value();
            }
            return Arrays.stream(learner.getInterfaces()).map(Kind::of).filter(text -> !text.isEmpty()).findFirst()
                    .orElseGet(() -> learner.getSuperclass() == null ? "" : of(learner.getSuperclass()));
        }
    }
}
