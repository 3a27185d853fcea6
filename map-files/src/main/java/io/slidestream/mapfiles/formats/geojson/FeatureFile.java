package io.slidestream.mapfiles.formats.geojson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideTiled;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/**
 * A GeoJSON FeatureCollection of objects as QuPath reads them, a line an object. QuPath shows a slide's scanned part alone
 * where its format names one (openslide.bounds), and its coordinates begin there; what is given here is in level-0 pixels.
 */
public final class FeatureFile implements Closeable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final JsonGenerator json;
    private final long originX;
    private final long originY;

    public FeatureFile(SlideTiled map, OutputStream out) throws IOException {
        this.originX = map.facts().frame().map(Level0Region::x).orElse(0L);
        this.originY = map.facts().frame().map(Level0Region::y).orElse(0L);
        this.json = JSON.createGenerator(out).setPrettyPrinter(new FeatureLines());
        json.writeStartObject();
        json.writeStringField("type", "FeatureCollection");
        json.writeArrayFieldStart("features");
    }

    /** Begins an object; its properties follow, then end(). */
    public void begin(UUID id, List<long[]> rings, String objectType) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "Feature");
        json.writeStringField("id", id.toString());
        json.writeObjectFieldStart("geometry");
        json.writeStringField("type", "Polygon");
        json.writeArrayFieldStart("coordinates");
        for (long[] ring : rings) {
            writeRing(ring);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeObjectFieldStart("properties");
        json.writeStringField("objectType", objectType);
        json.writeBooleanField("isLocked", true);
    }

    /** The ring of a rectangle, as {@link #begin} takes it. */
    public static List<long[]> ring(Level0Region region) {
        long right = region.x() + region.width();
        long bottom = region.y() + region.height();
        return List.of(new long[] {region.x(), region.y(), right, region.y(), right, bottom, region.x(), bottom});
    }

    void name(String name) throws IOException {
        json.writeStringField("name", name);
    }

    void classification(String name, int rgb) throws IOException {
        json.writeObjectFieldStart("classification");
        json.writeStringField("name", name);
        json.writeArrayFieldStart("color");
        json.writeNumber(rgb >> 16 & 0xFF);
        json.writeNumber(rgb >> 8 & 0xFF);
        json.writeNumber(rgb & 0xFF);
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Measurements: the probabilities under WSInfer's names. */
    public void probabilities(List<String> classNames, List<Float> probabilities) throws IOException {
        for (int i = 0; i < probabilities.size(); i++) {
            json.writeNumberField(
                    "prob_" + classNames.get(i), probabilities.get(i).floatValue());
        }
    }

    public void beginMeasurements() throws IOException {
        json.writeObjectFieldStart("measurements");
    }

    void measurement(String name, double value) throws IOException {
        json.writeNumberField(name, value);
    }

    public void endMeasurements() throws IOException {
        json.writeEndObject();
    }

    void metadata(String key, String value) throws IOException {
        json.writeObjectFieldStart("metadata");
        json.writeStringField(key, value);
        json.writeEndObject();
    }

    public void end() throws IOException {
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Completes the document; without it, closing leaves it visibly open. */
    public void finish() throws IOException {
        json.writeRaw('\n');
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        // An error on the way leaves the document open; the generator would close it and hide that.
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
        json.close();
    }

    private void writeRing(long[] ring) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < ring.length; i += 2) {
            writePoint(ring[i], ring[i + 1]);
        }
        writePoint(ring[0], ring[1]);
        json.writeEndArray();
    }

    private void writePoint(long x, long y) throws IOException {
        json.writeStartArray();
        json.writeNumber(x - originX);
        json.writeNumber(y - originY);
        json.writeEndArray();
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
