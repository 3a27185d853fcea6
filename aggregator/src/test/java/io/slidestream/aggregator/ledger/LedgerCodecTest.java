package io.slidestream.aggregator.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.Topic;
import io.slidestream.testkit.MapSamples;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LedgerCodecTest {
    private final SlideTiled manifest = MapSamples.manifest("S1");

    @Test
    void openLedger_comesBackWhole() {
        Ledger ledger = new Ledger(3);
        ledger.event = manifest;
        for (BlockScored block : MapSamples.blocks(manifest)) {
            ledger.count(block);
        }
        ledger.rejected.put(io.slidestream.contracts.RejectionReason.CHANGED, 7L);
        Ledger back = LedgerCodec.decode(LedgerCodec.encode(ledger));
        assertThat(back).usingRecursiveComparison().isEqualTo(ledger);
        assertThat(back.tiles()).isEqualTo(manifest.expectedTiles() + 7);
    }

    /** What a map leaves for good in the store and its changelog, however many tiles it had. */
    @Test
    void writtenLedger_isItsFinalWordAlone() {
        Ledger ledger = new Ledger(3);
        ledger.event = manifest;
        MapSamples.blocks(manifest).forEach(ledger::count);
        MapUpdated last = Words.written(manifest, ledger, URI.create("file:///maps/S1"));

        ledger.written(last);

        int word = Topic.TUMOR_MAPS.codec().encode(last).length;
        assertThat(LedgerCodec.encode(ledger)).hasSizeLessThan(word + 50);
    }

    @Test
    void damagedBytes_areToldFromALedger() {
        byte[] bytes = LedgerCodec.encode(new Ledger(1));
        bytes[0] = 9;
        assertThatThrownBy(() -> LedgerCodec.decode(bytes))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a ledger of form 9");
        assertThatThrownBy(() -> LedgerCodec.decode(new byte[] {1, 0}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged ledger");
    }
}
