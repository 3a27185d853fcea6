package io.slidestream.slides.series;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.RawCodec;
import io.slidestream.slides.codec.RawLayout;
import io.slidestream.slides.codec.RleCodec;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import io.slidestream.slides.dicom.TransferSyntax;
import io.slidestream.slides.jpeg.JpegCodec;
import io.slidestream.slides.jpeg.JpegColour;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.jpeg.JpegMarkers;
import io.slidestream.slides.jpeg.JpegTables;
import io.slidestream.slides.jpeg2000.Jpeg2000Codec;
import io.slidestream.slides.jpeg2000.Jpeg2000Colour;
import java.nio.ByteBuffer;
import java.util.Optional;

/*
 * What an instance says of its colours may be wrong: converters write RGB and leave the JPEG in YCbCr. The stream's own
 * markers (Adobe, JFIF, names R G B) decide, and chroma at half size is YCbCr whatever is said. Where the stream says nothing,
 * the pixels are looked at: in RGB the three components show the same edges, in YCbCr the last two show others, mostly weaker
 * and in the other direction, as what is darker than glass is more coloured; without edges, 128 is glass.
 */
/** Finds the codec for an instance's frames. */
final class FrameCodecs {
    private static final int SAMPLED_FRAMES = 16;
    private static final int MAX_FRAME_BYTES = 1 << 24;
    private static final double FLAT = 1;
    /** Edges of the other two components as a share of the first's: real tissue has 1.5 and more in RGB, below 0 in YCbCr. */
    private static final double CERTAINLY_RGB = 1;

    private static final double CERTAINLY_YCBCR = 0.2;
    private static final int NO_CHROMA = 128;
    /** Markers of JPEG 2000. */
    private static final int CODING = 0x52;

    private static final int START_OF_TILE = 0x90;

    private final JpegLibrary library;

    FrameCodecs(JpegLibrary library) {
        this.library = library;
    }

    /** @throws SlideException NOT_A_SLIDE, with the way out, for what nothing here decodes */
    TileCodec of(Instance instance) throws SlideException {
        Instance.Pixels pixels = instance.pixels();
        if (pixels.bits() != 8) {
            throw refused(instance, "has " + pixels.bits() + " bits a sample, and 8 are read");
        }
        return switch (pixels.syntax().coding()) {
            case NATIVE ->
                new RawCodec(RawLayout.of(pixels.photometric(), pixels.samples(), pixels.planes())
                        .orElseThrow(() -> colours(instance)));
            case RLE ->
                new RleCodec(RawLayout.of(pixels.photometric(), pixels.samples(), RawLayout.Planes.APART)
                        .filter(layout -> layout != RawLayout.YBR_422)
                        .orElseThrow(() -> colours(instance)));
            case JPEG -> jpeg(instance);
            case JPEG_2000 -> jpeg2000(instance);
            case UNREAD ->
                throw refused(
                        instance,
                        "is coded as " + pixels.syntax().label() + ", which is not read here; convert it, as with "
                                + converter(pixels.syntax()));
        };
    }

    private static String converter(TransferSyntax syntax) {
        return switch (syntax) {
            case JPEG_LS, JPEG_LS_NEAR -> "dcmdjpls";
            case JPEG_LOSSLESS, JPEG_LOSSLESS_SV1 -> "dcmdjpeg";
            default -> "gdcmconv --raw";
        };
    }

    /** Bytes of a frame that shows much: the longest of a few. */
    private static byte[] detailed(Frames frames) throws SlideException {
        int detailed = 0;
        for (int i = 0; i < SAMPLED_FRAMES; i++) {
            int frame = (int) ((long) i * frames.count() / SAMPLED_FRAMES);
            if (length(frames, frame) > length(frames, detailed)) {
                detailed = frame;
            }
        }
        byte[] stream = new byte[length(frames, detailed)];
        frames.read(detailed, ByteBuffer.wrap(stream));
        return stream;
    }

