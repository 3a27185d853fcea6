package io.slidestream.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.SlideTiled;
import org.junit.jupiter.api.Test;

class LedgerCodecTest {
    private final SlideTiled manifest = Samples.manifest("S1");

    @Test
    void openLedger_comesBackWhole() {
        Ledger ledger = new Ledger(3);
        ledger.event = manifest;
        for (BlockScored block : Samples.blocks(manifest)) {
            ledger.count(block);
        }
        ledger.rejected.put(io.slidestream.contracts.RejectionReason.CHANGED, 7L);
        Ledger back = LedgerCodec.decode(LedgerCodec.encode(ledger));
        assertThat(back).usingRecursiveComparison().isEqualTo(ledger);
        assertThat(back.tiles()).isEqualTo(manifest.expectedTiles() + 7);
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
