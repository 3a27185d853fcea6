package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.MapSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MapFormatsTest {
    @Test
    void labels_nameFormats() {
        assertThat(MapFormats.of(List.of(" ome-tiff ", "csv")))
                .extracting(MapFormat::label)
                .containsExactly("csv", "ome-tiff");
        assertThat(MapFormats.of(List.of("default", "dicom")))
                .containsAll(MapFormats.DEFAULT)
                .hasSize(MapFormats.DEFAULT.size() + 1);
        assertThat(MapFormats.of(List.of("all"))).containsExactlyElementsOf(MapFormats.ALL);
        assertThat(MapFormats.of(List.of(""))).isEmpty();
    }

    @Test
    void unknownLabel_isRefusedWithTheList() {
        assertThatThrownBy(() -> MapFormats.of(List.of("csv", "hdf5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no format 'hdf5'; there are csv, geojson, regions, class-regions, map, overlay,"
                        + " thumbnail, html, pdf, wsinfer, ome-tiff, ome-zarr, dicom; and default, all");
    }

    @Test
    void eachFormat_hasItsOwnNames() {
        assertThat(MapFormats.ALL).extracting(MapFormat::label).doesNotHaveDuplicates();
        assertThat(ResultFiles.ALL).doesNotHaveDuplicates().contains("tiles.csv.gz", "summary.json");
    }

    @Test
    void settings_keepTheOrderOfTheList() {
        Set<MapFormat> backwards = new LinkedHashSet<>(List.of(MapFormats.ALL.get(5), MapFormats.CSV));
        assertThat(new ResultsSettings(backwards, MapSettings.DEFAULT).formats())
                .containsExactly(MapFormats.CSV, MapFormats.ALL.get(5));
    }
}
