package io.slidestream.catalog.maps;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.Databases;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoneSlidesTest {
    @ParameterizedTest
    @EnumSource
    void slideThatIsGone_isRememberedSinceTheFirstLook(Databases kind, @TempDir Path folder) {
        try (CatalogStore store = CatalogStore.open(kind.empty(folder))) {
            GoneSlides gone = store.gone();
            Instant first = Instant.ofEpochMilli(1_000);
            assertThat(gone.notice("file:///a", first)).isEqualTo(first);
            assertThat(gone.notice("file:///a", first.plusSeconds(9))).isEqualTo(first);
            assertThat(gone.all()).containsExactly("file:///a");
            gone.clear("file:///a");
            assertThat(gone.since("file:///a")).isEmpty();
        }
    }
}
