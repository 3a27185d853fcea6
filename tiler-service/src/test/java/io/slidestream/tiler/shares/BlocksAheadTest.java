package io.slidestream.tiler.shares;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.MapId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BlocksAheadTest {
    private static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");
    private static final MapId OTHER = new MapId("fedcba9876543210fedcba9876543210");

    private long nanos;
    private final BlocksAhead ahead = new BlocksAhead(10, () -> nanos);

    @Test
    void room_isWhatIsNotPublished_andComesBackWithAnswers() {
        publish(MAP, 0, 10);
        assertThat(ahead.room()).isZero();
        ahead.answered(MAP, 1, 3);
        ahead.answered(MAP, 1, 3);
        ahead.answered(MAP, 2, 4);
        ahead.answered(OTHER, 1, 4);
        assertThat(ahead.room()).as("one answer of one of ours").isEqualTo(1);
    }

    @Test
    void room_followsWhatWorkersAnswerOfLate() {
        for (int second = 0; second < 30; second++) {
            publish(MAP, 10 * second, 10);
            for (int index = 0; index < 10; index++) {
                ahead.answered(MAP, 1, 10 * second + index);
            }
            pass(Duration.ofSeconds(1));
        }
        assertThat(ahead.room()).isBetween(190, 210);
        pass(BlocksAhead.LATELY.plusSeconds(1));
        assertThat(ahead.room()).as("nobody answers any more").isEqualTo(10);
    }

    @Test
    void blockThatOthersHaveLongOvertaken_takesNoRoomForEver() {
        publish(MAP, 0, 1);
        pass(BlocksAhead.OVERTAKEN.plusSeconds(1));
        publish(MAP, 1, 2);
        assertThat(ahead.open()).isEqualTo(3);
        ahead.answered(MAP, 1, 1);
        assertThat(ahead.open()).isEqualTo(1);
    }

    @Test
    void blocksThatHaveExpired_takeNoRoom() {
        publish(MAP, 0, 10);
        pass(BlocksAhead.EXPIRED.minusMinutes(1));
        assertThat(ahead.room()).isZero();
        pass(Duration.ofMinutes(2));
        assertThat(ahead.room()).isEqualTo(10);
    }

    @Test
    void forgottenMap_givesItsRoomBack() {
        publish(MAP, 0, 6);
        publish(OTHER, 0, 4);
        ahead.forget(MAP);
        assertThat(ahead.room()).isEqualTo(6);
    }

    private void publish(MapId map, int first, int count) {
        for (int index = first; index < first + count; index++) {
            ahead.published(map, 1, index);
        }
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
