package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.pictures.Thumbnails;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The study that the DICOM objects of a map are of. */
class DicomStudyTest {
    /** Of a slide that is DICOM, in two parts. */
    static final Thumbnails ARCHIVED = new Thumbnails() {
        @Override
        public RgbImage thumbnail(SlideVersion slide, int maxSidePx) {
            return new RgbImage(1, 1, new int[1]);
        }

        @Override
        public Optional<DicomUids> dicomUids(SlideVersion slide) {
            return Optional.of(new DicomUids("1.2.3", "1.2.3.4", List.of("1.2.3.4.5", "1.2.3.4.6")));
        }
    };

    private static final MapSettings REDACTED = MapSettings.DEFAULT.withTitles(SlideTitles.IDS);

    @TempDir
    Path root;

    @Test
    void slideOfAnArchive_keepsItsStudy_andItsPicturesAreNamed() throws IOException {
        for (String object : objects(ARCHIVED, MapSettings.DEFAULT)) {
            assertThat(object).contains("1.2.3\0", "1.2.3.4\0", "1.2.3.4.5\0", "1.2.3.4.6\0");
        }
    }

    @Test
    void redactedObjects_nameNoStudyOfTheSlide() throws IOException {
        for (String object : objects(ARCHIVED, REDACTED)) {
            assertThat(object).doesNotContain("1.2.3.4");
        }
    }

    private List<String> objects(Thumbnails slides, MapSettings settings) throws IOException {
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide("S1"), MapSamples.GRID, MapSamples.KATHER, 1);
        MapResults results = new MapResults(
                new FolderResultsStore(root),
                slides,
                new ResultsSettings(MapFormats.of(List.of("dicom")), settings),
                Clock.systemUTC());
        Path folder = Path.of(
                        results.write(manifest, MapSamples.blocks(manifest).iterator()))
                .resolve("dicom");
        return List.of(
                Files.readString(folder.resolve("probabilities.dcm"), StandardCharsets.ISO_8859_1),
                Files.readString(folder.resolve("classes.dcm"), StandardCharsets.ISO_8859_1));
    }
}
