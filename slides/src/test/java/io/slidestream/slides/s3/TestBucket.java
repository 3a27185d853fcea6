package io.slidestream.slides.s3;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An S3 server in this JVM with one bucket in memory, and with faults on demand. */
final class TestBucket implements AutoCloseable {
    static final String NAME = "scans";

    final AtomicInteger gets = new AtomicInteger();
    final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    /** Time that each reading of an object takes besides. */
    volatile Duration delay = Duration.ZERO;

    private final BlobStore store = new TransientNio2BlobStore();
    private final S3Proxy proxy;
    private final int port;

    /** What happens to the next reading of an object. */
    interface Fault {
        ResponseInputStream<GetObjectResponse> on(GetObjectRequest request, BlobStore store);
    }

    TestBucket() throws Exception {
        this(AuthenticationType.NONE);
    }

    TestBucket(AuthenticationType authentication) throws Exception {
        System.setProperty("aws.accessKeyId", "local-identity");
        System.setProperty("aws.secretAccessKey", "local-credential");
        System.setProperty("aws.region", "us-east-1");
        store.createContainer(CreateBucketRequest.builder().bucket(NAME).build());
        S3Proxy.Builder builder =
                S3Proxy.builder().blobStore(new FaultyStore()).endpoint(URI.create("http://127.0.0.1:0"));
        builder.awsAuthentication(authentication, "local-identity", "another-credential");
        proxy = builder.build();
        if (authentication != AuthenticationType.NONE) {
            proxy.setBlobStoreLocator((identity, container, blob) -> null);
        }
        proxy.start();
        port = proxy.getPort();
    }

    S3Access access() {
        return new S3Access(URI.create("http://127.0.0.1:" + port), null, null);
    }

    static S3Location at(String key) {
        return new S3Location(NAME, key);
    }

    void put(String key, byte[] bytes) {
        store.putBlob(
                PutObjectRequest.builder()
                        .bucket(NAME)
                        .key(key)
                        .contentLength((long) bytes.length)
                        .build(),
                new ByteArrayInputStream(bytes));
    }

    void remove(String key) {
        store.removeBlob(DeleteObjectRequest.builder().bucket(NAME).key(key).build());
    }

    void answer500(int times) {
        for (int i = 0; i < times; i++) {
            faults.add((request, blobs) -> {
                throw S3Exception.builder()
                        .statusCode(500)
                        .message("out of order")
                        .build();
            });
        }
    }

    /** The connection breaks after so many bytes of the answer. */
    void cutAfter(int bytes) {
        faults.add((request, blobs) -> {
            ResponseInputStream<GetObjectResponse> whole = blobs.getBlob(request);
            return new ResponseInputStream<>(whole.response(), new Cut(whole, bytes));
        });
    }

    /** Every read of the server gives a few bytes. */
    void dribble() {
        faults.add((request, blobs) -> {
            ResponseInputStream<GetObjectResponse> whole = blobs.getBlob(request);
            return new ResponseInputStream<>(whole.response(), new Dribble(whole));
        });
    }

    /** Something else happens before the answer. */
    void first(Runnable event) {
        faults.add((request, blobs) -> {
            event.run();
            return blobs.getBlob(request);
        });
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }

    private final class FaultyStore extends ForwardingBlobStore {
        FaultyStore() {
            super(store);
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
            gets.incrementAndGet();
            LockSupport.parkNanos(delay.toNanos());
            Fault fault = faults.poll();
            return fault == null ? super.getBlob(request) : fault.on(request, delegate());
        }
    }

    private static final class Cut extends FilterInputStream {
        private int left;

        Cut(InputStream in, int bytes) {
            super(in);
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new IOException("cut");
            }
            return super.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("cut");
            }
            int count = super.read(into, offset, Math.min(left, length));
            left -= count;
            return count;
        }
    }

    private static final class Dribble extends FilterInputStream {
        Dribble(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(100, length));
        }
    }
}
