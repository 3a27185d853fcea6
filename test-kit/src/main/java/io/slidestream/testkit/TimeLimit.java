package io.slidestream.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ends a test that takes too long, as JUnit's Timeout does, but with a limit that grows with the machine's load
 * ({@link Patience}). Processes that the test has started are killed, and the failure shows what every thread was doing.
 */
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TimeLimitExtension.class)
public @interface TimeLimit {
    /** Limit for each test method, on a quiet machine. */
    int seconds();
}
