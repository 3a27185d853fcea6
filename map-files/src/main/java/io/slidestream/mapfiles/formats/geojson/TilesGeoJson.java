package io.slidestream.mapfiles.formats.geojson;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.formats.TileFile;
import io.slidestream.mapfiles.map.BegunMap;
import io.slidestream.mapfiles.map.Certainty;
import io.slidestream.mapfiles.map.ObjectIds;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.mapfiles.map.Winner;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The tiles as QuPath objects: a locked tile each, classified and coloured by its likeliest class, all probabilities,
 * the entropy and whether it is unsure (1 or 0) as measurements. Unread tiles carry the class "Unread" and the reason as metadata.
 */
final class TilesGeoJson implements TileFile {
    private final SlideTiled manifest;
    private final Palette palette;
    private final Certainty certainty;
    private final FeatureFile file;

    TilesGeoJson(BegunMap map, OutputStream out) throws IOException {
        this.manifest = map.manifest();
        this.palette = map.palette();
        this.certainty = map.certainty();
        this.file = new FeatureFile(map.manifest(), out);
    }

    @Override
    public void visit(Cell cell, TileScore score) throws IOException {
        file.begin(
                ObjectIds.tile(manifest.mapId(), cell),
                FeatureFile.ring(manifest.grid().region(cell)),
                "tile");
        List<String> classNames = manifest.model().classNames();
        if (score instanceof TileScore.Scored scored) {
            int winner = Winner.of(scored.probabilities());
            file.classification(classNames.get(winner), palette.colour(winner));
            file.beginMeasurements();
            file.probabilities(classNames, scored.probabilities());
            file.measurement("entropy", Certainty.entropy(scored.probabilities()));
            file.measurement("unsure", certainty.isUnsure(scored.probabilities()) ? 1 : 0);
            if (!Float.isNaN(scored.distance())) {
                file.measurement("distance", scored.distance());
                file.measurement("unfamiliar", scored.isUnfamiliar() ? 1 : 0);
            }
            file.endMeasurements();
        } else if (score instanceof TileScore.Rejected rejected) {
            file.classification(Palette.UNREAD_NAME, Palette.UNREAD);
            file.metadata("rejection", rejected.reason().label());
        }
        file.end();
    }

    @Override
    public void finish() throws IOException {
        file.finish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
