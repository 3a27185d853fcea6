package io.slidestream.networks.patches;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Pillow's own results; see {@code src/test/python/pillow_resize_golden.py}. */
public class PillowResizeTest {
    @ParameterizedTest
    @CsvFileSource(resources = "pillow-resize.csv")
    void toSquare_equalsPillowToTheLastBit(int widthPx, int heightPx, int sizePx, String sha256, String firstBytes)
            throws Exception {
        for (PillowResize.Compiler compiler : PillowResize.Compiler.values()) {
            byte[] bytes =
                    bytes(new PillowResize(sizePx, compiler).toSquare(picture(widthPx, heightPx), widthPx, heightPx));

            assertThat(HexFormat.of().formatHex(bytes, 0, 12)).isEqualTo(firstBytes);
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                    .as("%s", compiler)
                    .isEqualTo(sha256);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "226, 225, 0.6, 0.3, 224.3, 224.1",
        "61, 53, 3.25, 0, 40.5, 53",
        "40, 70, 0, 10.75, 40, 34.25",
        "90, 33, 0.5, 0.5, 89, 32",
        "3, 2, 0, 0, 3, 2"
    })
    void packedSumsAreTheSameBits_alsoOfPartsOfReducedPictures(
            int widthPx, int heightPx, double left, double top, double width, double height) {
        int[] rgb = picture(widthPx, heightPx);
        SourceBox box = new SourceBox(left, top, width, height);
        for (ResizeAxis.Kernel kernel : ResizeAxis.Kernel.values()) {
            for (int sizePx : new int[] {224, 48, 31}) {
                assertThat(new PillowResize(sizePx, PillowResize.Compiler.QUICK)
                                .toSquare(rgb, widthPx, heightPx, box, kernel))
                        .as("%s to %d", kernel, sizePx)
                        .isEqualTo(new PillowResize(sizePx, PillowResize.Compiler.FULL)
                                .toSquare(rgb, widthPx, heightPx, box, kernel));
            }
        }
    }

    @Test
    void oneResizeServesPicturesOfSeveralSizes() {
        for (PillowResize.Compiler compiler : PillowResize.Compiler.values()) {
            PillowResize resize = new PillowResize(8, compiler);
            int[] first = resize.toSquare(picture(16, 20), 16, 20).clone();
            resize.toSquare(picture(5, 7), 5, 7);

            assertThat(resize.toSquare(picture(16, 20), 16, 20)).isEqualTo(first);
        }
    }

    @Test
    void aPictureOfTheRightSize_isPassedThrough() {
        int[] rgb = picture(8, 8);

        assertThat(new PillowResize(8).toSquare(rgb, 8, 8)).isSameAs(rgb);
    }

    @Test
    void oneColour_staysThatColour() {
        int[] rgb = new int[31 * 17];
        Arrays.fill(rgb, 0xFF8001);

        assertThat(new PillowResize(12).toSquare(rgb, 31, 17)).containsOnly(0xFF8001);
    }

    /** The picture of the Python script: rows of noise, of a ramp, of black and white. */
    public static int[] picture(int widthPx, int heightPx) {
        int[] rgb = new int[widthPx * heightPx];
        int state = 1;
        for (int i = 0; i < rgb.length; i++) {
            state = state * 1_664_525 + 1_013_904_223;
            int x = i % widthPx;
            int y = i / widthPx;
            rgb[i] = switch (y % 3) {
                case 0 -> state >>> 8;
                case 1 -> (x & 0xff) << 16 | (y & 0xff) << 8 | ((x + y) & 0xff);
                default -> state < 0 ? 0xffffff : 0;
            };
        }
        return rgb;
    }

    private static byte[] bytes(int[] rgb) {
        byte[] bytes = new byte[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bytes[3 * i] = (byte) (rgb[i] >> 16);
            bytes[3 * i + 1] = (byte) (rgb[i] >> 8);
            bytes[3 * i + 2] = (byte) rgb[i];
        }
        return bytes;
    }
}
