package io.slidestream.aggregator.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The tiles as QuPath objects: a locked tile each, classified and coloured by its likeliest class, all probabilities as
 * measurements. Unread tiles carry the class "Unread" and the reason as metadata. Ids are made of map and cell, so the
 * same map imported twice gives the same objects.
 */
final class TilesGeoJson implements TileVisitor, Closeable {
    static final String UNREAD = "Unread";
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final SlideTiled manifest;
    private final Palette palette;
    private final JsonGenerator json;

    TilesGeoJson(SlideTiled manifest, Palette palette, OutputStream out) throws IOException {
        this.manifest = manifest;
        this.palette = palette;
        this.json = JSON.createGenerator(out).setPrettyPrinter(new FeatureLines());
        json.writeStartObject();
        json.writeStringField("type", "FeatureCollection");
        json.writeArrayFieldStart("features");
    }

    @Override
    public void visit(Cell cell, TileScore score) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeStringField("id", id(cell).toString());
        writeGeometry(manifest.grid().region(cell));
        json.writeObjectFieldStart("properties");
        json.writeStringField("objectType", "tile");
        json.writeBooleanField("isLocked", true);
        if (score instanceof TileScore.Scored scored) {
            int winner = Winner.of(scored.probabilities());
            writeClassification(manifest.model().classNames().get(winner), palette.colour(winner));
            writeMeasurements(scored.probabilities());
        } else if (score instanceof TileScore.Rejected rejected) {
            writeClassification(UNREAD, Palette.UNREAD);
            json.writeObjectFieldStart("metadata");
            json.writeStringField("rejection", rejected.reason().label());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        // An error on the way leaves the document open; the generator would close it and hide that.
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        json.close();
    }

    void finish() throws IOException {
        json.writeRaw('\n');
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private UUID id(Cell cell) {
        String name = manifest.mapId().hex() + ":" + cell.column() + "," + cell.row();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII));
    }

    private void writeGeometry(Level0Region region) throws IOException {
        long right = region.x() + region.width();
        long bottom = region.y() + region.height();
        json.writeObjectFieldStart("geometry");
        json.writeStringField("type", "Polygon");
        json.writeArrayFieldStart("coordinates");
        json.writeStartArray();
        writePoint(region.x(), region.y());
        writePoint(right, region.y());
        writePoint(right, bottom);
        writePoint(region.x(), bottom);
        writePoint(region.x(), region.y());
        json.writeEndArray();
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writePoint(long x, long y) throws IOException {
        json.writeStartArray();
        json.writeNumber(x);
        json.writeNumber(y);
        json.writeEndArray();
    }

    private void writeClassification(String name, int rgb) throws IOException {
        json.writeObjectFieldStart("classification");
        json.writeStringField("name", name);
        json.writeArrayFieldStart("color");
        json.writeNumber(rgb >> 16 & 0xFF);
        json.writeNumber(rgb >> 8 & 0xFF);
        json.writeNumber(rgb & 0xFF);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeMeasurements(List<Float> probabilities) throws IOException {
        json.writeObjectFieldStart("measurements");
        for (int i = 0; i < probabilities.size(); i++) {
            json.writeNumberField(
                    "prob_" + manifest.model().classNames().get(i),
                    probabilities.get(i).floatValue());
        }
        json.writeEndObject();
    }

    /** A line for each feature, so that the file can be looked at and compared. */
    private static final class FeatureLines extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1L;

        @Override
        public void beforeArrayValues(JsonGenerator json) throws IOException {
            breakLine(json);
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
            json.writeRaw(',');
            breakLine(json);
        }

        private static void breakLine(JsonGenerator json) throws IOException {
            JsonStreamContext document = json.getOutputContext().getParent();
            if (document != null
                    && document.getParent() != null
                    && document.getParent().inRoot()) {
                json.writeRaw('\n');
            }
        }
    }
}
