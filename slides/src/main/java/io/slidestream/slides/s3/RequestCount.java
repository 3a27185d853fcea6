package io.slidestream.slides.s3;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts what is sent, and what is sent again. */
final class RequestCount implements ExecutionInterceptor {
    private static final ExecutionAttribute<Boolean> SENT = new ExecutionAttribute<>("slidestream.sent");

    private final S3Metrics metrics;

    RequestCount(S3Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (attributes.getAttribute(SENT) == null) {
            attributes.putAttribute(SENT, true);
            metrics.requested(context.request().getClass().getSimpleName().replace("Request", ""));
        } else {
            metrics.retried();
        }
    }
}
