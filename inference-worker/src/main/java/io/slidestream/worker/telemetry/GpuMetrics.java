package io.slidestream.worker.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.metrics.Metric;
import io.slidestream.metrics.MetricTag;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Metrics of the GPUs that the worker sees, from nvidia-smi. The descriptions are those of docs/metrics.md. */
public final class GpuMetrics {
    private static final String CONDITION = "with inference.device=cuda where nvidia-smi is there";
    private static final MetricTag GPU = MetricTag.open("gpu", "its index");
    private static final Metric USED = Metric.gauge(
                    "slidestream.gpu.memory.used", "Of the GPU's memory, by all processes.")
            .unit("bytes")
            .tag(GPU)
            .onlyWith(CONDITION);
    private static final Metric TOTAL = Metric.gauge("slidestream.gpu.memory.total", "The GPU's memory.")
            .unit("bytes")
            .tag(GPU)
            .onlyWith(CONDITION);
    private static final Metric BUSY = Metric.gauge(
                    "slidestream.gpu.busy", "The share of the last second or less in which the GPU computed, 0 to 1.")
            .tag(GPU)
            .onlyWith(CONDITION);

    static final List<Metric> ALL = List.of(USED, TOTAL, BUSY);

    private GpuMetrics() {}

    public static void register(MeterRegistry registry, NvidiaSmi smi) {
        for (int gpu = 0; gpu < smi.gpus().size(); gpu++) {
            int index = gpu;
            String label = Integer.toString(smi.gpus().get(gpu).index());
            USED.gaugeIn(registry, () -> value(smi, index, NvidiaSmi.Gpu::usedBytes), label);
            TOTAL.gaugeIn(registry, () -> value(smi, index, NvidiaSmi.Gpu::totalBytes), label);
            BUSY.gaugeIn(registry, () -> value(smi, index, NvidiaSmi.Gpu::busy), label);
        }
    }

    private static double value(NvidiaSmi smi, int gpu, ToDoubleFunction<NvidiaSmi.Gpu> what) {
        List<NvidiaSmi.Gpu> gpus = smi.gpus();
        return gpu < gpus.size() ? what.applyAsDouble(gpus.get(gpu)) : Double.NaN;
    }
}
