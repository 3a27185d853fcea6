package io.slidestream.mapfiles.formats.geojson;

import io.slidestream.mapfiles.map.Corners;
import io.slidestream.mapfiles.map.Decimals;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.ObjectIds;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.mapfiles.map.ScoreGrid;
import io.slidestream.mapfiles.map.TumorRegion;
import io.slidestream.mapfiles.map.TumorRegions;
import io.slidestream.mapfiles.regions.Outlines;
import io.slidestream.mapfiles.regions.RegionMap;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Merged regions as QuPath annotations: locked polygons with holes along the borders of cells. */
final class RegionsGeoJson {
    private static final String AREA = "Area µm^2";
    private static final String DIAMETER = "Max diameter µm";

    private RegionsGeoJson() {}

    /** The tumour regions, the largest first; an empty collection if there are none. */
    static void writeTumor(FinishedMap map, OutputStream out) throws IOException {
        try (FeatureFile file = new FeatureFile(map.manifest(), out)) {
            if (map.tumorRegions().isPresent()) {
                TumorRegions tumor = map.tumorRegions().get();
                int colour = map.palette().colour(map.tumorClass().orElseThrow());
                for (TumorRegion region : tumor.regions()) {
                    file.begin(
                            ObjectIds.of(map.manifest().mapId(), "tumor region " + region.number()),
                            inPixels(region.rings(), map),
                            "annotation");
                    file.name("Tumour region " + region.number());
                    file.classification(tumor.className(), colour);
                    file.beginMeasurements();
                    file.measurement(AREA, Decimals.rounded(region.areaMm2() * 1e6, 2));
                    file.measurement(DIAMETER, Decimals.rounded(region.largestDiameterUm(), 2));
                    file.measurement("Cells", region.cells());
                    file.measurement("Mean prob_" + tumor.className(), Decimals.rounded(region.meanProbability(), 6));
                    file.endMeasurements();
                    file.end();
                }
            }
            file.finish();
        }
    }

    /** Neighbouring cells of one likeliest class, unread ones as well, in row-major order of their first cells. */
    static void writeClasses(FinishedMap map, OutputStream out) throws IOException {
        ScoreGrid scores = map.scores();
        int unread = scores.classes();
        RegionMap regions = RegionMap.of(
                scores.columns(), scores.rows(), cell -> scores.isUnread(cell) ? unread : scores.winner(cell));
        Outlines outlines = new Outlines(regions);
        try (FeatureFile file = new FeatureFile(map.manifest(), out)) {
            for (int region = 0; region < regions.regions(); region++) {
                int cell = regions.cell(region, 0);
                file.begin(
                        ObjectIds.of(map.manifest().mapId(), "class region " + region),
                        inPixels(outlines.of(region), map),
                        "annotation");
                if (scores.isUnread(cell)) {
                    file.classification(Palette.UNREAD_NAME, Palette.UNREAD);
                } else {
                    int winner = scores.winner(cell);
                    file.classification(
                            map.classNames().get(winner), map.palette().colour(winner));
                }
                file.beginMeasurements();
                file.measurement(AREA, Decimals.rounded(areaMm2(regions, region, map) * 1e6, 2));
                file.measurement("Cells", regions.size(region));
                file.endMeasurements();
                file.end();
            }
            file.finish();
        }
    }

    private static double areaMm2(RegionMap regions, int region, FinishedMap map) {
        double area = 0;
        for (int place = 0; place < regions.size(region); place++) {
            area += map.grid().cellAreaMm2(map.scores().at(regions.cell(region, place)));
        }
        return area;
    }

    private static List<long[]> inPixels(List<int[]> rings, FinishedMap map) {
        Corners corners = new Corners(map.grid());
        List<long[]> pixels = new ArrayList<>(rings.size());
        for (int[] ring : rings) {
            long[] xy = new long[ring.length];
            for (int i = 0; i < ring.length; i += 2) {
                xy[i] = corners.x(ring[i]);
                xy[i + 1] = corners.y(ring[i + 1]);
            }
            pixels.add(xy);
        }
        return pixels;
    }
}
