package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VectorUnitTest {
    @Test
    void bytesAreAddedExactly_whereTheProcessorSaysSo() {
        assertThat(VectorUnit.addsBytesExactly(List.of("model name\t: A", "flags\t\t: fpu avx2 avx512_vnni sse")))
                .isTrue();
        assertThat(VectorUnit.addsBytesExactly(List.of("flags\t\t: fpu avx2 avx_vnni")))
                .isTrue();
        assertThat(VectorUnit.addsBytesExactly(List.of("flags\t\t: fpu avx2 avx512f")))
                .isFalse();
        assertThat(VectorUnit.addsBytesExactly(List.of("processor : 0"))).isFalse();
    }
}
