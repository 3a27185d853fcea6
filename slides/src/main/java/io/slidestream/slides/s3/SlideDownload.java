package io.slidestream.slides.s3;

import io.slidestream.slides.parts.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads all objects of a slide, in pieces side by side, each with the ETag it had when it was listed. */
final class SlideDownload {
    static final int PIECE_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SlideDownload.class);

    private final ObjectDownload pieces;
    private final ExecutorService threads;
    private final int pieceBytes;

    SlideDownload(ObjectDownload pieces, ExecutorService threads, int pieceBytes) {
        this.pieces = pieces;
        this.threads = threads;
        this.pieceBytes = pieceBytes;
    }

    /**
     * Returns when every byte is on the disk, or after the first failure, when nothing can be written any more.
     *
     * @param files by their paths in the folder, where they are already
     */
    void run(S3Location place, Map<String, StoredFile> files, Path folder) throws IOException, InterruptedException {
        try {
            run(place, files, folder, pieceBytes);
        } catch (RangesRefusedException e) {
            LOG.warn("each object is downloaded by one request: {}", e.toString());
            run(place, files, folder, Long.MAX_VALUE);
        }
    }

    private void run(S3Location place, Map<String, StoredFile> files, Path folder, long partBytes)
            throws IOException, InterruptedException {
        List<FileChannel> channels = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        try {
            for (Map.Entry<String, StoredFile> entry : files.entrySet()) {
                StoredFile file = entry.getValue();
                S3Location object = place.withKey(file.path());
                FileChannel channel = FileChannel.open(folder.resolve(entry.getKey()), StandardOpenOption.WRITE);
                channels.add(channel);
                long length = Math.min(partBytes, Math.max(1, file.sizeBytes()));
                for (long from = 0; from < file.sizeBytes(); from += length) {
                    long begin = from;
                    long end = Math.min(from + length, file.sizeBytes());
                    running.add(submit(() -> {
                        pieces.read(object, file, begin, end, (bytes, position) -> write(channel, bytes, position));
                        return null;
                    }));
                }
            }
            for (Future<?> piece : running) {
                await(piece);
            }
            for (FileChannel channel : channels) {
                channel.force(true);
            }
        } finally {
            running.forEach(piece -> piece.cancel(true));
            for (FileChannel channel : channels) {
                channel.close();
            }
        }
    }

    private static void write(FileChannel into, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += into.write(bytes, at);
        }
    }

    private Future<?> submit(Callable<?> piece) throws IOException {
        try {
            return threads.submit(piece);
        } catch (RejectedExecutionException e) {
            throw new IOException("no more is downloaded: the service is closing", e);
        }
    }

    private static void await(Future<?> piece) throws IOException, InterruptedException {
        try {
            piece.get();
        } catch (CancellationException e) {
            throw new IOException("the download was stopped", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof BucketException bucket) {
                throw bucket;
            }
            if (cause instanceof IOException io) {
                throw io;
            }
            throw new IOException("the download failed: " + cause, cause);
        }
    }
}
