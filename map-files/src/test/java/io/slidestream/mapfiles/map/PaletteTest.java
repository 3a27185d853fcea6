package io.slidestream.mapfiles.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.testkit.MapSamples;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaletteTest {
    @Test
    void kathersClasses_haveHisColoursInAnyOrder() {
        Palette palette = new Palette(List.of("TUM", "ADI"));
        assertThat(palette.colour(0)).isEqualTo(230 << 16 | 73 << 8 | 22);
        assertThat(palette.colour(1)).isEqualTo(141 << 16 | 141 << 8 | 141);
        assertThat(palette.tissue(0)).isEqualTo("tumour");
    }

    @Test
    void otherClasses_haveDifferentColours_noneThatOfUnreadTiles() {
        List<String> names = IntStream.range(0, 20).mapToObj(i -> "class " + i).toList();
        Palette palette = new Palette(names);
        assertThat(IntStream.range(0, 20).map(palette::colour).distinct().toArray())
                .hasSize(20)
                .doesNotContain(Palette.UNREAD);
        assertThat(palette.tissue(0)).isEmpty();
    }

    @Test
    void unread_isNoneOfKathersColours() {
        Palette palette = new Palette(MapSamples.KATHER);
        assertThat(IntStream.range(0, 9).map(palette::colour).toArray()).doesNotContain(Palette.UNREAD);
    }
}
