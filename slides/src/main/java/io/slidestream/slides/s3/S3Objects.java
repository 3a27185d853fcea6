package io.slidestream.slides.s3;

import io.slidestream.contracts.SeenNames;
import io.slidestream.slides.parts.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/*
 * A gateway that compresses on the way marks ETags as weak (W/"..."), in all answers or in those with bytes alone, and refuses
 * If-Match with them: such a tag is compared here, once the answer has come.
 *
 * An object's stamp is "<ETag>-<size>". A few servers give objects that were put beside them no ETag; these are told apart by
 * the time of their last change, "@<millis>-<size>", to the second since HTTP knows no finer one.
 */
/** The objects of buckets, as the rest of this package needs them. Safe for concurrent use. */
public final class S3Objects implements AutoCloseable {
    private static final String TIME = "@";
    private static final String WEAK = "W/";
    private static final int PAGE_KEYS = 1000;

    private final S3Client client;
    private final S3Troubles troubles;
    private final S3Metrics metrics;
    private final int pageKeys;
    private volatile boolean weakTags;

    private S3Objects(S3Client client, S3Troubles troubles, S3Metrics metrics, int pageKeys) {
        this.client = client;
        this.troubles = troubles;
        this.metrics = metrics;
        this.pageKeys = pageKeys;
    }

    /**
     * Sends nothing yet; the caller closes it.
     *
     * @throws BucketException LASTING if no region is known
     */
    public static S3Objects of(S3Access access, S3Metrics metrics) throws BucketException {
        return of(access, metrics, PAGE_KEYS);
    }

    /** @param pageKeys objects asked for at a time; servers give 1000 at most */
    static S3Objects of(S3Access access, S3Metrics metrics, int pageKeys) throws BucketException {
        return new S3Objects(access.client(metrics), new S3Troubles(access.endpointName()), metrics, pageKeys);
    }

    /** Every object whose key begins so, page by page. Paths are whole keys. */
    public List<StoredFile> list(S3Location prefix) throws BucketException {
        return list(prefix, null);
    }

    /** Lists the objects directly in a folder. */
    List<StoredFile> listFolder(S3Location folder) throws BucketException {
        return list(folder, "/");
    }

    /** @throws BucketException if the bucket cannot be listed */
    public void check(S3Location prefix) throws BucketException {
        ask(prefix, () -> client.listObjectsV2(request(prefix).maxKeys(1).build()));
    }

    /** @throws BucketException GONE if there is none */
    StoredFile find(S3Location object) throws BucketException {
        HeadObjectResponse head = ask(
                object, () -> client.headObject(r -> r.bucket(object.bucket()).key(object.key())));
        long size = head.contentLength() == null ? 0 : head.contentLength();
        return new StoredFile(object.key(), size, stamp(head.eTag(), head.lastModified(), size));
    }

    /** @throws BucketException GONE, or REPLACED if it has other bytes by now */
    byte[] head(S3Location object, StoredFile file, int maxBytes) throws IOException {
        if (file.sizeBytes() == 0) {
            return new byte[0];
        }
        long end = Math.min(file.sizeBytes(), maxBytes);
        try (InputStream in = read(object, file, 0, end)) {
            return in.readNBytes((int) end);
        }
    }

    /**
     * The bytes from {@code from} to before {@code to}. Closing it in the middle drops the connection.
     *
     * @throws BucketException GONE, or REPLACED if it has other bytes by now
     */
    InputStream read(S3Location object, StoredFile file, long from, long to) throws BucketException {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(object.bucket()).key(object.key());
        boolean whole = from == 0 && to == file.sizeBytes();
        if (!whole) {
            request.range("bytes=" + from + "-" + (to - 1));
        }
        ResponseInputStream<GetObjectResponse> in = part(object, file, request);
        GetObjectResponse answer = in.response();
        @Nullable String range = answer.contentRange();
        long length = answer.contentLength() == null ? -1 : answer.contentLength();
        long total = range != null ? total(range) : whole ? length : file.sizeBytes();
        boolean sameBytes = total == file.sizeBytes()
                && strong(stamp(answer.eTag(), answer.lastModified(), file.sizeBytes()))
                        .equals(strong(file.stamp()));
        if (!sameBytes || (range == null && length >= 0 && !whole && length != file.sizeBytes())) {
            in.abort();
            throw new BucketException(BucketException.Kind.REPLACED, object + " was replaced");
        }
        boolean asked = length == to - from && (whole || range != null && range.contains(" " + from + "-"));
        if (!asked) {
            in.abort();
            throw troubles.anotherPart(
                    object, "asked for " + (to - from) + " bytes, it sends " + (range == null ? "all" : range));
        }
        return new AbortingStream(in, to - from);
    }

