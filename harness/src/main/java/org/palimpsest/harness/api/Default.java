package org.palimpsest.harness.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value an option has when nobody sets it, written as on the command line; an option without one must be set. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /** The value as text, e.g. {@code "0.1"}, {@code "true"} or {@code "100, 100"}. */
    String value();
}
