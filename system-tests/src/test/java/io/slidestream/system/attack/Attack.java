package io.slidestream.system.attack;

import io.slidestream.system.NeedsOpenSlide;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of the security regression suite; those that ask for a {@code Target} share one {@code watch}. */
@Tag("attack")
@ExtendWith({NeedsOpenSlide.class, UnderAttack.class})
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Attack {}
