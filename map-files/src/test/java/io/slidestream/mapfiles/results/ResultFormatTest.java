package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultFormatTest {
    @Test
    void labels_nameFormats() {
        assertThat(ResultFormat.of(List.of("csv", " ome-tiff ")))
                .containsExactly(ResultFormat.CSV, ResultFormat.OME_TIFF);
        assertThat(ResultFormat.of(List.of("default", "dicom")))
                .containsAll(ResultFormat.DEFAULT)
                .contains(ResultFormat.DICOM)
                .hasSize(ResultFormat.DEFAULT.size() + 1);
        assertThat(ResultFormat.of(List.of("all"))).containsExactly(ResultFormat.values());
        assertThat(ResultFormat.of(List.of(""))).isEmpty();
    }

    @Test
    void unknownLabel_isRefusedWithTheList() {
        assertThatThrownBy(() -> ResultFormat.of(List.of("csv", "hdf5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no format 'hdf5'; there are csv, geojson, regions, class-regions, map, overlay,"
                        + " thumbnail, html, pdf, wsinfer, ome-tiff, ome-zarr, dicom; and default, all");
    }
}
