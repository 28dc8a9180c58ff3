package org.palimpsest.harness.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an option, a whole number, that is the number of examples which a memory has room for. A run whose memories are larger than the
 * machine's is refused before it begins.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Capacity {}