    private TileCodec jpeg(Instance instance) throws SlideException {
        byte[] stream = detailed(instance.frames());
        try {
            JpegMarkers markers = JpegMarkers.of(stream);
            if (markers.components() != 3) {
                throw refused(instance, "has " + markers.components() + " samples a pixel in its JPEG, and 3 are read");
            }
            if (markers.precision() != 8) {
                throw refused(instance, "has " + markers.precision() + " bits a sample in its JPEG, and 8 are read");
            }
            Optional<JpegColour> said = markers.colour();
            if (said.isPresent()) {
                return codec(said.get());
            }
            boolean rgb = isRgb(instance, codec(JpegColour.RGB), stream);
            return codec(rgb ? JpegColour.RGB : JpegColour.YCBCR);
        } catch (CodecException e) {
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    instance.name() + " is damaged: a frame is no JPEG: " + e.getMessage() + "; copy it again",
                    e);
        }
    }

    private static int length(Frames frames, int frame) {
        return frames.length(frame, MAX_FRAME_BYTES);
    }

    private JpegCodec codec(JpegColour colour) throws CodecException {
        return new JpegCodec(library, JpegTables.of(new byte[0], colour));
    }

    /** Its own transform is undone by the decoder; what was YCbCr before stays so. */
    private static TileCodec jpeg2000(Instance instance) throws SlideException {
        if (!Jpeg2000Codec.isAvailable()) {
            throw new SlideException(
                    RejectionReason.FAILED,
                    instance.name() + " is coded as JPEG 2000, which needs OpenJPEG: apt-get install libopenjp2-7");
        }
        byte[] stream = Jpeg2000Codec.codeStream(detailed(instance.frames()));
        Jpeg2000Codec rgb = new Jpeg2000Codec(Jpeg2000Colour.RGB);
        return isTransformed(stream) || isRgb(instance, rgb, stream) ? rgb : new Jpeg2000Codec(Jpeg2000Colour.YCBCR);
    }

    /** Whether the code stream says, in its marker COD, that its components are a transform of RGB. */
    private static boolean isTransformed(byte[] stream) {
        int at = 2;
        while (at + 9 < stream.length && (stream[at] & 0xff) == 0xff && (stream[at + 1] & 0xff) != START_OF_TILE) {
            if ((stream[at + 1] & 0xff) == CODING) {
                return stream[at + 8] == 1;
            }
            at += 2 + ((stream[at + 2] & 0xff) << 8 | stream[at + 3] & 0xff);
        }
        return false;
    }

    /**
     * Whether the pixels themselves show that they are RGB.
     *
     * @param asTheyAre gives the components as they are
     */
    private static boolean isRgb(Instance instance, TileCodec asTheyAre, byte[] stream) {
        boolean said = !instance.pixels().photometric().startsWith("YBR");
        int width = instance.matrix().tileWidthPx();
        int height = instance.matrix().tileHeightPx();
        TilePixels target = new TilePixels(width, height);
        try (TileDecoder decoder = asTheyAre.newDecoder()) {
            decoder.prepare(stream.length).put(stream);
            decoder.decode(width, height, target);
        } catch (CodecException e) {
            return said; // whoever needs the frame will hear of it
        }
        double edges = 0;
        double shared = 0;
        double chroma = 0;
        double difference = 0;
        for (int i = 0; i < width * height; i++) {
            int pixel = target.pixels().get(i);
            int next = i % width == width - 1 ? pixel : target.pixels().get(i + 1);
            int edge = sample(pixel, 0) - sample(next, 0);
            edges += edge * edge;
            for (int c = 1; c < 3; c++) {
                shared += edge * (sample(pixel, c) - sample(next, c));
                chroma += Math.abs(sample(pixel, c) - NO_CHROMA);
                difference += Math.abs(sample(pixel, c) - sample(pixel, 0));
            }
        }
        if (edges > FLAT * width * height) {
            double share = shared / edges;
            return share > CERTAINLY_RGB || share > CERTAINLY_YCBCR && said;
        }
        return chroma == difference ? said : chroma > difference;
    }

    private static int sample(int pixel, int component) {
        return pixel >> 16 - 8 * component & 255;
    }

    private static SlideException colours(Instance instance) {
        return refused(
                instance,
                "has " + instance.pixels().samples() + " samples a pixel, "
                        + instance.pixels().photometric().replaceAll("[^A-Z0-9_ ]", "?") + ", which is not read here");
    }

    private static SlideException refused(Instance instance, String why) {
        return new SlideException(RejectionReason.NOT_A_SLIDE, instance.name() + " " + why);
    }
}
