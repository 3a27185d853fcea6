package io.slidestream.slides.isolation;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHandle;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideFile;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A slide in the reader processes; says here what they said when it was opened. */
final class RemoteSlide implements OpenedSlide {
    /** Reads of one slide that may end processes before the others are not tried any more. */
    private static final int MAX_CRASHES = 5;

    private final ReaderProcesses processes;
    private final SlideFile file;
    private final AtomicInteger crashes = new AtomicInteger();
    private volatile List<Level> levels = List.of();
    private volatile Map<String, String> properties = Map.of();
    private volatile List<String> images = List.of();
    private volatile @Nullable String error;

    RemoteSlide(ReaderProcesses processes, SlideFile file) {
        this.processes = processes;
        this.file = file;
    }

    /** False where OpenSlide knows no slide in it. */
    boolean open() throws SlideException {
        try {
            return processes
                    .ask(file, "opening", ReaderProcesses.question(file, Wire.OPEN, out -> {}), (in, shared) -> {
                        levels = List.copyOf(Wire.levels(in));
                        properties = Wire.properties(in);
                        images = List.copyOf(Wire.texts(in));
                        return true;
                    })
                    .isPresent();
        } catch (OpenSlideException e) {
            error = e.getMessage();
            return true;
        }
    }

    @Override
    public List<Level> levels() {
        return levels;
    }

    @Override
    public Map<String, String> properties() {
        return properties;
    }

    @Override
    public List<String> associatedImages() {
        return images;
    }

    @Override
    public RgbImage associatedImage(String name) throws OpenSlideException, SlideException {
        return asked(
                "associated image",
                ReaderProcesses.question(file, Wire.ASSOCIATED, out -> Wire.putText(out, name)),
                (in, shared) -> {
                    long widthPx = in.readLong();
                    long heightPx = in.readLong();
                    return image(widthPx, heightPx, in, shared);
                });
    }

    @Override
    public RgbImage read(long level0X, long level0Y, int level, long widthPx, long heightPx)
            throws OpenSlideException, SlideException {
        OpenSlideHandle.checkSize(widthPx, heightPx);
        return asked(
                "reading at " + level0X + "," + level0Y,
                ReaderProcesses.question(file, Wire.READ, out -> {
                    out.writeLong(level0X);
                    out.writeLong(level0Y);
                    out.writeInt(level);
                    out.writeLong(widthPx);
                    out.writeLong(heightPx);
                }),
                (in, shared) -> image(widthPx, heightPx, in, shared));
    }

    @Override
    public void check() throws OpenSlideException {
        String said = error;
        if (said != null) {
            throw new OpenSlideException(said);
        }
    }

    @Override
    public void close() {
        processes.forget(file);
    }

    private RgbImage asked(String what, ReaderProcess.Question question, ReaderProcesses.Payload<RgbImage> payload)
            throws OpenSlideException, SlideException {
        check();
        if (crashes.get() >= MAX_CRASHES) {
            throw new SlideException(
                    RejectionReason.CRASHES_READER,
                    FileUris.text(file.path()) + " ended the processes that read it " + 2 * MAX_CRASHES
                            + " times; keep the file apart, and copy it again from the scanner");
        }
        try {
            Optional<RgbImage> image = processes.ask(file, what, question, payload);
            return image.orElseThrow(() -> new OpenSlideException("it does not open any more"));
        } catch (SlideException e) {
            if (e.reason() == RejectionReason.CRASHES_READER) {
                int unused = crashes.incrementAndGet();
            }
            throw e;
        }
    }

    private static RgbImage image(long widthPx, long heightPx, DataInputStream in, IntBuffer shared)
            throws IOException {
        int[] argb = new int[Math.toIntExact(widthPx * heightPx)];
        if (in.readByte() == Wire.SHARED) {
            shared.duplicate().get(0, argb);
        } else {
            inline(in, argb);
        }
        return OpenSlideHandle.onWhite((int) widthPx, (int) heightPx, argb);
    }

    private static void inline(DataInputStream in, int[] argb) throws IOException {
        byte[] some = new byte[1 << 16];
        IntBuffer ints = ByteBuffer.wrap(some).order(ByteOrder.nativeOrder()).asIntBuffer();
        for (int at = 0; at < argb.length; ) {
            int count = Math.min(some.length / 4, argb.length - at);
            in.readFully(some, 0, count * 4);
            ints.get(0, argb, at, count);
            at += count;
        }
    }
}
