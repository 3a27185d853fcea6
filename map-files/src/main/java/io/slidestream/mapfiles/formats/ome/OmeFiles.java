package io.slidestream.mapfiles.formats.ome;

import io.slidestream.mapfiles.formats.MapFolder;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.ObjectIds;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.mapfiles.map.ScoreGrid;
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

    static void writeTiff(FinishedMap map, MapFolder folder) throws IOException {
        try (OutputStream out = folder.create(OmeTiffFormat.FILE)) {
            OmeTiff.write(image(map), channel -> plane(map, channel), out);
        }
    }

    static void writeZarr(FinishedMap map, MapFolder folder) throws IOException {
        OmeZarr.write(
                image(map),
                channel -> plane(map, channel),
                labels(map),
                channels(map),
                name -> folder.create(OmeZarrFormat.FILE + "/" + name));
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
        channels.add(new OmeChannel(Palette.UNREAD_NAME, Palette.UNREAD));
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
