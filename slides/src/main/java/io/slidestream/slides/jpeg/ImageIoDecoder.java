package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TilePixels;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.IntBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** The JDK's own decoder, for machines without libturbojpeg; it knows no reduced sizes. */
final class ImageIoDecoder implements JpegDecoder {
    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("jpeg").next();
    private @Nullable String warning;

    ImageIoDecoder() {
        IIOReadWarningListener listener = (source, text) -> warning = text;
        reader.addIIOReadWarningListener(listener);
    }

    @Override
    public void decode(JpegStream stream, TilePixels target) throws CodecException {
        warning = null;
        ImageReadParam param = reader.getDefaultReadParam();
        BufferedImage image = new BufferedImage(target.widthPx(), target.heightPx(), BufferedImage.TYPE_3BYTE_BGR);
        param.setDestination(image);
        try (MemoryCacheImageInputStream input =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(stream.toBytes()))) {
            reader.setInput(input, true, true);
            reader.read(0, param);
        } catch (IOException | RuntimeException e) { // the JDK's decoder throws both on damaged streams
            throw new CodecException(String.valueOf(e.getMessage()), e);
        } finally {
            reader.setInput(null);
        }
        if (warning != null) {
            throw new CodecException(warning);
        }
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        IntBuffer pixels = target.pixels();
        for (int i = 0; i < bgr.length / 3; i++) {
            pixels.put(i, (bgr[3 * i + 2] & 0xff) << 16 | (bgr[3 * i + 1] & 0xff) << 8 | bgr[3 * i] & 0xff);
        }
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
