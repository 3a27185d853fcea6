package io.slidestream.slides.open;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.slides.isolation.Isolation;
import io.slidestream.slides.isolation.OpeningJournal;
import io.slidestream.slides.isolation.ReaderProcessMetrics;
import io.slidestream.slides.isolation.ReaderProcesses;
import io.slidestream.slides.openslide.OpenSlideHost;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Decides where OpenSlide runs, for the whole process: a service does so before it opens a slide. */
public final class SlideIsolation {
    private static @Nullable ReaderProcesses processes;

    private SlideIsolation() {}

    /**
     * From now on.
     *
     * @param stateFolder which the next process finds again; a folder of the journal's is made in it
     * @param registry shows what becomes of reader processes
     */
    public static void begin(Isolation isolation, Path stateFolder, MeterRegistry registry) {
        SlideReaders.openSlideRunsIn(
                switch (isolation) {
                    case PROCESS -> shared(registry);
                    case NONE -> new OpeningJournal(stateFolder.resolve("opening"), OpenSlideHost.HERE);
                });
    }

    /** One pool, also where several services share a process. */
    private static synchronized ReaderProcesses shared(MeterRegistry registry) {
        ReaderProcesses shared = processes;
        if (shared == null) {
            shared = new ReaderProcesses();
            processes = shared;
        }
        ReaderProcessMetrics.register(registry, shared);
        shared.prepare();
        return shared;
    }
}
