package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.MapSettings;
import java.util.Set;

/**
 * Settings of the files that are written for each map.
 *
 * @param formats kept in the order of {@link MapFormats}
 * @param map how each is measured and shown
 */
public record ResultsSettings(Set<MapFormat> formats, MapSettings map) {
    public static final ResultsSettings DEFAULT = new ResultsSettings(MapFormats.DEFAULT, MapSettings.DEFAULT);

    public ResultsSettings {
        formats = MapFormats.inOrder(formats);
    }
}
