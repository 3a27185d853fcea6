package io.slidestream.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.Score;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EventFileTest {
    /** The first record of a file that TensorBoard 2 wrote at 1.5 s after the epoch. */
    @Test
    void head_isTensorBoardsOwnBytes() {
        assertThat(HexFormat.of().formatHex(EventFile.head(1500))).isEqualTo(HEAD);
    }

    @Test
    void epoch_isARecordOfItsFigures_withoutThoseThatAreNone() {
        EpochRecord epoch = new EpochRecord(
                "new layer", 3, 9, 0.01, new Score(0.5, 0.75), new Score(Double.NaN, Double.NaN), 100, 1);
        ByteBuffer record = ByteBuffer.wrap(EventFile.epoch(epoch, 300, 2500)).order(ByteOrder.LITTLE_ENDIAN);

        int length = (int) record.getLong(0);
        assertThat(record.capacity()).isEqualTo(16 + length);
        String text = new String(record.array(), StandardCharsets.ISO_8859_1);
        assertThat(text)
                .contains("new_layer/loss/training", "new_layer/accuracy/training", "new_layer/learning_rate")
                .doesNotContain("validation");
        int loss = text.indexOf("new_layer/loss/training") + "new_layer/loss/training".length();
        assertThat(record.get(loss)).isEqualTo((byte) 0x15);
        assertThat(record.getFloat(loss + 1)).isEqualTo(0.5f);
        assertThat(HexFormat.of().formatHex(record.array(), 12, 24)).isEqualTo("09" + "0000000000000440" + "10ac02");
    }

    private static final String HEAD =
            "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c";
}
