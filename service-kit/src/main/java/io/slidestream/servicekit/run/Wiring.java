package io.slidestream.servicekit.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.StartupException;
import java.util.List;

/** Builds the parts of a service, in the order in which they start; they close in reverse. */
@FunctionalInterface
public interface Wiring {
    /** Called once, before any part starts. May throw {@link StartupException} for what people can cure. */
    List<Component> wire(Settings settings, MeterRegistry metrics) throws Exception;
}
