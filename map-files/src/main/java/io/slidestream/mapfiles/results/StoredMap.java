package io.slidestream.mapfiles.results;

import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideFacts;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.TileScore.Rejected;
import io.slidestream.mapfiles.formats.png.ThumbnailFormat;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.ScoringTotals;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.map.TileVisitor;
import io.slidestream.mapfiles.pictures.SlidePicture;
import io.slidestream.mapfiles.pictures.Thumbnails;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A finished map as its folder holds it: all that it takes to write its files again. Immutable. */
public final class StoredMap {
    private static final Logger log = LoggerFactory.getLogger(StoredMap.class);

    private final Path folder;
    private final MapSummary summary;
    private final SlideTiled manifest;
    private final ScoringTotals totals;
    private final ResultsSettings settings;

    private StoredMap(Path folder, MapSummary summary) {
        this.folder = folder;
        this.summary = summary;
        this.manifest = manifest(summary);
        this.totals = totals(summary);
        this.settings = settings(summary);
    }

    /**
     * Reads a map's summary.
     *
     * @throws ForeignSummaryException if there is none of a finished map
     * @throws IOException if there is none at all
     */
    public static StoredMap in(Path folder) throws IOException {
        MapSummary summary = MapSummary.in(folder);
        if (!summary.isMapped()) {
            throw new ForeignSummaryException(
                    "is of a rejected slide (" + summary.reason() + "), which has no scores", null);
        }
        try {
            return new StoredMap(folder.toAbsolutePath().normalize(), summary);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ForeignSummaryException("lacks what it takes to write the map again: " + e.getMessage(), e);
        }
    }

    public Path folder() {
        return folder;
    }

    public SlideTiled manifest() {
        return manifest;
    }

    /** How the files were written that lie there now. */
    public ResultsSettings settings() {
        return settings;
    }

    /** Tells whether the folder holds what it held when this was read. */
    boolean isStillThere() throws IOException {
        MapSummary now = MapSummary.in(folder);
        return now.mapIdHex().equals(summary.mapIdHex())
                && now.attempt() == summary.attempt()
                && now.written().equals(summary.written());
    }

    /**
     * Shows every expected tile to every visitor, in row-major order.
     *
     * @throws IOException if the table of the tiles is missing, or is not whole
     */
    ScoringTotals stream(List<TileVisitor> visitors) throws IOException {
        Path table = TilesTable.in(folder);
        if (!Files.exists(table)) {
            throw new IOException(folder + " has neither " + ResultFiles.TILES_CSV + " nor " + ResultFiles.TILES_PACKED
                    + ", so its scores are lost; map the slide again");
        }
        Streamed streamed = new Streamed(table, visitors);
        new TilesTable(manifest.grid(), manifest.model().classNames().size()).read(table, streamed);
        if (streamed.tiles != manifest.expectedTiles()) {
            throw new IOException(table + " holds " + streamed.tiles + " of " + manifest.expectedTiles()
                    + " tiles; map the slide again");
        }
        return totals;
    }

    /** Takes the picture that was written with the map where its slide cannot be shown any more. */
    Thumbnails withEarlierPicture(Thumbnails thumbnails) {
        return new Thumbnails() {
            @Override
            public RgbImage thumbnail(SlideVersion slide, int maxSidePx) throws SlideException {
                try {
                    return thumbnails.thumbnail(slide, maxSidePx);
                } catch (SlideException | RuntimeException e) {
                    RgbImage earlier = earlierPicture();
                    if (earlier == null) {
                        throw e;
                    }
                    log.warn("the pictures of {} are drawn over its earlier thumbnail: {}", folder, e.toString());
                    return earlier;
                }
            }

            @Override
            public Optional<DicomUids> dicomUids(SlideVersion slide) throws SlideException {
                return thumbnails.dicomUids(slide);
            }
        };
    }

