package io.slidestream.synthetic;

import java.awt.image.BandedSampleModel;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The JDK's encoder: the same bytes on every machine with one Java release. */
public final class JpegEncoder implements TileEncoder {
    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ImageWriteParam param = writer.getDefaultWriteParam();
    private final JpegColour colour;

    public JpegEncoder(JpegFormat format) {
        colour = format.colour();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(format.quality() / 100f);
    }

    @Override
    public byte[] encode(int[] rgb, int widthPx, int heightPx) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, image(rgb, widthPx, heightPx), param);
        }
        return colour == JpegColour.RGB ? JpegSegments.withoutJfif(bytes.toByteArray()) : bytes.toByteArray();
    }

    @Override
    public void close() {
        writer.dispose();
    }

    /** An image is written as YCbCr with halved chroma; a raster's bands as they are. */
    private IIOImage image(int[] rgb, int widthPx, int heightPx) {
        if (colour == JpegColour.YCBCR_420) {
            BufferedImage image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
            image.getRaster().setDataElements(0, 0, widthPx, heightPx, rgb);
            return new IIOImage(image, null, null);
        }
        byte[][] bands = colour == JpegColour.RGB ? Bands.rgb(rgb) : Bands.yCbCr(rgb);
        BandedSampleModel model = new BandedSampleModel(DataBuffer.TYPE_BYTE, widthPx, heightPx, 3);
        return new IIOImage(
                Raster.createWritableRaster(model, new DataBufferByte(bands, rgb.length), null), null, null);
    }
}
