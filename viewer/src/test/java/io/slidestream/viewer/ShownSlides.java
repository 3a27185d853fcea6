package io.slidestream.viewer;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.MapSamples;
import io.slidestream.viewer.api.SlideCommands;
import io.slidestream.viewer.catalog.LiveMaps;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A viewer over a folder of small slides: S1 is mapped with one tile unread by a model that tells what is unfamiliar, S2 was DICOM, is mapped without tiles.csv and its file is
 * gone, S3 was rejected, S4 is being mapped as far as {@link #score} says.
 */
final class ShownSlides implements AutoCloseable {
    static final TileGrid GRID = new TileGrid(3000, 2250, 0.5, 224, 224);
    static final int UNREAD_COLUMN = 6;
    static final int UNREAD_ROW = 5;

    final LiveMaps live = new LiveMaps(System::nanoTime);
    final List<String> asked = new CopyOnWriteArrayList<>();
    final SlideTiled mapped;
    final SlideTiled gone;
    final SlideRejected rejected;
    final SlideTiled open;
    final Path results;
    private final FolderSlideStore slides;
    private final MapResults writer;
    private final List<Viewer> viewers = new ArrayList<>();

    ShownSlides(Path folder) throws IOException {
        Path bucket = Files.createDirectory(folder.resolve("bucket"));
        results = folder.resolve("maps");
        for (String name : List.of("S1", "S2", "S3", "S4")) {
            SyntheticSlide.builder().size(3000, 2250).write(bucket.resolve(name + ".svs"));
        }
        slides = new FolderSlideStore(bucket);
        writer = writing(MapFormats.of(List.of("csv", "geojson", "map", "html")));
        mapped = MapSamples.familiar(manifest("S1"));
        gone = MapSamples.readAs("dicom", manifest("S2"));
        open = manifest("S4");
        SlideTiled three = manifest("S3");
        rejected = new SlideRejected(
                three.mapId(),
                1,
                three.slide(),
                RejectionReason.NO_MPP,
                bucket.resolve("S3.svs") + " does not say its microns per pixel; give them with --mpp",
                MapSamples.SEEN);
        writer.write(mapped, withOneUnread(mapped).iterator());
        writing(Set.of()).write(gone, MapSamples.blocks(gone).iterator());
        writer.write(rejected);
        Files.delete(bucket.resolve("S2.svs"));
        live.event(open);
    }

    /** Starts a viewer; a token makes it ask for one. */
    URI start(@Nullable String token) {
        Viewer starting = Viewer.of(
                new ViewerSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        token,
                        null,
                        ReaderChoice.AUTO,
                        results,
                        new CatalogSettings(null),
                        RetentionSettings.NONE,
                        CaseNames.by(null)),
                new LocalSlideFetcher(),
                live,
                new Asked(),
                new SimpleMeterRegistry());
        starting.start();
        viewers.add(starting);
        return starting.uri();
    }

    void stop() {
        viewers.forEach(Viewer::close);
    }

    /** The next so many blocks of S4. */
    void score(int from, int to) {
        MapSamples.blocks(open).subList(from, to).forEach(live::scores);
    }

    int blocks() {
        return MapSamples.blocks(open).size();
    }

    /** S1 is mapped by another model as well, which names the lower half of the slide otherwise. */
    SlideTiled mappedByAnother() throws IOException {
        SlideTiled second = MapSamples.by("another", mapped);
        writer.write(
                second,
                MapSamples.blocks(
                                second,
                                cell -> MapSamples.scored(
                                        second,
                                        cell.row() < GRID.rows() / 2 ? cell : new Cell(cell.column() + 2, cell.row())))
                        .iterator());
        return second;
    }

    /** S4 is mapped, and its results are written. */
    void finish() throws IOException {
        URI folder = writer.write(open, MapSamples.blocks(open).iterator());
        live.word(new MapUpdated(
                open.mapId(),
                open.attempt(),
                open.slide(),
                MapUpdated.State.MAPPED,
                open.expectedTiles(),
                open.expectedTiles(),
                0,
                folder.toString(),
                null,
                null));
    }

    @Override
    public void close() {
        stop();
    }

    private MapResults writing(Set<MapFormat> formats) {
        return new MapResults(
                new FolderResultsStore(results),
                (slide, side) -> new RgbImage(1, 1, new int[1]),
                new ResultsSettings(formats, MapSettings.DEFAULT),
                Clock.systemUTC());
    }

    private SlideTiled manifest(String name) throws IOException {
        SlideVersion version = slides.contents().slides().stream()
                .filter(slide -> slide.name().equals(name))
                .findFirst()
                .orElseThrow();
        return MapSamples.manifest(version, GRID, MapSamples.KATHER, 1);
    }

    private static List<BlockScored> withOneUnread(SlideTiled manifest) {
        return MapSamples.blocks(
                manifest,
                cell -> cell.column() == UNREAD_COLUMN && cell.row() == UNREAD_ROW
                        ? new TileScore.Rejected(RejectionReason.UNREADABLE, "cannot be decoded")
                        : MapSamples.scored(manifest, cell));
    }

    private final class Asked implements SlideCommands {
        @Override
        public void retry(SlideMap map) {
            asked.add("retry " + map.slide().name());
        }

        @Override
        public void resubmit(SlideMap map, double mpp) {
            asked.add("resubmit " + map.slide().name() + " at " + mpp);
        }

        @Override
        public void cancel(SlideMap map) {
            asked.add("cancel " + map.slide().name());
        }
    }
}
