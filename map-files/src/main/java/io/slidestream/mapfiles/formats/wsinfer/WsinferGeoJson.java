package io.slidestream.mapfiles.formats.wsinfer;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.formats.TileFile;
import io.slidestream.mapfiles.formats.geojson.FeatureFile;
import io.slidestream.mapfiles.map.ObjectIds;
import java.io.IOException;
import java.io.OutputStream;

/** The tiles as WSInfer writes them: probabilities, no class; tiles without a score are not in it. */
final class WsinferGeoJson implements TileFile {
    private final SlideTiled manifest;
    private final FeatureFile file;

    WsinferGeoJson(SlideTiled manifest, OutputStream out) throws IOException {
        this.manifest = manifest;
        this.file = new FeatureFile(manifest, out);
    }

    @Override
    public void visit(Cell cell, TileScore score) throws IOException {
        if (score instanceof TileScore.Scored scored) {
            file.begin(
                    ObjectIds.tile(manifest.mapId(), cell),
                    FeatureFile.ring(manifest.grid().region(cell)),
                    "tile");
            file.beginMeasurements();
            file.probabilities(manifest.model().classNames(), scored.probabilities());
            file.endMeasurements();
            file.end();
        }
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
