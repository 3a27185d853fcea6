package io.slidestream.viewer.deepzoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PyramidTest {
    @Test
    void tiles_overlapByOnePixel_exceptAtTheEdges() {
        Pyramid pyramid = new Pyramid(1000, 600);
        assertThat(pyramid.topLevel()).isEqualTo(10);
        assertThat(pyramid.tile(10, 0, 0)).contains(new Pyramid.Tile(new Level0Region(0, 0, 255, 255), 255, 255, 1));
        assertThat(pyramid.tile(10, 1, 1))
                .contains(new Pyramid.Tile(new Level0Region(253, 253, 256, 256), 256, 256, 1));
        assertThat(pyramid.tile(10, 3, 2)).contains(new Pyramid.Tile(new Level0Region(761, 507, 239, 93), 239, 93, 1));
        assertThat(pyramid.tile(10, 4, 0)).isEmpty();
        assertThat(pyramid.tile(11, 0, 0)).isEmpty();
    }

    @Test
    void coarserLevels_roundUp_andStayInsideTheSlide() {
        Pyramid pyramid = new Pyramid(1001, 600);
        assertThat(pyramid.tile(9, 1, 1)).contains(new Pyramid.Tile(new Level0Region(506, 506, 495, 94), 248, 47, 2));
        assertThat(pyramid.tile(0, 0, 0)).contains(new Pyramid.Tile(new Level0Region(0, 0, 1001, 600), 1, 1, 1024));
    }

    @Test
    void shrinking_isTheMean_stretchingTheNearest() {
        RgbImage image =
                new RgbImage(4, 2, new int[] {0, 0x020202, 0xFF0000, 0xFF0000, 0x020202, 0, 0xFF0000, 0xFF0000});
        assertThat(Scaling.to(image, 2, 1).rgb()).containsExactly(0x010101, 0xFF0000);
        RgbImage one = new RgbImage(1, 1, new int[] {0x123456});
        assertThat(Arrays.stream(Scaling.to(one, 3, 2).rgb()).distinct()).containsExactly(0x123456);
    }

    @Test
    void cache_forgetsWhatWasUsedLongestAgo() {
        ByteCache<String> cache = new ByteCache<>(10);
        cache.put("a", new byte[4]);
        cache.put("b", new byte[4]);
        assertThat(cache.get("a")).isPresent();
        cache.put("c", new byte[4]);
        assertThat(cache.get("b")).isEmpty();
        assertThat(cache.get("a")).isPresent();
        assertThat(cache.bytes()).isEqualTo(8);
    }
}
