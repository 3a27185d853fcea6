package io.slidestream.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadFiguresTest {
    @Test
    void ratio_comparesWithinARound() {
        ReadFigures.Series fast = series("direct", Order.BLOCKS, 1, 300, 30, 600);
        ReadFigures.Series slow = series("openslide", Order.BLOCKS, 1, 100, 10, 100);

        assertThat(ReadFigures.ratio(fast, slow)).isEqualTo(3);
        assertThat(fast.median()).isEqualTo(300);
        assertThat(Medians.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    }

    @Test
    void table_showsRatesPerCoreAndRatios() {
        String table = ReadTable.of(figures());

        assertThat(table)
                .contains("s.svs  4000 x 3000 px")
                .contains("128 tiles of 224 x 224 px, 2.00 level-0 pixels a pixel, decoded at 1/2 by libturbojpeg")
                .containsPattern("direct +1,000 +1,900 +1,000 +1,900")
                .containsPattern("direct +2,000 +3,800 +2,000 +3,800")
                .containsPattern("direct / openslide +5\\.00 +5\\.00")
                .containsPattern("of processor +0\\.80 +0\\.80")
                .containsPattern("direct / 1 thr\\. +1\\.00 +1\\.90");
    }

    @Test
    void slideOfOpenSlidesOwn_hasNoOtherRows_andTheTableSaysWhy() {
        List<ReadFigures.Series> all = new ArrayList<>();
        for (Order order : Order.values()) {
            all.add(series("openslide", order, 1, 200, 190, 210));
        }
        ReadFigures figures = new ReadFigures(
                new ReadFigures.Subject("s.mrxs", 4000, 3000, "openslide 3.4.1 (format mirax)", "openslide"),
                128,
                224,
                1,
                1,
                Optional.empty(),
                all);

        assertThat(ReadTable.of(figures))
                .contains("it is read by openslide 3.4.1 (format mirax) alone")
                .containsPattern("openslide +200 +200")
                .doesNotContain("direct /");
        assertThat(ReadJson.json(figures).path("results")).hasSize(2);
    }

    @Test
    void json_holdsEveryRound() {
        JsonNode json = ReadJson.json(figures());

        assertThat(json.path("benchmark").asText()).isEqualTo("read");
        JsonNode direct = json.path("results").path(1);
        assertThat(direct.path("reader").asText()).isEqualTo("direct");
        assertThat(direct.path("ratioToBareDecode").asDouble()).isCloseTo(0.8, within(1e-9));
        assertThat(direct.path("rounds")).hasSize(3);
        assertThat(json.path("results")).hasSize(12);
    }

    private static ReadFigures figures() {
        List<ReadFigures.Series> all = new ArrayList<>();
        for (Order order : Order.values()) {
            for (int threads : new int[] {1, 2}) {
                double more = threads == 1 ? 1 : 1.9;
                all.add(series("openslide", order, threads, 200 * more, 190 * more, 210 * more));
                all.add(series("direct", order, threads, 1000 * more, 950 * more, 1050 * more));
                all.add(series("bare decode", order, threads, 1250 * more, 1187.5 * more, 1312.5 * more));
            }
        }
        return new ReadFigures(
                new ReadFigures.Subject("s.svs", 4000, 3000, "direct JPEG", "libturbojpeg"),
                128,
                224,
                2,
                2,
                Optional.of(new ReadFigures.CodedTiles(256, 256, 140)),
                all);
    }

    private static ReadFigures.Series series(String contender, Order order, int threads, double... rates) {
        List<Double> perSecond = Arrays.stream(rates).boxed().toList();
        return new ReadFigures.Series(
                contender,
                order,
                threads,
                perSecond,
                perSecond.stream().map(rate -> 2 * rate).toList());
    }
}
