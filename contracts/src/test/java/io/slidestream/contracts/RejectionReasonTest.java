package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectionReasonTest {
    /** Files, messages and open pages hold these numbers: a new reason gets the next one, in whatever line it stands. */
    @Test
    void numbers_stayAsTheyAre() {
        List<String> numbered = Arrays.stream(RejectionReason.values())
                .map(reason -> reason.number() + " " + reason.label())
                .toList();
        assertThat(numbered)
                .containsExactlyInAnyOrder(
                        "1 not-a-slide",
                        "2 incomplete",
                        "3 unreadable",
                        "4 no-mpp",
                        "5 no-tissue",
                        "6 too-small",
                        "7 changed",
                        "8 vanished",
                        "9 failed",
                        "10 cancelled",
                        "11 too-coarse",
                        "12 too-many-tiles",
                        "13 not-allowed",
                        "14 crashes-reader");
    }

    @ParameterizedTest
    @EnumSource
    void number_isThatOfTheProtocol_andFindsItsReason(RejectionReason reason) {
        assertThat(WireCodecs.toWire(reason).getNumber()).isEqualTo(reason.number());
        assertThat(RejectionReason.numbered(reason.number())).contains(reason);
    }

    @Test
    void numberOfNoReason_findsNone() {
        assertThat(RejectionReason.numbered(0)).isEmpty();
        assertThat(RejectionReason.numbered(15)).isEmpty();
    }
}
