package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicTest {
    static Collection<Samples.Sample<?>> samples() {
        return Samples.ALL.values();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void blocksSpreadOverPartitions_whatIsSaidOfAMapOrOfASlideStaysInOne(Samples.Sample<T> sample) {
        assertThat(sample.topic().key().apply(sample.message())).isEqualTo(expectedKey(sample.message()));
    }

    @Test
    void slidesInAFolderNamedUrgent_goAhead() {
        assertThat(Topic.blocksOf(slide("urgent/S1"))).isEqualTo(Topic.TILE_BLOCKS_URGENT);
        assertThat(Topic.blocksOf(slide("lab/urgent/case 7/S1"))).isEqualTo(Topic.TILE_BLOCKS_URGENT);
        assertThat(Topic.blocksOf(slide("urgent"))).isEqualTo(Topic.TILE_BLOCKS);
        assertThat(Topic.blocksOf(slide("not-urgent/S1"))).isEqualTo(Topic.TILE_BLOCKS);
    }

    private static String expectedKey(Object message) {
        if (message instanceof MapCommand || message instanceof SlideStateChanged) {
            return "s3://bucket/F%C3%A4lle/S1.svs";
        }
        if (message instanceof BucketListed) {
            return "s3://bucket/F%C3%A4lle/";
        }
        String map = Samples.MAP.hex();
        return message instanceof TileBlock block ? map + "-" + block.blockIndex() : map;
    }

    private static SlideVersion slide(String name) {
        return new SlideVersion("file:///bucket/" + name + ".svs", "1-2", name);
    }
}
