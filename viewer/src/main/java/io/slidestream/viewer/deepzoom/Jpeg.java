package io.slidestream.viewer.deepzoom;

import io.slidestream.slides.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pixels as JPEG. */
final class Jpeg {
    /** Quality at which slides themselves are stored; more only costs time and bytes. */
    private static final float QUALITY = 0.8f;

    private Jpeg() {}

    static byte[] of(RgbImage image) {
        BufferedImage picture = new BufferedImage(image.widthPx(), image.heightPx(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        System.arraycopy(image.rgb(), 0, pixels, 0, pixels.length);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 15);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
