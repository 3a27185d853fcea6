package io.slidestream.mapfiles.results;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.ClassShares;
import io.slidestream.mapfiles.map.Decimals;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.ModelConfiguration;
import io.slidestream.mapfiles.map.ScoringTotals;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.map.TumorRegions;
import io.slidestream.mapfiles.map.Versions;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** summary.json: what the map is of, what it found, that its ledger balances, who made it and how long it took. */
final class Summary {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");
    private static final ObjectWriter PRETTY =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));

    /** All of them are in tumor-regions.geojson. */
    private static final int LISTED_REGIONS = 20;

    private final ObjectNode root = JSON.createObjectNode();

    private Summary(String state, MapId mapId, int attempt) {
        root.put("state", state);
        root.put("mapId", mapId.hex());
        root.put("attempt", attempt);
    }

    /**
     * @param written formats of the files beside it
     */
    static Summary mapped(FinishedMap map, Set<MapFormat> written, SummaryTimes times) throws IOException {
        SlideTiled manifest = map.manifest();
        ClassShares shares = map.shares();
        ScoringTotals totals = map.totals();
        Summary summary = new Summary("mapped", manifest.mapId(), manifest.attempt());
        ObjectNode slide = summary.slide(manifest.slide());
        slide.put("vendor", manifest.vendor());
        slide.put("widthPx", manifest.grid().slideWidthPx());
        slide.put("heightPx", manifest.grid().slideHeightPx());
        slide.put("mpp", manifest.grid().mpp());
        slide.put("mppSource", manifest.facts().mppSource());
        manifest.notes().forEach(slide.putArray("notes")::add);
        summary.frame(manifest);
        summary.model(manifest);
        summary.grid(manifest.grid());
        summary.classes(manifest, shares);
        summary.root.putObject("ink").put("share", manifest.facts().inkShare());
        summary.unsure(shares, map.settings().unsureBelow());
        if (manifest.model().tellsFamiliar()) {
            summary.unfamiliar(shares);
        }
        map.tumorRegions().ifPresent(tumor -> summary.tumorRegions(tumor, shares));
        summary.ledger(manifest, shares);
        times.durations(summary.root.putObject("durationsSeconds"), manifest, totals);
        times.timestamps(summary.root.putObject("timestamps"), manifest.seenAtMillis(), totals);
        ObjectNode versions = summary.root.putObject("versions");
        Versions.write(versions);
        totals.engines().forEach(versions.putArray("engines")::add);
        summary.files(written, map.settings());
        map.notes().forEach(summary.root.putArray("notes")::add);
        return summary;
    }

    static Summary rejected(SlideRejected rejected, Instant writtenAt) {
        Summary summary = new Summary("rejected", rejected.mapId(), rejected.attempt());
        summary.root.put("reason", rejected.reason().label());
        summary.root.put("message", rejected.message());
        summary.slide(rejected.slide());
        ObjectNode timestamps = summary.root.putObject("timestamps");
        timestamps.put("seen", Instant.ofEpochMilli(rejected.seenAtMillis()).toString());
        timestamps.put("written", writtenAt.toString());
        Versions.write(summary.root.putObject("versions"));
        return summary;
    }

    void write(OutputStream out) throws IOException {
        PRETTY.writeValue(out, root);
        out.write('\n');
    }

    private ObjectNode slide(SlideVersion version) {
        ObjectNode slide = root.putObject("slide");
        slide.put("location", version.location());
        slide.put("fingerprint", version.fingerprint());
        slide.put("name", version.name());
        return slide;
    }

    /** The pictures that QuPath shows, in level-0 pixels: what the GeoJSON files count from. */
    private void frame(SlideTiled manifest) {
        ObjectNode frame = root.putObject("frame");
        Level0Region bounds = manifest.facts().bounds();
        frame.put("origin", bounds == null ? "level-0" : "openslide.bounds");
        frame.put("x", bounds == null ? 0 : bounds.x());
        frame.put("y", bounds == null ? 0 : bounds.y());
        frame.put("width", bounds == null ? manifest.grid().slideWidthPx() : bounds.width());
        frame.put("height", bounds == null ? manifest.grid().slideHeightPx() : bounds.height());
    }

    private void model(SlideTiled manifest) throws IOException {
        ObjectNode model = root.putObject("model");
        model.put("id", manifest.model().id());
        model.put("name", manifest.model().name());
        model.put("patchSizePx", manifest.model().patchSizePx());
        model.put("patchMpp", manifest.model().patchMpp());
        model.put("symmetries", manifest.model().symmetries());
        manifest.model().classNames().forEach(model.putArray("classNames")::add);
        JsonNode configuration = ModelConfiguration.of(manifest.model());
        if (configuration.isObject()) {
            model.set("configuration", configuration);
        }
    }

    private void grid(TileGrid of) {
        ObjectNode grid = root.putObject("grid");
        grid.put("columns", of.columns());
        grid.put("rows", of.rows());
        grid.put("tileSizePx", of.tileSizePx());
        grid.put("stridePx", of.stridePx());
    }

    private void classes(SlideTiled manifest, ClassShares shares) {
        ArrayNode classes = root.putArray("classes");
        List<String> names = manifest.model().classNames();
        for (int i = 0; i < names.size(); i++) {
            ObjectNode row = classes.addObject();
            row.put("name", names.get(i));
            row.put("tiles", shares.tiles(i));
            row.put("areaMm2", Decimals.rounded(shares.areaMm2(i), 6));
            row.put("share", Decimals.rounded(shares.areaFraction(i), 6));
            row.put("meanActivation", Decimals.rounded(shares.meanActivation(i), 6));
        }
        ObjectNode tissue = root.putObject("tissue");
        tissue.put("scoredMm2", Decimals.rounded(shares.scoredMm2(), 6));
        tissue.put("unreadMm2", Decimals.rounded(shares.unreadMm2(), 6));
    }

    private void unsure(ClassShares shares, double below) {
        ObjectNode unsure = root.putObject("unsure");
        unsure.put("below", below);
        unsure.put("tiles", shares.unsureTiles());
        unsure.put("areaMm2", Decimals.rounded(shares.unsureMm2(), 6));
        unsure.put("share", shares.scoredMm2() > 0 ? Decimals.rounded(shares.unsureMm2() / shares.scoredMm2(), 6) : 0);
        unsure.put("meanEntropy", Decimals.rounded(shares.meanEntropy(), 6));
    }

    private void unfamiliar(ClassShares shares) {
        ObjectNode unfamiliar = root.putObject("unfamiliar");
        unfamiliar.put("tiles", shares.unfamiliarTiles());
        unfamiliar.put("areaMm2", Decimals.rounded(shares.unfamiliarMm2(), 6));
        unfamiliar.put(
                "share", shares.scoredMm2() > 0 ? Decimals.rounded(shares.unfamiliarMm2() / shares.scoredMm2(), 6) : 0);
    }

    private void tumorRegions(TumorRegions tumor, ClassShares shares) {
        ObjectNode all = root.putObject("tumorRegions");
        all.put("className", tumor.className());
        all.put("threshold", tumor.threshold());
        all.put("count", tumor.regions().size());
        all.put("areaMm2", Decimals.rounded(tumor.areaMm2(), 6));
        all.put("share", shares.scoredMm2() > 0 ? Decimals.rounded(tumor.areaMm2() / shares.scoredMm2(), 6) : 0);
        all.put("largestDiameterUm", Decimals.rounded(tumor.largestDiameterUm(), 2));
        ArrayNode largest = all.putArray("largest");
        tumor.regions().stream().limit(LISTED_REGIONS).forEach(region -> {
            ObjectNode row = largest.addObject();
            row.put("number", region.number());
            row.put("cells", region.cells());
            row.put("areaMm2", Decimals.rounded(region.areaMm2(), 6));
            row.put("largestDiameterUm", Decimals.rounded(region.largestDiameterUm(), 2));
            row.put("meanProbability", Decimals.rounded(region.meanProbability(), 6));
            row.put("holes", region.rings().size() - 1);
        });
    }

    private void files(Set<MapFormat> written, MapSettings settings) {
        ArrayNode formats = root.putArray("formats");
        written.forEach(format -> formats.add(format.label()));
        root.put("smoothingCells", settings.smoothingCells());
        root.put("redacted", settings.titles() == SlideTitles.IDS);
    }

    private void ledger(SlideTiled manifest, ClassShares shares) {
        ObjectNode ledger = root.putObject("ledger");
        ledger.put("expected", manifest.expectedTiles());
        ledger.put("scored", shares.scoredTiles());
        ledger.put("rejected", shares.rejectedTiles());
        ArrayNode byReason = ledger.putArray("rejectedByReason");
        shares.rejectedByReason().forEach((reason, tiles) -> {
            ObjectNode row = byReason.addObject();
            row.put("reason", reason.label());
            row.put("tiles", tiles);
            shares.examples(reason).forEach(row.putArray("examples")::add);
        });
    }
}
