package io.slidestream.system;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An S3 server on a bad day: reads of objects end in errors, then break off, then are slow. */
final class FaultyBucket implements AutoCloseable {
    /** More than the client tries by itself. */
    static final int ERRORS = 6;

    static final int CUTS = 2;
    private static final String NAME = "scans";
    private static final int CUT_AFTER_BYTES = 50_000;

    private final AtomicInteger reads = new AtomicInteger();
    private final BlobStore store = new TransientNio2BlobStore();
    private final S3Proxy proxy;

    FaultyBucket() throws Exception {
        store.createContainer(CreateBucketRequest.builder().bucket(NAME).build());
        proxy = S3Proxy.builder()
                .blobStore(new Faulty())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.NONE, "", "")
                .build();
        proxy.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /** Its address for the command. */
    String put(Path slide) throws IOException {
        String key = String.valueOf(slide.getFileName());
        try (InputStream bytes = Files.newInputStream(slide)) {
            store.putBlob(
                    PutObjectRequest.builder()
                            .bucket(NAME)
                            .key(key)
                            .contentLength(Files.size(slide))
                            .build(),
                    bytes);
        }
        return "s3://" + NAME + "/" + key;
    }

    int reads() {
        return reads.get();
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
    }

    private final class Faulty extends ForwardingBlobStore {
        Faulty() {
            super(store);
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
            int read = reads.incrementAndGet();
            if (read <= ERRORS) {
                throw S3Exception.builder()
                        .statusCode(500)
                        .message("out of order")
                        .build();
            }
            ResponseInputStream<GetObjectResponse> whole = super.getBlob(request);
            int left = read <= ERRORS + CUTS ? CUT_AFTER_BYTES : Integer.MAX_VALUE;
            return new ResponseInputStream<>(whole.response(), new BadLine(whole, left));
        }
    }

    /** A few bytes at a time, and perhaps not all. */
    private static final class BadLine extends FilterInputStream {
        private int left;

        BadLine(InputStream in, int left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("cut");
            }
            LockSupport.parkNanos(1_000_000);
            int count = super.read(into, offset, Math.min(2000, Math.min(left, length)));
            left -= count;
            return count;
        }
    }
}
