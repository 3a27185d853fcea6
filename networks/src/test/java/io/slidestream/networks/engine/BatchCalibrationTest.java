package io.slidestream.networks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.patches.PatchLayout;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class BatchCalibrationTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private final CornerEngine engine = new CornerEngine(new PatchLayout(1, PatchLayout.Order.NCHW), 16);

    @Test
    void batchThatPays_isDoubled() {
        engine.callNanos = size -> 10_000_000 + size * 100_000L; // 16: 1379/s, 32: 2424/s, 64: 3902/s
        assertThat(find(64)).isEqualTo("16: 1379, 32: 2424, 64: 3902");
        assertThat(engine.batchSize()).isEqualTo(64);
    }

    @Test
    void batchThatDoesNotPay_isGivenUp() {
        engine.callNanos = size -> 4_000_000 + size * 4_000_000L;
        find(64);
        assertThat(engine.batchSize()).as("32 is 3 %% faster").isEqualTo(16);
        assertThat(engine.calls).containsExactly(16, 16, 32, 32);
    }

    @Test
    void shortCallThatIsDelayed_doesNotEndTheSearch() {
        engine.callNanos = size ->
                size == 32 && Collections.frequency(engine.calls, 32) == 2 ? 20_000_000 : 1_000_000 + size * 10_000L;
        assertThat(find(64)).isEqualTo("16: 13793, 32: 24242, 64: 39024");
        assertThat(engine.batchSize()).isEqualTo(64);
    }

    @Test
    void slowMachine_keepsTheFirst() {
        engine.callNanos = size -> 400_000_000;
        find(64);
        assertThat(engine.batchSize()).isEqualTo(16);
        assertThat(engine.calls).as("32 would not be done within the second").containsExactly(16);
    }

    @Test
    void memoryThatEnds_endsTheSearch() {
        engine.callNanos = size -> 10_000_000;
        engine.roomFor = 32;
        assertThat(find(256)).endsWith("64: out of memory");
        assertThat(engine.batchSize()).isEqualTo(32);
    }

    @Test
    void networkOfOneSize_keepsIt() {
        engine.fixed = true;
        engine.callNanos = size -> 10_000_000;
        find(64);
        assertThat(engine.batchSize()).isEqualTo(16);
    }

    @Test
    void settledSize_isTwiceTheFirstUntried() {
        engine.callNanos = size -> size * 30_000_000L;
        assertThat(settle()).isEqualTo(480_000_000);
        assertThat(engine.batchSize()).isEqualTo(32);
        assertThat(engine.calls).containsExactly(16);
    }

    @Test
    void settledSize_isTheFirstOfASlowMachine() {
        engine.callNanos = size -> size * 32_000_000L; // 32 would take 1.02 s
        settle();
        assertThat(engine.batchSize()).isEqualTo(16);
    }

    @Test
    void settledNetworkOfOneSize_keepsIt() {
        engine.fixed = true;
        settle();
        assertThat(engine.batchSize()).isEqualTo(16);
    }

    @Test
    void card_beginsLarger() {
        assertThat(BatchCalibration.first(Device.CPU)).isEqualTo(16);
        assertThat(BatchCalibration.first(Device.CUDA)).isEqualTo(32);
    }

    @Test
    void searchOnACard_goesUpFrom32_whileItPays() {
        assertThat(engine.resize(BatchCalibration.first(Device.CUDA))).isTrue();
        engine.callNanos = size -> size < 128 ? 1_000_000 : size * 20_000L;
        assertThat(find(128)).isEqualTo("32: 32000, 64: 64000, 128: 50000");
        assertThat(engine.batchSize()).isEqualTo(64);
    }

    @Test
    void searchOnACardWithLittleMemory_beginsWithHalf() {
        assertThat(engine.resize(BatchCalibration.first(Device.CUDA))).isTrue();
        engine.callNanos = size -> 1_000_000;
        engine.roomFor = 15;
        assertThat(find(128)).isEqualTo("8: 8000, 16: out of memory");
        assertThat(engine.batchSize()).isEqualTo(8);
    }

    private long settle() {
        return new BatchCalibration(engine, 64, () -> engine.nanos).settle(SECOND);
    }

    private String find(int largest) {
        return new BatchCalibration(engine, largest, () -> engine.nanos).find(SECOND);
    }
}
