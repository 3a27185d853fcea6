package io.slidestream.viewer.api;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.contracts.TileEstimate;
import io.slidestream.contracts.TileGrid;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.deepzoom.DeepZoom;
import io.slidestream.viewer.deepzoom.SlideBusyException;
import java.util.Optional;
import java.util.OptionalDouble;

/** How many tiles a map would have: from an earlier map of the slide, else from its size and the tiles of other maps. */
final class TileEstimates {
    private final Catalog catalog;
    private final DeepZoom slides;

    TileEstimates(Catalog catalog, DeepZoom slides) {
        this.catalog = catalog;
        this.slides = slides;
    }

    /** The same map again; of one that was called off or rejected nothing but its slide is known. Empty where nothing tells. */
    Optional<TileEstimate> again(SlideMap map) {
        SlideMap.Tally tally = map.ledger();
        return tally != null
                ? Optional.of(estimate(tally.expected()))
                : catalog.latestShape().flatMap(other -> atMost(map, other.grid(), OptionalDouble.empty()));
    }

    /** The map at other microns per pixel; empty where nothing tells. */
    Optional<TileEstimate> at(SlideMap map, double mpp) {
        SlideMap.Shape shape = map.shape();
        SlideMap.Tally tally = map.ledger();
        if (shape != null && tally != null) {
            return Optional.of(estimate(
                    TileEstimate.atOtherMpp(tally.expected(), shape.grid().mpp(), mpp)));
        }
        return catalog.latestShape().flatMap(other -> atMost(map, other.grid(), OptionalDouble.of(mpp)));
    }

    /** Every tile of the slide, tissue or not, if its tiles are as large as another's. */
    private Optional<TileEstimate> atMost(SlideMap map, TileGrid other, OptionalDouble asked) {
        try {
            SlideProperties slide = slides.properties(map.slide());
            double mpp = asked.orElse(slide.mpp().orElse(Double.NaN));
            if (!PlausibleMpp.contains(mpp)) {
                return Optional.empty();
            }
            int side = (int) Math.max(1, Math.round(other.tileSizePx() * other.mpp() / mpp));
            int stride = (int) Math.max(1, Math.round(other.stridePx() * other.mpp() / mpp));
            return side > Math.min(slide.widthPx(), slide.heightPx())
                    ? Optional.empty()
                    : Optional.of(estimate(TileGrid.cells(slide.widthPx(), slide.heightPx(), side, stride)));
        } catch (SlideException | SlideBusyException e) {
            return Optional.empty(); // the tiler says what is wrong with it
        }
    }

    private TileEstimate estimate(long tiles) {
        return new TileEstimate(tiles, catalog.tilesPerSecond());
    }
}
