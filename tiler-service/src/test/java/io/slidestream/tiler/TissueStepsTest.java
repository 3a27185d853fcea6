package io.slidestream.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.tiler.tissue.BinaryPicture;
import io.slidestream.tiler.tissue.MedianFilter;
import io.slidestream.tiler.tissue.OtsuThreshold;
import io.slidestream.tiler.tissue.TissueSettings;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each step of the mask against its plain definition. */
class TissueStepsTest {
    @Test
    void median_isTheMiddleOfTheWindow_edgeRepeated() {
        int width = 23;
        int height = 17;
        byte[] values = new byte[width * height];
        new Random(1).nextBytes(values);

        byte[] filtered = MedianFilter.filter(values, width, height, 7);

        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] window = new int[49];
                for (int i = 0; i < 49; i++) {
                    int column = Math.min(Math.max(x + i % 7 - 3, 0), width - 1);
                    int row = Math.min(Math.max(y + i / 7 - 3, 0), height - 1);
                    window[i] = values[row * width + column] & 0xFF;
                }
                Arrays.sort(window);
                assertThat(filtered[y * width + x] & 0xFF).as("at %d,%d", x, y).isEqualTo(window[24]);
            }
        }
    }

    @Test
    void otsu_splitsTwoHills() {
        byte[] values = new byte[300];
        for (int i = 0; i < 300; i++) {
            values[i] = (byte) (i < 200 ? 10 + i % 5 : 120 + i % 7);
        }
        assertThat(OtsuThreshold.of(values)).isBetween(14, 119);
        assertThat(OtsuThreshold.of(new byte[50])).isZero();
    }

    @Test
    void closing_joinsWhatIsNear_andMovesNothing() {
        BinaryPicture picture = picture(
                "....................",
                "....................",
                "....................",
                "....................",
                "....xxx....xxx......",
                "....xxx....xxx......",
                "....xxx....xxx......",
                "....................",
                "....................",
                "....................",
                "....................");
        picture.close(6);

        assertThat(rows(picture))
                .containsExactly(
                        "....................",
                        "....................",
                        "....................",
                        "....................",
                        "....xxxxxxxxxx......",
                        "....xxxxxxxxxx......",
                        "....xxxxxxxxxx......",
                        "....................",
                        "....................",
                        "....................",
                        "....................");
    }

    @Test
    void closing_leavesWhatIsFarApart() {
        BinaryPicture picture = picture("....................", "....xxx......xxx....", "....................");
        picture.close(6);

        assertThat(picture.isSet(9, 1)).isFalse();
    }

    @Test
    void areas_areCountedWithDiagonalsForObjectsAndWithoutForHoles() {
        BinaryPicture picture = picture(
                "x...........", //
                ".x...xxxxxx.",
                "..x..x.xxxx.",
                ".....xx.xxx.",
                ".....xxxxxx.",
                "x..........x");
        picture.dropObjectsBelow(3);
        picture.fillHolesBelow(2);

        assertThat(rows(picture))
                .containsExactly(
                        "x...........", //
                        ".x...xxxxxx.",
                        "..x..xxxxxx.",
                        ".....xxxxxx.",
                        ".....xxxxxx.",
                        "...........x");
    }

    @Test
    void version_namesEveryParameter() {
        assertThat(TissueSettings.DEFAULT.version())
                .isEqualTo("saturation-3 res=8.0..16.0um median=7 otsu=8..20 bright=20 close=6 objects=200.0um"
                        + " holes=190.0um ink=auto share=0.1");
        assertThat(TissueSettings.DEFAULT.withMinTileFraction(0.25).version()).endsWith("share=0.25");
    }

    @Test
    void minTileFraction_mustBeAShare() {
        assertThatThrownBy(() -> TissueSettings.DEFAULT.withMinTileFraction(0))
                .hasMessage("minTileFraction must be in (0, 1], was 0.0");
    }

    private static BinaryPicture picture(String... rows) {
        boolean[] set = new boolean[rows.length * rows[0].length()];
        for (int i = 0; i < set.length; i++) {
            set[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == 'x';
        }
        return new BinaryPicture(rows[0].length(), rows.length, set);
    }

    private static String[] rows(BinaryPicture picture) {
        String[] rows = new String[picture.heightPx()];
        for (int y = 0; y < rows.length; y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < picture.widthPx(); x++) {
                row.append(picture.isSet(x, y) ? 'x' : '.');
            }
            rows[y] = row.toString();
        }
        return rows;
    }
}
