package io.slidestream.slides.open;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.ByteRange;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.direct.DirectOpening;
import io.slidestream.slides.direct.NobodyElse;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHost;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffField;
import io.slidestream.slides.tiff.TiffImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/*
 * OpenSlide refuses a slide for a number in its directories that stands for a coding of tiles. What the levels are is still its to
 * say: it is shown a file of the same length that has the directories alone, with a number that it knows, and never reads a
 * pixel of it.
 */
/** Opens a TIFF whose tiles are decoded here and that OpenSlide does not open. */
final class StandInOpening {
    private static final String HASH = "openslide.quickhash-1";
    /** Of codings that it knows the one whose byte counts libtiff does not complain of. */
    private static final int LZW = 5;

    private static final int CHUNK_BYTES = 1 << 16;

    private final SlideFile file;
    private final OpenSlideHost openSlide;
    private final TileCache cache;

    StandInOpening(SlideFile file, OpenSlideHost openSlide, TileCache cache) {
        this.file = file;
        this.openSlide = openSlide;
        this.cache = cache;
    }

    /**
     * The slide's reader; empty where nothing of it is known here alone.
     *
     * @throws SlideException as {@link SlideReaders#open}
     */
    Optional<SlideReader> open() throws SlideException {
        try {
            SlideBytes bytes = SlideBytes.open(file);
            Optional<SlideReader> reader = Optional.empty();
            try {
                Optional<SlideProperties> properties = properties(bytes);
                if (properties.isPresent()) {
                    reader = new DirectOpening(properties.get(), cache).over(bytes, () -> new Nobody(file, bytes));
                }
                return reader;
            } finally {
                if (reader.isEmpty()) {
                    bytes.close();
                }
            }
        } catch (IOException | OpenSlideException | TiffBytes.BeyondEndException e) {
            throw new SlideException(
                    RejectionReason.UNREADABLE, FileUris.text(file.path()) + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private Optional<SlideProperties> properties(SlideBytes bytes)
            throws SlideException, IOException, OpenSlideException, TiffBytes.BeyondEndException {
        if (BigEndianTiff.is(bytes.channel())) {
            return BigEndianTiff.properties(bytes);
        }
        List<TiffField> codings = DirectOpening.codingsOnlyKnownHere(bytes);
        return codings.isEmpty() ? Optional.empty() : Optional.of(properties(bytes, codings));
    }

    private SlideProperties properties(SlideBytes bytes, List<TiffField> codings)
            throws SlideException, IOException, OpenSlideException, TiffBytes.BeyondEndException {
        Path folder = Files.createTempDirectory("slide-index");
        Path index = folder.resolve(FileUris.fileName(file.path()));
        try {
            write(bytes, codings, index);
            OpenedSlide handle = openSlide
                    .open(SlideFile.at(index))
                    .orElseThrow(() -> new OpenSlideException("it is no slide to OpenSlide"));
            try {
                SlideProperties said = SlideReaders.properties(file, handle).without(HASH);
                return SlideProperties.of(said.levels(), said.raw(), List.of());
            } finally {
                handle.close();
            }
        } finally {
            Files.deleteIfExists(index);
            Files.delete(folder);
        }
    }

    private static void write(SlideBytes bytes, List<TiffField> codings, Path index)
            throws SlideException, IOException, TiffBytes.BeyondEndException {
        try (FileChannel channel = FileChannel.open(
                index, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (ByteRange range : new TiffImages(bytes.channel()).index()) {
                for (long at = range.from(); at < range.to(); at += CHUNK_BYTES) {
                    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, range.to() - at));
                    bytes.read(at, chunk);
                    put(channel, chunk.flip(), at);
                }
            }
            for (TiffField coding : codings) {
                ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(new TiffBytes(bytes.channel()).order());
                switch (coding.valueBytes()) {
                    case Short.BYTES -> number.putShort((short) LZW);
                    case Integer.BYTES -> number.putInt(LZW);
                    default -> number.putLong(LZW);
                }
                put(channel, number.flip(), coding.position());
            }
            long length = bytes.channel().size();
            if (channel.size() < length) {
                put(channel, ByteBuffer.allocate(1), length - 1);
            }
        }
    }

    private static void put(FileChannel channel, ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += channel.write(source, at);
        }
    }

    /** Nobody else reads such tiles. */
    private static final class Nobody extends NobodyElse {
        private final SlideFile file;
        private final SlideBytes bytes;

        Nobody(SlideFile file, SlideBytes bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        @Override
        public RgbImage associatedImage(String name) throws SlideException {
            throw unreadable("image '" + name + "'", "OpenSlide does not open such a slide");
        }

        @Override
        public String readerName() {
            return "without OpenSlide";
        }

        @Override
        public void close() {
            bytes.close();
        }

        @Override
        protected SlideException unreadable(String what, String why) throws SlideException {
            file.checkReachable();
            return new SlideException(RejectionReason.UNREADABLE, what + " cannot be decoded: " + why);
        }
    }
}
