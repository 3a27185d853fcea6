package io.slidestream.aggregator.results;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the files of a map. The tile files depend on the scores alone: equal scores, however they arrived, give equal
 * bytes. A slide that cannot be shown any more costs the overlay its background, never the map.
 */
public final class MapResults {
    private static final Logger log = LoggerFactory.getLogger(MapResults.class);

    private final ResultsStore store;
    private final Thumbnails thumbnails;
    private final Clock clock;

    public MapResults(ResultsStore store, Thumbnails thumbnails, Clock clock) {
        this.store = store;
        this.thumbnails = thumbnails;
        this.clock = clock;
    }

    /**
     * Writes the map, replacing what the slide's results folder held.
     *
     * @param blocks all blocks of the map in ascending order of block index
     * @return the results folder
     * @throws IncompleteMapException if the blocks do not hold exactly the expected tiles
     */
    public URI write(SlideTiled manifest, Iterator<BlockScored> blocks) throws IOException {
        Instant begun = now();
        List<String> notes = new ArrayList<>();
        List<String> classNames = manifest.model().classNames();
        Palette palette = new Palette(classNames);
        MapRaster raster = new MapRaster(manifest, palette);
        ClassShares shares = new ClassShares(manifest);
        try (ResultsDraft draft = store.draft(manifest.slide(), manifest.mapId())) {
            ScoringTotals totals = writeTiles(draft, manifest, blocks, palette, List.of(raster, shares));
            writePng(draft, ResultFiles.TUMOR_MAP, raster.image());
            Overlay overlay = new Overlay(manifest, raster, new Legend(classNames, palette, shares));
            writePng(draft, ResultFiles.OVERLAY, overlay.draw(thumbnail(manifest, notes)));
            Instant written = now();
            SummaryTimes times = new SummaryTimes(Duration.between(begun, written), written);
            return publish(draft, Summary.mapped(manifest, shares, totals, times, notes));
        }
    }

    /** Says in the slide's results folder why it has no map. */
    public URI write(SlideRejected rejected) throws IOException {
        try (ResultsDraft draft = store.draft(rejected.slide(), rejected.mapId())) {
            return publish(draft, Summary.rejected(rejected, now()));
        }
    }

    private static ScoringTotals writeTiles(
            ResultsDraft draft,
            SlideTiled manifest,
            Iterator<BlockScored> blocks,
            Palette palette,
            List<TileVisitor> others)
            throws IOException {
        try (OutputStream csvOut = draft.create(ResultFiles.TILES_CSV);
                OutputStream jsonOut = draft.create(ResultFiles.TILES_GEOJSON);
                TilesCsv csv = new TilesCsv(manifest, csvOut);
                TilesGeoJson json = new TilesGeoJson(manifest, palette, jsonOut)) {
            List<TileVisitor> visitors = new ArrayList<>(others);
            visitors.add(csv);
            visitors.add(json);
            ScoringTotals totals = new TumorMap(manifest).stream(blocks, visitors);
            json.finish();
            return totals;
        }
    }

    private static void writePng(ResultsDraft draft, String name, BufferedImage image) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream(); // in memory first: ImageIO hides why a disk refuses
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java cannot write PNG");
            }
        }
        try (OutputStream out = draft.create(name)) {
            png.writeTo(out);
        }
    }

    private static URI publish(ResultsDraft draft, Summary summary) throws IOException {
        try (OutputStream out = draft.create(ResultFiles.SUMMARY)) {
            summary.write(out);
        }
        return draft.publish(ResultFiles.SUMMARY);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private @Nullable RgbImage thumbnail(SlideTiled manifest, List<String> notes) {
        try {
            return thumbnails.thumbnail(manifest.slide(), Overlay.SLIDE_SIDE_PX);
        } catch (SlideException | RuntimeException e) {
            log.warn("the overlay of map {} is drawn on white: {}", manifest.mapId(), e.toString());
            notes.add("overlay.png is drawn on white, because the slide could not be shown: " + e.getMessage());
            return null;
        }
    }
}
