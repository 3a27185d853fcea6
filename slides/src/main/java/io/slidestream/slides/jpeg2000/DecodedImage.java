package io.slidestream.slides.jpeg2000;

import com.sun.jna.Pointer;
import io.slidestream.slides.codec.CodecException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/*
 * opj_image_t: x0 y0 x1 y1 numcomps color_space (4 bytes each), comps (a pointer). opj_image_comp_t, 64 bytes: dx dy w h x0 y0
 * prec bpp sgnd resno_decoded factor (4 bytes each), 4 of padding, data (a pointer), alpha. Pointers are of 8 bytes on every
 * platform that there is a JVM of 17 for but 32-bit ones, which are refused.
 */
/** A picture in OpenJPEG's memory. Nothing is read that was not checked to be there. */
final class DecodedImage {
    private static final int X1 = 8;
    private static final int Y1 = 12;
    private static final int COMPONENTS = 16;
    private static final int COMPONENT_POINTER = 24;
    private static final int COMPONENT_BYTES = 64;

    private static final int WIDTH = 8;
    private static final int HEIGHT = 12;
    private static final int PRECISION = 24;
    private static final int SIGNED = 32;
    private static final int DATA = 48;

    private final Pointer image;

    DecodedImage(Pointer image) {
        this.image = image;
    }

    /** Whether it is of three components and this size. */
    boolean is(int widthPx, int heightPx) {
        return image.getInt(X1) == widthPx && image.getInt(Y1) == heightPx && image.getInt(COMPONENTS) == 3;
    }

    /** @throws CodecException if the component is not as the headers said */
    Component component(int index, int targetWidthPx, int targetHeightPx) throws CodecException {
        Pointer component = image.getPointer(COMPONENT_POINTER).share((long) index * COMPONENT_BYTES, COMPONENT_BYTES);
        int width = component.getInt(WIDTH);
        int height = component.getInt(HEIGHT);
        Pointer data = component.getPointer(DATA);
        boolean fits = (width == targetWidthPx || width == (targetWidthPx + 1) / 2)
                && (height == targetHeightPx || height == (targetHeightPx + 1) / 2);
        if (data == null || !fits || component.getInt(PRECISION) != 8 || component.getInt(SIGNED) != 0) {
            throw new CodecException("component " + index + " came out as " + width + "x" + height + " px of "
                    + component.getInt(PRECISION) + " bits for a picture of " + targetWidthPx + "x" + targetHeightPx);
        }
        IntBuffer samples = data.getByteBuffer(0, 4L * width * height)
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
        return new Component(samples, width, width == targetWidthPx ? 0 : 1, height == targetHeightPx ? 0 : 1);
    }

    /**
     * One component.
     *
     * @param xShift 1 where it has half the picture's columns, else 0
     */
    record Component(IntBuffer samples, int widthPx, int xShift, int yShift) {
        /** The samples of a row of the picture. */
        void row(int y, int[] row) {
            samples.get((y >> yShift) * widthPx, row, 0, widthPx);
        }
    }
}
