package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegEncoder;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TileEncoder;
import io.slidestream.synthetic.TurboJpegEncoder;
import io.slidestream.synthetic.TurboJpegLibrary;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each encoder and colour, as another program decodes them. */
class TileEncoderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void jdksEncoder_writesWhatIsAskedFor(JpegColour colour) throws Exception {
        try (TileEncoder encoder = new JpegEncoder(format(colour))) {
            check(encoder, colour);
        }
    }

    @ParameterizedTest
    @EnumSource
    void libjpegTurbo_writesWhatIsAskedFor(JpegColour colour) throws Exception {
        assumeTrue(TurboJpegLibrary.present(), "this machine has no libturbojpeg");
        try (TileEncoder encoder = new TurboJpegEncoder(format(colour))) {
            check(encoder, colour);
            check(encoder, colour);
        }
    }

    /** The pixels of a slide in every colour, with its own tables and with shared ones. */
    @ParameterizedTest
    @EnumSource
    void slidesOfEveryColour_showTheSamePixels(JpegColour colour) throws Exception {
        SyntheticSlide.Builder builder =
                SyntheticSlide.builder().size(600, 500).jpegTilePx(64).cellTiles(2);
        builder.write(folder.resolve("reference.svs"));
        for (JpegFormat.Tables tables : JpegFormat.Tables.values()) {
            for (boolean distinct : new boolean[] {false, true}) {
                Path file = folder.resolve(tables + "-" + distinct + ".svs");
                SyntheticSlide.Builder other = SyntheticSlide.builder()
                        .size(600, 500)
                        .jpegTilePx(64)
                        .cellTiles(2)
                        .jpeg(new JpegFormat(colour, 90, tables));
                (distinct ? other.distinct() : other).write(file);
                try (SlideReader reference = SlideReaders.open(folder.resolve("reference.svs"));
                        SlideReader reader = SlideReaders.open(file)) {
                    Level0Region whole = new Level0Region(0, 0, 600, 500);
                    assertThat(difference(
                                    reader.read(whole, 1).rgb(),
                                    reference.read(whole, 1).rgb()))
                            .as("%s %s distinct %s", colour, tables, distinct)
                            .isLessThan(distinct ? 32 : 8);
                }
            }
        }
    }

    private static JpegFormat format(JpegColour colour) {
        return new JpegFormat(colour, 95, JpegFormat.Tables.OWN);
    }

    private static void check(TileEncoder encoder, JpegColour colour) throws Exception {
        int[] rgb = new int[64 * 48];
        Arrays.fill(rgb, 0xc87830);
        byte[] jpeg = encoder.encode(rgb, 64, 48);

        assertThat(sampling(jpeg)).isEqualTo(colour == JpegColour.YCBCR_420 ? 0x22 : 0x11);
        if (colour == JpegColour.RGB) {
            assertThat(jpeg[3] & 0xff).as("no segment says JFIF").isNotEqualTo(0xe0);
        }
        int first = firstComponent(jpeg);
        // Luma of this colour is 136, its red 200; a mean over the block says which of them is stored.
        assertThat(first).isBetween(colour == JpegColour.RGB ? 195 : 131, colour == JpegColour.RGB ? 205 : 141);
    }

    private static int sampling(byte[] jpeg) {
        return jpeg[frame(jpeg) + 11] & 0xff;
    }

    private static int frame(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != 0xc0) {
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
        }
        return at;
    }

    /** The first component of the first pixel, undone by the JDK without a change of colours. */
    private static int firstComponent(byte[] jpeg) throws Exception {
        var reader = javax.imageio.ImageIO.getImageReadersByFormatName("jpeg").next();
        try (var stream =
                new javax.imageio.stream.MemoryCacheImageInputStream(new java.io.ByteArrayInputStream(jpeg))) {
            reader.setInput(stream);
            return reader.readRaster(0, null).getSample(8, 8, 0);
        } finally {
            reader.dispose();
        }
    }

    private static double difference(int[] a, int[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                sum += Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
            }
        }
        return sum / (3.0 * a.length);
    }
}
