package io.slidestream.slides.isolation;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHandle;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/*
 * Requests come by standard input, answers go by descriptor 3: whatever a library prints goes to standard error and cannot
 * be taken for an answer. One thread serves; a second ends the process when the one that started it is gone, even while
 * the first is in native code that does not come back.
 */
/** The reader process: opens slides with OpenSlide and reads from them, one request after the other. */
public final class ReaderMain {
    /** Slides that one process keeps open; OpenSlide holds 32 MB of decoded tiles for each. */
    private static final int MAX_OPEN = 8;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final ByteBuffer shared;
    private final Pointer sharedPointer;
    private final Map<Key, OpenSlideHandle> slides = new LinkedHashMap<>(16, 0.75f, true);

    /** A file at one moment. */
    record Key(String uri, long sizeBytes, long modifiedMillis) {}

    private ReaderMain(DataInputStream in, DataOutputStream out, ByteBuffer shared) {
        this.in = in;
        this.out = out;
        this.shared = shared;
        this.sharedPointer = Native.getDirectBufferPointer(shared);
    }

    /** @param args the shared file */
    public static void main(String[] args) throws IOException {
        serve(args[0], key -> {});
    }

    /** Is told which slide comes next; tests make it end the process, or hang. */
    interface Before {
        void serving(Key slide);
    }

    static void serve(String sharedFile, Before before) throws IOException {
        endWithTheParent();
        try (FileChannel file =
                        FileChannel.open(Path.of(sharedFile), StandardOpenOption.READ, StandardOpenOption.WRITE);
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new FileOutputStream("/dev/fd/3"), 1 << 16))) {
            ByteBuffer shared = file.map(MapMode.READ_WRITE, 0, Wire.SHARED_BYTES);
            ReaderMain main = new ReaderMain(new DataInputStream(System.in), out, shared);
            out.writeByte(Wire.OK);
            out.flush();
            while (true) {
                main.serve(before);
            }
        } catch (EOFException e) {
            // nobody asks any more
        }
        Runtime.getRuntime().halt(0); // open slides are the system's to close
    }

    private static void endWithTheParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent ->
                        parent.onExit().thenRun(() -> Runtime.getRuntime().halt(0)));
    }

    private void serve(Before before) throws IOException {
        int operation = in.readByte();
        Key key = new Key(Wire.text(in), in.readLong(), in.readLong());
        if (operation == Wire.FORGET) {
            drop(key);
            return;
        }
        Request request = Request.read(operation, in);
        before.serving(key);
        try {
            OpenSlideHandle slide = slide(key);
            if (slide != null) {
                answer(slide, request);
            }
        } catch (OpenSlideException e) {
            drop(key);
            out.writeByte(Wire.ERROR);
            Wire.putText(out, String.valueOf(e.getMessage()));
        } catch (OpenSlideMissingException e) {
            out.writeByte(Wire.NO_LIBRARY);
        }
        out.flush();
    }

    /** @param name of an associated image, empty where none is asked for */
    private record Request(int operation, String name, long x, long y, int level, long widthPx, long heightPx) {
        static Request read(int operation, DataInputStream in) throws IOException {
            return switch (operation) {
                case Wire.OPEN -> new Request(operation, "", 0, 0, 0, 0, 0);
                case Wire.ASSOCIATED -> new Request(operation, Wire.text(in), 0, 0, 0, 0, 0);
                case Wire.READ ->
                    new Request(
                            operation, "", in.readLong(), in.readLong(), in.readInt(), in.readLong(), in.readLong());
                default -> throw new IOException("no operation " + operation);
            };
        }
    }

    /** Null where there is none, which has been answered. */
    @org.jspecify.annotations.Nullable
    private OpenSlideHandle slide(Key key) throws IOException {
        OpenSlideHandle open = slides.get(key);
        if (open != null) {
            return open;
        }
        Path file = Path.of(URI.create(key.uri()));
        OpenSlideHandle opened = OpenSlideHandle.open(file).orElse(null);
        if (!isSame(key, file)) {
            if (opened != null) {
                opened.close();
            }
            out.writeByte(Wire.CHANGED);
            return null;
        }
        if (opened == null) {
            out.writeByte(Wire.UNKNOWN);
            return null;
        }
        slides.put(key, opened);
        Iterator<Map.Entry<Key, OpenSlideHandle>> oldestFirst =
                slides.entrySet().iterator();
        while (slides.size() > MAX_OPEN) {
            oldestFirst.next().getValue().close();
            oldestFirst.remove();
        }
        return opened;
    }

    /** Looks once it is open: what was opened may have replaced what was asked for. */
    private static boolean isSame(Key key, Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.size() == key.sizeBytes() && now.lastModifiedTime().toMillis() == key.modifiedMillis();
        } catch (IOException e) {
            return false;
        }
    }

    private void answer(OpenSlideHandle slide, Request request) throws IOException, OpenSlideException {
        switch (request.operation()) {
            case Wire.OPEN -> describe(slide);
            case Wire.ASSOCIATED -> {
                long[] size = slide.associatedSizePx(request.name());
                Memory pixels = new Memory(size[0] * size[1] * 4);
                slide.associatedInto(pixels, request.name());
                out.writeByte(Wire.OK);
                out.writeLong(size[0]);
                out.writeLong(size[1]);
                inline(pixels, size[0] * size[1] * 4);
                pixels.close();
            }
            default -> read(slide, request);
        }
    }

    private void describe(OpenSlideHandle slide) throws IOException, OpenSlideException {
        slide.check();
        var levels = slide.levels();
        var properties = slide.properties();
        var images = slide.associatedImages();
        out.writeByte(Wire.OK);
        Wire.putLevels(out, levels);
        Wire.putProperties(out, properties);
        Wire.putTexts(out, images);
    }

    private void read(OpenSlideHandle slide, Request request) throws IOException, OpenSlideException {
        OpenSlideHandle.checkSize(request.widthPx(), request.heightPx());
        long bytes = request.widthPx() * request.heightPx() * 4;
        boolean fits = bytes <= shared.capacity();
        Pointer target = fits ? sharedPointer : new Memory(bytes);
        slide.readInto(target, request.x(), request.y(), request.level(), request.widthPx(), request.heightPx());
        out.writeByte(Wire.OK);
        if (fits) {
            out.writeByte(Wire.SHARED);
        } else {
            inline(target, bytes);
        }
        if (target instanceof Memory memory) {
            memory.close();
        }
    }

    private void inline(Pointer pixels, long bytes) throws IOException {
        out.writeByte(Wire.INLINE);
        byte[] some = new byte[(int) Math.min(bytes, 1 << 16)];
        for (long at = 0; at < bytes; at += some.length) {
            int length = (int) Math.min(some.length, bytes - at);
            pixels.read(at, some, 0, length);
            out.write(some, 0, length);
        }
    }

    private void drop(Key key) {
        OpenSlideHandle dropped = slides.remove(key);
        if (dropped != null) {
            dropped.close();
        }
    }
}
