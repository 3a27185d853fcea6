package io.slidestream.broker.cluster;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.loader.MetadataLoader;
import org.apache.kafka.image.publisher.MetadataPublisher;

/**
 * A broker that is late: it learns nothing of the cluster while its heartbeats go on, so that nobody takes it for dead. The
 * controller writes a record twice a second at least, with which the thread that reads them comes to stand.
 */
final class HeldMetadata implements MetadataPublisher {
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private boolean installed;

    void hold(Callable<MetadataLoader> loader) throws Exception {
        gate = new CountDownLatch(1);
        if (!installed) {
            installed = true;
            var unused = loader.call().installPublishers(List.of(this));
        }
    }

    void release() {
        gate.countDown();
    }

    @Override
    public String name() {
        return "HeldMetadata";
    }

    @Override
    public void onMetadataUpdate(MetadataDelta delta, MetadataImage newImage, LoaderManifest manifest) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
