package io.slidestream.worker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaSmiTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void memoryAndLoad_areThoseOfTheLastAnswer_andAskedForEachTenSeconds() throws IOException {
        Path answer = folder.resolve("answer");
        Files.writeString(answer, "0, 1024, 81559, 37\n1, 2, 4, [N/A]\n");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        GpuMetrics.register(registry, smi("cat", answer.toString()));
        assertThat(gauge(registry, "slidestream.gpu.memory.used", "0")).isEqualTo(1 << 30);
        assertThat(gauge(registry, "slidestream.gpu.memory.total", "0")).isEqualTo(81_559.0 * (1 << 20));
        assertThat(gauge(registry, "slidestream.gpu.busy", "0")).isEqualTo(0.37);
        assertThat(gauge(registry, "slidestream.gpu.busy", "1")).isNaN();

        Files.writeString(answer, "0, 512, 81559, 0\n");
        assertThat(gauge(registry, "slidestream.gpu.memory.used", "0")).isEqualTo(1 << 30);
        nanos.addAndGet(10_000_000_000L);
        assertThat(gauge(registry, "slidestream.gpu.memory.used", "0")).isEqualTo(512 << 20);
        assertThat(gauge(registry, "slidestream.gpu.memory.used", "1")).isNaN();
    }

    @Test
    void missingOrBrokenTool_tellsOfNoGpu() {
        assertThat(smi("no-such-tool-here").gpus()).isEmpty();
        assertThat(smi("false").gpus()).isEmpty();
        assertThat(smi("echo", "a, b, c, d").gpus()).isEmpty();
    }

    private NvidiaSmi smi(String... command) {
        return new NvidiaSmi(List.of(command), nanos::get);
    }

    private static double gauge(SimpleMeterRegistry registry, String name, String gpu) {
        return registry.get(name).tag("gpu", gpu).gauge().value();
    }
}
