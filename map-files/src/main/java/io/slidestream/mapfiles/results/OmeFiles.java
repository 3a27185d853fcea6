package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.ome.OmeChannel;
import io.slidestream.mapfiles.ome.OmeImage;
import io.slidestream.mapfiles.ome.OmeTiff;
import io.slidestream.mapfiles.ome.OmeZarr;
import io.slidestream.mapfiles.raster.LabelPlane;
import io.slidestream.mapfiles.raster.Plane;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The probabilities as images: a channel a class, then the channel "Unread", which is 1 where a tile could not be read, 0
 * where it was. NaN where no tile was expected; unread cells are NaN in the channels of the classes.
 */
final class OmeFiles {
    private OmeFiles() {}

    static void writeTiff(FinishedMap map, ResultsDraft draft) throws IOException {
        try (OutputStream out = draft.create(ResultFiles.OME_TIFF)) {
            OmeTiff.write(image(map), channel -> plane(map, channel), out);
        }
    }

    static void writeZarr(FinishedMap map, ResultsDraft draft) throws IOException {
        OmeZarr.write(
                image(map),
                channel -> plane(map, channel),
                labels(map),
                channels(map),
                name -> draft.create(ResultFiles.OME_ZARR + "/" + name));
    }

    private static OmeImage image(FinishedMap map) {
        return new OmeImage(
                ObjectIds.of(map.manifest().mapId(), "probabilities"),
                map.manifest().slide().name(),
                "Class probabilities of " + map.manifest().slide().location() + ", a pixel a cell of "
                        + map.grid().stridePx() + " px of the slide, by model "
                        + map.manifest().model().name() + " ("
                        + map.manifest().model().id() + "), map "
                        + map.manifest().mapId() + ". NaN: no tissue, or unread where the last channel is 1."
                        + " Research use only.",
                "Slidestream",
                map.scores().columns(),
                map.scores().rows(),
                map.grid().stridePx() * map.grid().mpp(),
                channels(map));
    }

    private static List<OmeChannel> channels(FinishedMap map) {
        List<OmeChannel> channels = new ArrayList<>();
        for (int i = 0; i < map.classNames().size(); i++) {
            channels.add(new OmeChannel(map.classNames().get(i), map.palette().colour(i)));
        }
        channels.add(new OmeChannel(TilesGeoJson.UNREAD, Palette.UNREAD));
        return channels;
    }

    private static Plane plane(FinishedMap map, int channel) {
        ScoreGrid scores = map.scores();
        float[] values = new float[scores.columns() * scores.rows()];
        for (int cell = 0; cell < values.length; cell++) {
            values[cell] = channel < scores.classes() ? scores.probability(cell, channel) : unread(scores, cell);
        }
        return new Plane(scores.columns(), scores.rows(), values);
    }

    private static float unread(ScoreGrid scores, int cell) {
        return scores.isUnread(cell) ? 1 : scores.isScored(cell) ? 0 : Float.NaN;
    }

    private static LabelPlane labels(FinishedMap map) {
        ScoreGrid scores = map.scores();
        short[] labels = new short[scores.columns() * scores.rows()];
        for (int cell = 0; cell < labels.length; cell++) {
            labels[cell] = (short) (scores.isUnread(cell) ? scores.classes() + 1 : scores.winner(cell) + 1);
        }
        return new LabelPlane(scores.columns(), scores.rows(), labels);
    }
}
