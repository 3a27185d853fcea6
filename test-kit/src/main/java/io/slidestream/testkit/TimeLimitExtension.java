package io.slidestream.testkit;

import java.lang.reflect.Method;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs test methods under their {@link TimeLimit}: the method's, or else the class's. */
final class TimeLimitExtension implements InvocationInterceptor {
    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        LimitedRun.of(limit(context), invocation::proceed);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        LimitedRun.of(limit(context), invocation::proceed);
    }

    private static Duration limit(ExtensionContext context) {
        TimeLimit limit = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), TimeLimit.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getRequiredTestClass(), TimeLimit.class))
                .orElseThrow();
        return Duration.ofSeconds(limit.seconds());
    }
}
