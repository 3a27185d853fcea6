package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicTest {
    static Collection<Samples.Sample<?>> samples() {
        return Samples.ALL.values();
    }

    @ParameterizedTest
    @MethodSource("samples")
    <T> void blocksSpreadOverPartitions_whatIsSaidOfAMapStaysInOne(Samples.Sample<T> sample) {
        String map = Samples.MAP.hex();
        assertThat(sample.topic().key().apply(sample.message()))
                .isEqualTo(sample.message() instanceof TileBlock block ? map + "-" + block.blockIndex() : map);
    }
}
