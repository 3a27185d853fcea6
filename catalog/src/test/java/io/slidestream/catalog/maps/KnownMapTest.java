package io.slidestream.catalog.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.testkit.MapSamples;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownMapTest {
    private final SlideRejected rejected = MapSamples.rejected("S1");

    @Test
    void rejection_isToBeWritten_untilTheLedgerSaysOrItIsFound() {
        KnownMap told = KnownMap.of(rejected.mapId(), rejected.slide());
        assertThat(told.isToBeWritten()).isFalse();

        told = told.with(rejected);
        assertThat(told.isToBeWritten()).isTrue();
        assertThat(told.with(word(rejected.attempt(), MapUpdated.State.OPEN), 0).isToBeWritten())
                .isTrue();
        assertThat(told.with(word(rejected.attempt(), MapUpdated.State.REJECTED), 0)
                        .isToBeWritten())
                .isFalse();
        assertThat(told.with(found(rejected.attempt()), null).isToBeWritten()).isFalse();
    }

    private MapUpdated word(int attempt, MapUpdated.State state) {
        return new MapUpdated(rejected.mapId(), attempt, rejected.slide(), state, 0, 0, 0, null, null, null);
    }

    private static KnownMap.Found found(int attempt) {
        return new KnownMap.Found(
                attempt, new KnownMap.Stamp(Path.of("/maps/S1"), 1, 1), 1, 1, null, null, List.of(), null);
    }
}
