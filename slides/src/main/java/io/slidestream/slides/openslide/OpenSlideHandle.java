package io.slidestream.slides.openslide;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelExtent;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.store.FileUris;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One open slide of the library in this process. */
public final class OpenSlideHandle implements OpenedSlide {
    private @Nullable Pointer slide;

    private OpenSlideHandle(Pointer slide) {
        this.slide = slide;
    }

    /** Empty where the library knows no slide in the file. The handle may be in error already: ask {@link #check}. */
    public static Optional<OpenSlideHandle> open(Path file) {
        OpenSlideLibrary.load();
        return Optional.ofNullable(OpenSlideLibrary.openslide_open(terminated(FileUris.bytes(file))))
                .map(OpenSlideHandle::new);
    }

    /** {@code 3.4.1}. */
    public static String version() {
        OpenSlideLibrary.load();
        return OpenSlideLibrary.openslide_get_version().getString(0, UTF_8.name());
    }

    @Override
    public List<Level> levels() throws OpenSlideException {
        int count = OpenSlideLibrary.openslide_get_level_count(pointer());
        check();
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            LongByReference width = new LongByReference();
            LongByReference height = new LongByReference();
            OpenSlideLibrary.openslide_get_level_dimensions(pointer(), i, width, height);
            double downsample = OpenSlideLibrary.openslide_get_level_downsample(pointer(), i);
            check();
            if (width.getValue() < 1 || height.getValue() < 1 || !(downsample > 0)) {
                throw new OpenSlideException("level " + i + " has no size");
            }
            levels.add(new Level(i, width.getValue(), height.getValue(), downsample));
        }
        return levels;
    }

    @Override
    public Map<String, String> properties() throws OpenSlideException {
        Map<String, String> properties = new TreeMap<>();
        for (String name : strings(OpenSlideLibrary.openslide_get_property_names(pointer()))) {
            Pointer value = OpenSlideLibrary.openslide_get_property_value(pointer(), cString(name));
            if (value != null) {
                properties.put(name, value.getString(0, UTF_8.name()));
            }
        }
        check();
        return properties;
    }

    @Override
    public List<String> associatedImages() throws OpenSlideException {
        List<String> names = strings(OpenSlideLibrary.openslide_get_associated_image_names(pointer()));
        check();
        return names;
    }

    @Override
    public RgbImage associatedImage(String name) throws OpenSlideException {
        long[] size = associatedSizePx(name);
        int[] argb = destination(size[0], size[1]);
        OpenSlideLibrary.openslide_read_associated_image(pointer(), cString(name), argb);
        check();
        return onWhite((int) size[0], (int) size[1], argb);
    }

    @Override
    public RgbImage read(long level0X, long level0Y, int level, long widthPx, long heightPx) throws OpenSlideException {
        int[] argb = destination(widthPx, heightPx);
        OpenSlideLibrary.openslide_read_region(pointer(), argb, level0X, level0Y, level, widthPx, heightPx);
        check();
        return onWhite((int) widthPx, (int) heightPx, argb);
    }

    /** Width and height of an associated image. */
    public long[] associatedSizePx(String name) throws OpenSlideException {
        LongByReference width = new LongByReference();
        LongByReference height = new LongByReference();
        OpenSlideLibrary.openslide_get_associated_image_dimensions(pointer(), cString(name), width, height);
        check();
        checkSize(width.getValue(), height.getValue(), LevelExtent.MAX_ASSOCIATED_PX);
        return new long[] {width.getValue(), height.getValue()};
    }

    /** The image's pixels as OpenSlide gives them, premultiplied, into memory that holds as many. */
    public void associatedInto(Pointer argb, String name) throws OpenSlideException {
        OpenSlideLibrary.openslide_read_associated_image(pointer(), cString(name), argb);
        check();
    }

    /** The pixels of {@link #read} as OpenSlide gives them, premultiplied, into memory that holds as many. */
    public void readInto(Pointer argb, long level0X, long level0Y, int level, long widthPx, long heightPx)
            throws OpenSlideException {
        checkSize(widthPx, heightPx);
        OpenSlideLibrary.openslide_read_region(pointer(), argb, level0X, level0Y, level, widthPx, heightPx);
        check();
    }

    @Override
    public void check() throws OpenSlideException {
        Pointer error = OpenSlideLibrary.openslide_get_error(pointer());
        if (error != null) {
            throw new OpenSlideException(error.getString(0, UTF_8.name()));
        }
    }

    @Override
    public void close() {
        Pointer closing = slide;
        slide = null;
        if (closing != null) {
            OpenSlideLibrary.openslide_close(closing);
        }
    }

    private Pointer pointer() {
        Pointer current = slide;
        if (current == null) {
            throw new IllegalStateException("the slide is closed");
        }
        return current;
    }

    private static int[] destination(long widthPx, long heightPx) throws OpenSlideException {
        checkSize(widthPx, heightPx);
        return new int[Math.toIntExact(widthPx * heightPx)];
    }

    /** @throws OpenSlideException if an image is none, or too large */
    public static void checkSize(long widthPx, long heightPx) throws OpenSlideException {
        checkSize(widthPx, heightPx, LevelExtent.MAX_IMAGE_PX);
    }

    private static void checkSize(long widthPx, long heightPx, long mostPx) throws OpenSlideException {
        if (widthPx < 1 || heightPx < 1 || widthPx > mostPx / heightPx) {
            throw new OpenSlideException(
                    "an image of " + widthPx + "x" + heightPx + " px is outside 1.." + mostPx + " pixels");
        }
    }

    /** An image of the premultiplied pixels, which are changed. */
    public static RgbImage onWhite(int widthPx, int heightPx, int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            argb[i] = onWhite(argb[i]);
        }
        return new RgbImage(widthPx, heightPx, argb);
    }

    /** Pixels come premultiplied, so white adds just what the pixel lets through. */
    public static int onWhite(int pixel) {
        int through = 255 - (pixel >>> 24);
        return through == 0 ? pixel & 0xffffff : onWhite(pixel, through);
    }

    private static int onWhite(int pixel, int through) {
        int red = Math.min(255, (pixel >>> 16 & 255) + through);
        int green = Math.min(255, (pixel >>> 8 & 255) + through);
        int blue = Math.min(255, (pixel & 255) + through);
        return red << 16 | green << 8 | blue;
    }

    private static List<String> strings(@Nullable Pointer array) {
        return array == null ? List.of() : List.of(array.getStringArray(0, UTF_8.name()));
    }

    private static byte[] cString(String text) {
        return terminated(text.getBytes(UTF_8));
    }

    private static byte[] terminated(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
