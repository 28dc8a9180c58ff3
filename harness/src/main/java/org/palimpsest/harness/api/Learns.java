package org.palimpsest.harness.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of a kind of {@link Learner} what it is taught, so that it is never given a stream of anything else. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Learns {
    /** In the plural, e.g. {@code labelled examples}. */
    String value();
}