    /** 416 says of an object that was replaced that it is shorter now. */
    private ResponseInputStream<GetObjectResponse> part(
            S3Location object, StoredFile file, GetObjectRequest.Builder request) throws BucketException {
        try {
            return get(object, file, request);
        } catch (RangesRefusedException e) {
            if (!strong(find(object).stamp()).equals(strong(file.stamp()))) {
                throw new BucketException(BucketException.Kind.REPLACED, object + " was replaced", e);
            }
            throw e;
        }
    }

    /** The whole length that a Content-Range names; -1 where it names none. */
    private static long total(String range) {
        String total = range.substring(range.lastIndexOf('/') + 1);
        return total.matches("[0-9]{1,18}") ? Long.parseLong(total) : -1;
    }

    private ResponseInputStream<GetObjectResponse> get(
            S3Location object, StoredFile file, GetObjectRequest.Builder request) throws BucketException {
        boolean strong =
                !weakTags && !file.stamp().startsWith(TIME) && !file.stamp().startsWith(WEAK);
        if (strong) {
            request.ifMatch('"' + file.stamp().substring(0, file.stamp().lastIndexOf('-')) + '"');
        }
        try {
            return ask(object, () -> client.getObject(request.build()));
        } catch (BucketException e) {
            if (!strong || e.kind() != BucketException.Kind.REPLACED || !isWeakly(file, object)) {
                throw e;
            }
            weakTags = true;
            request.ifMatch(null);
            return ask(object, () -> client.getObject(request.build()));
        }
    }

    /** Whether the object is the same still, under a weak tag. */
    private boolean isWeakly(StoredFile file, S3Location object) throws BucketException {
        String now = find(object).stamp();
        return now.startsWith(WEAK) && strong(now).equals(file.stamp());
    }

    private static String strong(String stamp) {
        return stamp.startsWith(WEAK) ? stamp.substring(WEAK.length()) : stamp;
    }

    /** Puts a file there, whatever was there before. */
    public void put(S3Location object, Path file, String contentType) throws IOException {
        long size = java.nio.file.Files.size(file);
        ask(
                object,
                () -> client.putObject(
                        r -> r.bucket(object.bucket()).key(object.key()).contentType(contentType),
                        RequestBody.fromFile(file)));
        metrics.uploaded(size);
    }

    /** Nothing happens where there is none. */
    public void delete(S3Location object) throws BucketException {
        ask(object, () -> client.deleteObject(r -> r.bucket(object.bucket()).key(object.key())));
    }

    @Override
    public void close() {
        client.close();
    }

    private List<StoredFile> list(S3Location prefix, @Nullable String delimiter) throws BucketException {
        List<StoredFile> files = new ArrayList<>();
        String token = null;
        do {
            ListObjectsV2Request request = request(prefix)
                    .delimiter(delimiter)
                    .maxKeys(pageKeys)
                    .continuationToken(token)
                    .build();
            ListObjectsV2Response page = ask(prefix, () -> client.listObjectsV2(request));
            for (S3Object object : page.contents()) {
                SeenNames.ofThisProcess().see(prefix.withKey(object.key()).toString());
                long size = object.size() == null ? 0 : object.size();
                files.add(new StoredFile(object.key(), size, stamp(object.eTag(), object.lastModified(), size)));
            }
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
        return files;
    }

    private static ListObjectsV2Request.Builder request(S3Location prefix) {
        return ListObjectsV2Request.builder().bucket(prefix.bucket()).prefix(prefix.key());
    }

    private static String stamp(@Nullable String eTag, @Nullable Instant lastModified, long size) {
        String tag = eTag == null ? "" : eTag.replace("\"", "");
        if (tag.isEmpty()) {
            tag = TIME + (lastModified == null ? 0 : lastModified.getEpochSecond() * 1000);
        }
        return tag + "-" + size;
    }

    private interface Request<T> {
        T send();
    }

    private <T> T ask(S3Location place, Request<T> request) throws BucketException {
        try {
            return request.send();
        } catch (SdkException e) {
            throw troubles.of(e, place);
        }
    }

    /** Closing the SDK's stream would first read it to its end; one that is at its end leaves the connection for others. */
    private static final class AbortingStream extends java.io.FilterInputStream {
        private final ResponseInputStream<GetObjectResponse> answer;
        private long left;

        AbortingStream(ResponseInputStream<GetObjectResponse> answer, long length) {
            super(answer);
            this.answer = answer;
            left = length;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            left -= value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            if (left > 0) {
                answer.abort();
            } else {
                answer.close();
            }
        }
    }
}
