package io.slidestream.slides.direct;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.RawCodec;
import io.slidestream.slides.codec.RawLayout;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.jpeg.JpegCodec;
import io.slidestream.slides.jpeg.JpegColour;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg.JpegTables;
import io.slidestream.slides.jpeg2000.Jpeg2000Codec;
import io.slidestream.slides.jpeg2000.Jpeg2000Colour;
import io.slidestream.slides.lossless.LosslessCodec;
import io.slidestream.slides.lossless.Packing;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffField;
import io.slidestream.slides.tiff.TiffImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads from a directory's tags how its tiles are coded. Only what OpenSlide shows sample by sample qualifies. */
final class TiffCoding {
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int DESCRIPTION = 270;
    private static final int SAMPLES = 277;
    private static final int PLANES = 284;
    private static final int PREDICTOR = 317;
    private static final int JPEG_TABLES = 347;

    /** Aperio's, not compressed: OpenSlide knows no such number. */
    private static final int APERIO_YUYV = 33_007;

    private static final int APERIO_JPEG_2000_YCBCR = 33_003;
    private static final int APERIO_JPEG_2000_RGB = 33_005;

    /** Bio-Formats' for JPEG 2000, which it writes as 33003 where nothing is lost. */
    private static final int LOSSY_JPEG_2000 = 33_004;

    private static final int JPEG_2000 = 34_712;

    private static final byte[] APERIO = "Aperio".getBytes(StandardCharsets.US_ASCII);

    private static final int RGB = 2;
    private static final int YCBCR = 6;
    private static final int TOGETHER = 1;
    private static final int SEPARATE = 2;
    private static final int PLAIN = 1;
    private static final int DIFFERENCED = 2;

    private TiffCoding() {}

    static Optional<TileCodec> of(TiffImage image, JpegLibrary library)
            throws IOException, TiffBytes.BeyondEndException {
        if (image.number(SAMPLES, 1) != 3 || !image.isEach(BITS, 3, 8)) {
            return Optional.empty();
        }
        long compression = image.number(COMPRESSION, 1);
        if (compression == 7) {
            return jpeg(image, library);
        }
        if (isJpeg2000(compression)) {
            return image.number(PLANES, TOGETHER) == TOGETHER && Jpeg2000Codec.isAvailable()
                    ? Optional.of(new Jpeg2000Codec(jpeg2000Colour(image, compression)))
                    : Optional.empty();
        }
        if (compression == APERIO_YUYV) {
            return image.number(PLANES, TOGETHER) == TOGETHER
                    ? Optional.of(new RawCodec(RawLayout.YUYV))
                    : Optional.empty();
        }
        return lossless(image, (int) compression);
    }

    /** The field that names the image's coding, where that keeps OpenSlide from opening the file. */
    static Optional<TiffField> onlyKnownHere(TiffImage image) throws IOException, TiffBytes.BeyondEndException {
        long compression = image.number(COMPRESSION, 1);
        return compression == APERIO_YUYV || (isJpeg2000(compression) && !isAperio(image))
                ? image.field(COMPRESSION)
                : Optional.empty();
    }

    private static boolean isJpeg2000(long compression) {
        return compression == APERIO_JPEG_2000_YCBCR
                || compression == LOSSY_JPEG_2000
                || compression == APERIO_JPEG_2000_RGB
                || compression == JPEG_2000;
    }

    /** Aperio's numbers say it, whatever its tags do; in others' files the tag does, whatever their number means to Aperio. */
    private static Jpeg2000Colour jpeg2000Colour(TiffImage image, long compression)
            throws IOException, TiffBytes.BeyondEndException {
        boolean ycbcr =
                isAperio(image) ? compression == APERIO_JPEG_2000_YCBCR : image.number(PHOTOMETRIC, RGB) == YCBCR;
        return ycbcr ? Jpeg2000Colour.YCBCR : Jpeg2000Colour.RGB;
    }

    private static boolean isAperio(TiffImage image) throws IOException, TiffBytes.BeyondEndException {
        byte[] description = image.bytes(DESCRIPTION, 1 << 16);
        return description.length >= APERIO.length
                && Arrays.equals(description, 0, APERIO.length, APERIO, 0, APERIO.length);
    }

    private static Optional<TileCodec> jpeg(TiffImage image, JpegLibrary library)
            throws IOException, TiffBytes.BeyondEndException {
        long photometric = image.number(PHOTOMETRIC, 0);
        if ((photometric != RGB && photometric != YCBCR) || image.number(PLANES, TOGETHER) != TOGETHER) {
            return Optional.empty();
        }
        try {
            JpegColour colour = photometric == RGB ? JpegColour.RGB : JpegColour.YCBCR;
            JpegTables tables = JpegTables.of(image.bytes(JPEG_TABLES, 1 << 16), colour);
            return Optional.of(new JpegCodec(library, tables));
        } catch (CodecException e) {
            return Optional.empty();
        }
    }

    private static Optional<TileCodec> lossless(TiffImage image, int compression)
            throws IOException, TiffBytes.BeyondEndException {
        long predictor = image.number(PREDICTOR, PLAIN);
        long planes = image.number(PLANES, TOGETHER);
        Optional<Packing> packing = Packing.ofTiff(compression);
        if (packing.isEmpty()
                || image.number(PHOTOMETRIC, 0) != RGB
                || (predictor != PLAIN && predictor != DIFFERENCED)
                || (planes != TOGETHER && planes != SEPARATE)) {
            return Optional.empty();
        }
        return Optional.of(new LosslessCodec(
                packing.get(),
                predictor == DIFFERENCED ? LosslessCodec.Predictor.LEFT : LosslessCodec.Predictor.NONE,
                planes == SEPARATE ? LosslessCodec.Layout.PLANES : LosslessCodec.Layout.PIXELS));
    }
}
