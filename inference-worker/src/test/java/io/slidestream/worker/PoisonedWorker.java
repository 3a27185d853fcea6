package io.slidestream.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.servicekit.KafkaEventPublisher;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A worker in a process of its own, which ends at once, without a last word, when it classifies a certain tile. */
final class PoisonedWorker {
    private PoisonedWorker() {}

    /** @param args Kafka's address, the model, and the three values of the tile's patch */
    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> kafka = Map.of("bootstrap.servers", args[0]);
        float[] poison = {Float.parseFloat(args[2]), Float.parseFloat(args[3]), Float.parseFloat(args[4])};
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "poisoned", registry);
        MeanColourEngine engine = new MeanColourEngine(16, () -> {}) {
            @Override
            public float[] logits(FloatBuffer patches, int count) {
                float[] logits = super.logits(patches, count);
                for (int i = 0; i < 3 * count; i += 3) {
                    if (logits[i] == poison[0] && logits[i + 1] == poison[1] && logits[i + 2] == poison[2]) {
                        Runtime.getRuntime().halt(137);
                    }
                }
                return logits;
            }
        };
        WorkerBench.worker(kafka, publisher, args[1], engine, registry, "lock.duration", "1s")
                .start();
        new CountDownLatch(1).await();
    }
}
