package io.slidestream.mapfiles.formats.dicom;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.mapfiles.map.ScoreGrid;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.map.Versions;
import io.slidestream.slides.DicomUids;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** dicom/probabilities.dcm and dicom/classes.dcm. */
final class DicomFiles {
    private DicomFiles() {}

    static void write(FinishedMap map, MapFolder folder) throws IOException {
        ScoreGrid scores = map.scores();
        @Nullable
        DicomUids uids = map.settings().titles() == SlideTitles.IDS
                ? null
                : map.slide().dicomUids().orElse(null);
        DicomMap probabilities = describe(map, uids, classes(map));
        try (OutputStream out = folder.create(DicomFormat.FILE + "/probabilities.dcm")) {
            ParametricMap.write(probabilities, (of, cell) -> value(scores, of, cell), out);
        }
        List<DicomClass> labels = new ArrayList<>(classes(map));
        labels.add(new DicomClass(
                Palette.UNREAD_NAME, "Tile that could not be read", DicomClass.Kind.TISSUE, Palette.UNREAD));
        if (map.shares().scoredTiles() + map.shares().rejectedTiles() > 0) {
            try (OutputStream out = folder.create(DicomFormat.FILE + "/classes.dcm")) {
                Segmentation.write(
                        describe(map, uids, labels),
                        cell -> scores.isUnread(cell) ? scores.classes() : scores.winner(cell),
                        out);
            }
        }
    }

    private static float value(ScoreGrid scores, int of, int cell) {
        if (scores.isScored(cell)) {
            return scores.probability(cell, of);
        }
        return scores.isUnread(cell) ? ParametricMap.UNREAD : ParametricMap.NO_TISSUE;
    }

    private static DicomMap describe(FinishedMap map, @Nullable DicomUids uids, List<DicomClass> classes) {
        SlideTiled manifest = map.manifest();
        return new DicomMap(
                new DicomMap.Slide(
                        manifest.slide().location() + " " + manifest.slide().fingerprint(), map.slideTitle(), uids),
                manifest.mapId().hex() + " " + manifest.attempt(),
                new DicomMap.Algorithm(manifest.model().name(), manifest.model().id(), Versions.ours()),
                new DicomMap.Cells(
                        map.scores().columns(),
                        map.scores().rows(),
                        map.grid().stridePx() * map.grid().mpp() / 1000),
                map.scoredAt(),
                classes);
    }

    private static List<DicomClass> classes(FinishedMap map) {
        List<DicomClass> classes = new ArrayList<>();
        for (int i = 0; i < map.classNames().size(); i++) {
            String name = map.classNames().get(i);
            String tissue = map.palette().tissue(i);
            classes.add(new DicomClass(
                    name,
                    tissue.isEmpty() ? name : tissue,
                    map.tumorClass().orElse(-1) == i ? DicomClass.Kind.TUMOR : DicomClass.Kind.TISSUE,
                    map.palette().colour(i)));
        }
        return classes;
    }
}
