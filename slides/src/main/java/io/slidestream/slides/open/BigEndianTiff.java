package io.slidestream.slides.open;

import io.slidestream.slides.Level;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.direct.CodedLevel;
import io.slidestream.slides.direct.DirectOpening;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffImage;
import io.slidestream.slides.tiff.TiffImages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/*
 * Writers in Java make such files. OpenSlide 3.4 reads eight bytes where the offset of the first directory has four, takes the
 * lower half of them, which are the next four, and goes astray; with the offsets of a BigTIFF it opens the same slide.
 */
/** A TIFF with the larger byte first and offsets of 32 bits, of which OpenSlide says that it is no slide. */
final class BigEndianTiff {
    private static final int DESCRIPTION = 270;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int RESOLUTION_UNIT = 296;
    private static final int MAX_DESCRIPTION_BYTES = 1 << 20;
    private static final int RATIONAL_BYTES = 8;
    private static final List<String> UNITS = List.of("none", "inch", "centimeter");

    private BigEndianTiff() {}

    static boolean is(FileChannel file) throws IOException {
        TiffBytes tiff = new TiffBytes(file);
        return tiff.order() == ByteOrder.BIG_ENDIAN && !tiff.big();
    }

    /**
     * What OpenSlide says of a generic TIFF, with the full resolution as its only level; empty where no tiles of it can be
     * decoded here.
     */
    static Optional<SlideProperties> properties(SlideBytes bytes) throws IOException, TiffBytes.BeyondEndException {
        Optional<CodedLevel> full =
                DirectOpening.levels(bytes, JpegLibrary.best()).stream().max(Comparator.comparing(CodedLevel::widthPx));
        if (full.isEmpty()) {
            return Optional.empty();
        }
        Level level = new Level(0, full.get().widthPx(), full.get().heightPx(), 1);
        TiffImage first = new TiffImages(bytes.channel()).chain().get(0);
        return Optional.of(SlideProperties.of(List.of(level), raw(first), List.of()));
    }

    private static Map<String, String> raw(TiffImage image) throws IOException, TiffBytes.BeyondEndException {
        Map<String, String> raw = new HashMap<>();
        raw.put("openslide.vendor", "generic-tiff");
        String description =
                new String(image.bytes(DESCRIPTION, MAX_DESCRIPTION_BYTES), StandardCharsets.UTF_8).replace("\0", "");
        if (!description.isEmpty()) {
            raw.put("openslide.comment", description);
            raw.put("tiff.ImageDescription", description);
        }
        putRational(raw, "tiff.XResolution", image.bytes(X_RESOLUTION, RATIONAL_BYTES));
        putRational(raw, "tiff.YResolution", image.bytes(Y_RESOLUTION, RATIONAL_BYTES));
        long unit = image.number(RESOLUTION_UNIT, 2);
        if (unit >= 1 && unit <= UNITS.size()) {
            raw.put("tiff.ResolutionUnit", UNITS.get((int) unit - 1));
        }
        return raw;
    }

    private static void putRational(Map<String, String> raw, String key, byte[] value) {
        if (value.length == RATIONAL_BYTES) {
            ByteBuffer numbers = ByteBuffer.wrap(value);
            double over = Integer.toUnsignedLong(numbers.getInt());
            raw.put(key, Double.toString(over / Integer.toUnsignedLong(numbers.getInt())));
        }
    }
}
