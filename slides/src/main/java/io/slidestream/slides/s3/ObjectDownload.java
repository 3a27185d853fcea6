package io.slidestream.slides.s3;

import io.slidestream.contracts.time.Backoff;
import io.slidestream.slides.parts.StoredFile;
import io.slidestream.slides.store.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Part of an object on its way to this host; taken up again where it breaks off. */
final class ObjectDownload {
    private static final int ATTEMPTS = 6;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(400), Duration.ofMillis(6_400));
    private static final int BUFFER_BYTES = 128 << 10;

    private final S3Objects objects;
    private final S3Metrics metrics;
    private final Waiting waiting;

    /** Takes the bytes in order, each once. */
    interface Target {
        void write(ByteBuffer bytes, long position) throws IOException;
    }

    ObjectDownload(S3Objects objects, S3Metrics metrics, Waiting waiting) {
        this.objects = objects;
        this.metrics = metrics;
        this.waiting = waiting;
    }

    /** @throws BucketException PASSING if it broke off several times without a byte in between */
    void read(S3Location object, StoredFile version, long from, long to, Target into)
            throws IOException, InterruptedException {
        long at = from;
        int attempt = 0;
        while (at < to) {
            long before = at;
            IOException broken;
            try (InputStream in = objects.read(object, version, at, to)) {
                byte[] buffer = new byte[BUFFER_BYTES];
                while (at < to) {
                    int count = receive(in, buffer);
                    if (count < 0) {
                        break;
                    }
                    int taken = (int) Math.min(count, to - at);
                    into.write(ByteBuffer.wrap(buffer, 0, taken), at);
                    at += taken;
                    metrics.downloaded(taken);
                }
                broken =
                        new BucketException(BucketException.Kind.PASSING, object + " broke off after " + at + " bytes");
            } catch (BrokenException e) {
                broken = e.translated(object, at);
            } catch (BucketException e) {
                if (e.kind() != BucketException.Kind.PASSING) {
                    throw e;
                }
                broken = e;
            }
            if (at < to) {
                attempt = at > before ? 1 : attempt + 1;
                if (attempt >= ATTEMPTS) {
                    throw broken;
                }
                metrics.retried();
                waiting.pause(BACKOFF.pause(attempt));
            }
        }
    }

    /** A failure of the network, to be told from one of the disk. */
    private static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenException(IOException cause) {
            super(cause);
        }

        BucketException translated(S3Location object, long at) {
            return new BucketException(
                    BucketException.Kind.PASSING,
                    object + " broke off after " + at + " bytes (" + getCause() + ")",
                    this);
        }
    }

    private static int receive(InputStream in, byte[] buffer) throws BrokenException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw new BrokenException(e);
        }
    }
}
