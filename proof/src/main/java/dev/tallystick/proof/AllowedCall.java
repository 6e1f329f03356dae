package dev.tallystick.proof;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Permits, in the annotated place only, calls that {@code config/forbidden-calls.txt} forbids everywhere else. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD})
public @interface AllowedCall {
    /** Why this place may do it, as one sentence for the reviewer. */
    String value();
}
