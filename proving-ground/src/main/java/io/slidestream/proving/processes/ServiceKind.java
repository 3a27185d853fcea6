package io.slidestream.proving.processes;

import io.slidestream.aggregator.AggregatorMain;
import io.slidestream.tiler.TilerMain;
import io.slidestream.worker.InferenceMain;
import java.util.Locale;

/** The three services, as they run in processes of their own. */
public enum ServiceKind {
    TILER(TilerMain.class),
    WORKER(InferenceMain.class),
    AGGREGATOR(AggregatorMain.class);

    private final Class<?> main;

    ServiceKind(Class<?> main) {
        this.main = main;
    }

    /** The class that a JVM is started with. */
    public String mainClass() {
        return main.getName();
    }

    /** Name as in sentences. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
