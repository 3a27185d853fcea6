package io.slidestream.mapfiles.formats.report;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.mapfiles.map.ClassShares;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.MapBlend;
import io.slidestream.mapfiles.map.TumorRegions;
import io.slidestream.mapfiles.map.Versions;
import io.slidestream.mapfiles.pictures.Pens;
import io.slidestream.mapfiles.pictures.Pictures;
import io.slidestream.mapfiles.pictures.ScaleBar;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the content of a map's report. */
public final class Reports {
    private static final int PICTURE_PX = 1100;
    private static final float QUALITY = 0.86f;

    private Reports() {}

    /** Made once for all reports of the map. */
    public static ReportPage of(FinishedMap map) throws IOException {
        return map.shared(ReportPage.class, Reports::page);
    }

    private static ReportPage page(FinishedMap map) throws IOException {
        BufferedImage slide = map.slide().scaled(PICTURE_PX);
        MapBlend.over(slide, map.raster(), map.grid());
        return new ReportPage(
                map.slideTitle(),
                map.scoredAt(),
                facts(map.manifest(), map),
                picture(slide, map),
                classes(map),
                totals(map.shares(), map.settings().unsureBelow()),
                tumor(map),
                new ReportPage.Remarks(ledger(map), map.notes(), limits(map)),
                map.manifest().mapId().hex());
    }

    private static List<ReportPage.Fact> facts(SlideTiled manifest, FinishedMap map) {
        TileGrid grid = manifest.grid();
        double sideUm = grid.tileSizePx() * grid.mpp();
        List<ReportPage.Fact> facts = new ArrayList<>();
        facts.add(fact(
                "slide",
                "%,d × %,d px at %.4g µm/px, %.1f × %.1f mm",
                grid.slideWidthPx(),
                grid.slideHeightPx(),
                grid.mpp(),
                grid.slideWidthPx() * grid.mpp() / 1000,
                grid.slideHeightPx() * grid.mpp() / 1000));
        if (!manifest.facts().mppSource().isEmpty()) {
            facts.add(fact("resolution", "from %s", manifest.facts().mppSource()));
        }
        facts.add(fact(
                "tiles",
                "%,d of %.0f µm%s",
                manifest.expectedTiles(),
                sideUm,
                grid.stridePx() < grid.tileSizePx()
                        ? String.format(Locale.ROOT, ", every %.0f µm", grid.stridePx() * grid.mpp())
                        : ""));
        if (manifest.facts().inkShare() > 0) {
            facts.add(fact(
                    "pens, borders",
                    "%.2f %% of the slide's area was left out as ink or black",
                    100 * manifest.facts().inkShare()));
        }
        facts.add(fact(
                "model",
                "%s (%s), %d classes%s",
                manifest.model().name(),
                manifest.model().id().substring(0, 12),
                map.classNames().size(),
                manifest.model().symmetries() == 1
                        ? ""
                        : ", mean over " + manifest.model().symmetries() + " symmetries"));
        facts.add(fact(
                "software",
                "Slidestream %s, %s",
                Versions.ours(),
                String.join(", ", map.totals().engines())));
        return facts;
    }

    private static List<ReportPage.ClassRow> classes(FinishedMap map) {
        List<ReportPage.ClassRow> rows = new ArrayList<>();
        for (int i = 0; i < map.classNames().size(); i++) {
            rows.add(new ReportPage.ClassRow(
                    map.classNames().get(i),
                    map.palette().tissue(i),
                    map.palette().colour(i),
                    map.shares().areaMm2(i),
                    map.shares().areaFraction(i)));
        }
        return rows;
    }

    private static List<ReportPage.Fact> totals(ClassShares shares, double unsureBelow) {
        List<ReportPage.Fact> totals = new ArrayList<>();
        totals.add(fact("tissue read", "%.3f", shares.scoredMm2()));
        if (shares.unsureTiles() > 0) {
            totals.add(new ReportPage.Fact(
                    String.format(Locale.ROOT, "of it unsure, below %.0f %% (hatched)", 100 * unsureBelow),
                    String.format(Locale.ROOT, "%.3f", shares.unsureMm2())));
        }
        if (shares.unfamiliarTiles() > 0) {
            totals.add(fact("of it unlike what the model was trained on", "%.3f", shares.unfamiliarMm2()));
        }
        if (shares.rejectedTiles() > 0) {
            totals.add(fact("unread (striped magenta)", "%.3f", shares.unreadMm2()));
        }
        return totals;
    }

    private static ReportPage.@Nullable Tumor tumor(FinishedMap map) throws IOException {
        TumorRegions tumor = map.tumorRegions().orElse(null);
        if (tumor == null) {
            return null;
        }
        double share =
                map.shares().scoredMm2() > 0 ? tumor.areaMm2() / map.shares().scoredMm2() : 0;
        List<ReportPage.Fact> facts = List.of(
                fact("threshold", "%s of %.2f or more", tumor.className(), tumor.threshold()),
                fact("regions", "%,d", tumor.regions().size()),
                fact("area", "%.3f mm², %.1f %% of the tissue", tumor.areaMm2(), 100 * share),
                fact("largest diameter", "%.2f mm", tumor.largestDiameterUm() / 1000));
        BufferedImage slide = null;
        if (!tumor.regions().isEmpty()) {
            slide = map.slide().scaled(PICTURE_PX);
            RegionSketch.over(slide, map, tumor);
        }
        return new ReportPage.Tumor(
                facts,
                slide == null ? null : picture(slide, map),
                tumor.regions().stream()
                        .limit(RegionSketch.NUMBERED)
                        .map(region -> new ReportPage.Region(
                                region.number(),
                                region.areaMm2(),
                                region.largestDiameterUm() / 1000,
                                region.meanProbability()))
                        .toList());
    }

    private static String ledger(FinishedMap map) {
        ClassShares shares = map.shares();
        String reasons = shares.rejectedByReason().entrySet().stream()
                .map(entry -> entry.getKey().label() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%,d tiles expected = %,d scored + %,d rejected%s.",
                map.manifest().expectedTiles(),
                shares.scoredTiles(),
                shares.rejectedTiles(),
                reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static List<String> limits(FinishedMap map) {
        List<String> limits = new ArrayList<>();
        limits.add("Each tile is given the class of the model that it most resembles; tissue of no such class is given"
                + " one all the same. Areas and diameters count whole tiles, so they are no finer than a tile. The"
                + " model's card says on what it was trained and how well it did on tiles it had not seen; on other"
                + " organs, stains and scanners it may fail without a sign.");
        if (map.settings().smoothingCells() > 0) {
            limits.add("Colours are smoothed over neighbouring tiles for display; all figures are of the tiles as"
                    + " classified.");
        }
        return limits;
    }

    private static ReportPage.Picture picture(BufferedImage slide, FinishedMap map) throws IOException {
        Graphics2D g = slide.createGraphics();
        try {
            Pens.smooth(g);
            ScaleBar.draw(g, 0, slide.getHeight(), slide.getWidth(), map.slide().micronsPerPixel(slide));
        } finally {
            g.dispose();
        }
        return new ReportPage.Picture(Pictures.jpeg(slide, QUALITY), slide.getWidth(), slide.getHeight());
    }

    private static ReportPage.Fact fact(String name, String format, Object... values) {
        return new ReportPage.Fact(name, String.format(Locale.ROOT, format, values));
    }
}