    private @Nullable RgbImage earlierPicture() {
        if (texts(summary.at("/notes")).stream().anyMatch(SlidePicture::isWhite)) {
            return null;
        }
        try {
            BufferedImage image =
                    ImageIO.read(folder.resolve(ThumbnailFormat.FILE).toFile());
            return image == null
                    ? null
                    : new RgbImage(
                            image.getWidth(),
                            image.getHeight(),
                            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
        } catch (IOException e) {
            return null; // none there, or none of ours
        }
    }

    /** Gives rejected tiles the messages that the summary has, of which the first few of each reason are kept. */
    private final class Streamed implements TileVisitor {
        private final Path table;
        private final List<TileVisitor> visitors;
        private final Map<String, List<String>> examples = new HashMap<>();
        private final Map<String, Integer> rejected = new HashMap<>();
        private long tiles;
        private int last = -1;

        Streamed(Path table, List<TileVisitor> visitors) {
            this.table = table;
            this.visitors = visitors;
            for (JsonNode row : summary.at("/ledger/rejectedByReason")) {
                examples.put(row.path("reason").asText(), texts(row.path("examples")));
            }
        }

        @Override
        public void visit(Cell cell, TileScore score) throws IOException {
            int index = cell.row() * manifest.grid().columns() + cell.column();
            if (index <= last) {
                throw new IOException(table + " was changed: " + cell + " is not where it was; map the slide again");
            }
            last = index;
            tiles++;
            TileScore told = score instanceof Rejected one ? withMessage(one) : score;
            for (TileVisitor visitor : visitors) {
                visitor.visit(cell, told);
            }
        }

        private Rejected withMessage(Rejected score) {
            String reason = score.reason().label();
            List<String> known = examples.getOrDefault(reason, List.of());
            int place = rejected.merge(reason, 1, Integer::sum) - 1;
            return known.isEmpty() ? score : new Rejected(score.reason(), known.get(Math.min(place, known.size() - 1)));
        }
    }

    private static SlideTiled manifest(MapSummary summary) {
        return new SlideTiled(
                summary.mapId(),
                summary.attempt(),
                summary.slide(),
                summary.grid(),
                summary.model(),
                summary.expectedTiles().orElseThrow(() -> new IllegalArgumentException("ledger.expected is missing")),
                summary.vendor(),
                summary.seenAt().toEpochMilli(),
                nanos(summary, "open"),
                nanos(summary, "tissue"),
                nanos(summary, "publish"),
                facts(summary));
    }

    private static SlideFacts facts(MapSummary summary) {
        JsonNode frame = summary.at("/frame");
        Level0Region bounds = frame.path("origin").asText("").equals("openslide.bounds")
                ? new Level0Region(
                        frame.path("x").asLong(),
                        frame.path("y").asLong(),
                        frame.path("width").asInt(),
                        frame.path("height").asInt())
                : null;
        return new SlideFacts(
                notes(summary),
                bounds,
                summary.at("/slide/mppSource").asText(""),
                summary.at("/ink/share").asDouble());
    }

    /** Notes on the slide; an older summary has them among those on its files. */
    private static List<String> notes(MapSummary summary) {
        JsonNode own = summary.at("/slide/notes");
        if (own.isArray()) {
            return texts(own);
        }
        List<String> all = new ArrayList<>(texts(summary.at("/notes")));
        all.removeIf(FinishedMap::isOfWriting);
        return all;
    }

    private static ScoringTotals totals(MapSummary summary) {
        return new ScoringTotals(
                texts(summary.at("/versions/engines")),
                nanos(summary, "readThreadSeconds"),
                nanos(summary, "inferThreadSeconds"),
                millis(summary, "firstScored"),
                millis(summary, "lastScored"));
    }

    private static ResultsSettings settings(MapSummary summary) {
        JsonNode tumor = summary.at("/tumorRegions");
        Set<String> formats = summary.formats();
        formats.removeIf(label -> MapFormats.ALL.stream()
                .noneMatch(format -> format.label().equals(label))); // of a version that had others
        return new ResultsSettings(
                MapFormats.of(formats),
                new MapSettings(
                        summary.at("/smoothingCells").asInt(),
                        tumor.path("threshold").asDouble(MapSettings.DEFAULT_THRESHOLD),
                        tumor.path("className").asText(null),
                        summary.at("/unsure/below").asDouble(MapSettings.DEFAULT_UNSURE_BELOW),
                        summary.at("/redacted").asBoolean() ? SlideTitles.IDS : SlideTitles.NAMES));
    }

    private static long nanos(MapSummary summary, String name) {
        return Math.round(summary.at("/durationsSeconds/" + name).asDouble() * 1e9);
    }

    private static long millis(MapSummary summary, String name) {
        return Instant.parse(summary.at("/timestamps/" + name).asText("")).toEpochMilli();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
