package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.standalone.commands.PipelineOptions;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.viewer.ViewerSettings;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TimeLimit(seconds = 180)
class PipelineIT {
    private static final List<String> OURS = List.of(
            "map-follower",
            "known-maps",
            "slide-states",
            "viewer-",
            "kafka-producer-network-thread | slidestream",
            "slide-watcher",
            "expired-blocks",
            "cancelled-maps");

    @TempDir
    Path folder;

    @Test
    void chainThatCannotStart_leavesNoThreadsBehind() throws Exception {
        PipelineSettings settings = PipelineOptions.defaults(folder);
        ModelBundle bundle = ModelBundle.load(Path.of("..", "models", "crc-nine-class"));
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SlideFetchers slides = settings.s3().fetchers(metrics)) {
            InetSocketAddress bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            ViewerSettings view = new ViewerSettings(
                    bind,
                    null,
                    null,
                    ReaderChoice.AUTO,
                    folder,
                    new CatalogSettings(null),
                    RetentionSettings.NONE,
                    CaseNames.by(null));

            assertThatThrownBy(() -> Pipeline.start(
                            settings,
                            bundle,
                            PipelineOptions.recipe(settings, bundle),
                            slides,
                            null,
                            view,
                            update -> {},
                            metrics))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("the viewer cannot listen");
        }
        while (!ours().isEmpty()) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(ours()).isEmpty();
    }

    /** Those of the chain that are still there; a client's end may come a little after its close. */
    private static Set<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> OURS.stream().anyMatch(name::startsWith))
                .collect(Collectors.toSet());
    }
}
