package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.formats.dicom.BulkAnnotations;
import io.slidestream.mapfiles.formats.dicom.DicomClass;
import io.slidestream.mapfiles.formats.dicom.DicomMap;
import io.slidestream.mapfiles.formats.dicom.DrawnRegions;
import io.slidestream.mapfiles.formats.dicom.Polygon;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.slides.DicomUids;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files agree with tiles.csv when others' software reads them; skipped where it is not installed. */
class ForeignReadersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path root;

    @SuppressWarnings("NullAway.Init") // before all
    private static Path folder;

    /** 300 by 20 cells. */
    @BeforeAll
    static void write() throws IOException {
        SlideTiled manifest = MapSamples.manifest(
                MapSamples.slide("S1"),
                new TileGrid(300 * 224 - 100, 20 * 224 - 50, 0.25, 224, 224),
                MapSamples.KATHER,
                1);
        MapResults results = new MapResults(
                new FolderResultsStore(root),
                DicomStudyTest.ARCHIVED,
                new ResultsSettings(
                        MapFormats.of(List.of("csv", "regions", "class-regions", "ome-tiff", "dicom")),
                        MapSettings.DEFAULT),
                Clock.systemUTC());
        folder = Path.of(results.write(
                manifest,
                MapSamples.blocks(
                                manifest,
                                cell -> cell.equals(new Cell(150, 10))
                                        ? new TileScore.Rejected(RejectionReason.UNREADABLE, "damaged")
                                        : MapSamples.scored(manifest, cell))
                        .iterator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tifffile", "pydicom", "shapely"})
    void python_readsWhatTheTableSays(String library) throws Exception {
        Path python = Path.of("/usr/bin/python3"); // Debian's own, for which its packages are
        assumeTrue(
                Files.isExecutable(python) && run(python.toString(), "-c", "import numpy, " + library).exit == 0,
                "python3-" + library + " is not installed: the files are not read by it");
        Path script = root.resolve("check_results.py");
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/check_results.py"))) {
            Files.write(script, in.readAllBytes());
        }
        Outcome outcome = run(python.toString(), script.toString(), library, folder.toString());
        assertThat(outcome.exit).as(outcome.output).isZero();
        assertThat(outcome.output).contains("agrees");
    }

    /** A square with a hole that Ada calls tumour, and two triangles of which Ben is not sure. */
    @BeforeAll
    static void writeAnnotations() throws IOException {
        DicomClass tumour = new DicomClass("TUM", "tumour", DicomClass.Kind.TUMOR, 0xE64916);
        DicomClass unsure = new DicomClass("not sure", "not sure", DicomClass.Kind.REMARK, 0x7C8794);
        Polygon holed = new Polygon(List.of(
                new double[] {0, 0, 90, 0, 90, 60.5, 0, 60.5, 0, 0}, new double[] {10, 10, 20, 10, 20, 20, 10, 10}));
        DrawnRegions regions = new DrawnRegions(
                new DicomMap.Slide(
                        "bucket/S1 1", "S1", new DicomUids("1.2.3", "1.2.3.4", List.of("1.2.3.4.5", "1.2.3.4.6"))),
                "1.0",
                List.of(
                        new DrawnRegions.Group(
                                tumour,
                                "Ada",
                                List.of(new DrawnRegions.Drawn(
                                        List.of(holed), "Dr\u00fcse\nlinks", Instant.parse("2026-01-02T03:04:05Z")))),
                        new DrawnRegions.Group(
                                unsure,
                                "Ben^C",
                                List.of(new DrawnRegions.Drawn(
                                        List.of(
                                                new Polygon(List.of(new double[] {0, 0, 5, 0, 5, 5})),
                                                new Polygon(List.of(new double[] {7, 7, 9, 7, 9, 9.25}))),
                                        "",
                                        Instant.parse("2026-01-02T03:04:06Z"))))));
        try (OutputStream out = Files.newOutputStream(root.resolve("annotations.dcm"))) {
            BulkAnnotations.write(regions, out);
        }
    }

    @Test
    void pydicom_readsWhatPeopleDrew() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(
                Files.isExecutable(python) && run(python.toString(), "-c", "import numpy, pydicom").exit == 0,
                "python3-pydicom is not installed: annotations are not read by it");
        Outcome outcome = run(
                python.toString(),
                "-c",
                "import sys, numpy, pydicom\n"
                        + "d = pydicom.dcmread(sys.argv[1])\n"
                        + "print(d.SOPClassUID.name, d.Modality, d.AnnotationCoordinateType, d.PixelOriginInterpretation)\n"
                        + "s = d.ReferencedSeriesSequence[0]\n"
                        + "print(d.StudyInstanceUID, s.SeriesInstanceUID, [i.ReferencedSOPInstanceUID for i in s.ReferencedInstanceSequence],"
                        + " [i.ReferencedSOPInstanceUID for i in d.ReferencedImageSequence], d.SeriesInstanceUID != s.SeriesInstanceUID)\n"
                        + "for g in d.AnnotationGroupSequence:\n"
                        + "  p = numpy.frombuffer(g.DoublePointCoordinatesData, '<f8')\n"
                        + "  s = numpy.frombuffer(g.LongPrimitivePointIndexList, '<u4')\n"
                        + "  c = g.AnnotationPropertyTypeCodeSequence[0]\n"
                        + "  print(g.AnnotationGroupLabel, g.GraphicType, g.NumberOfAnnotations, c.CodeValue, s, len(p), p.max())\n"
                        + "  print(ascii(g.AnnotationGroupDescription))\n",
                root.resolve("annotations.dcm").toString());
        assertThat(outcome.output.lines())
                .as(outcome.output)
                .containsExactly(
                        "Microscopy Bulk Simple Annotations Storage ANN 2D VOLUME",
                        "1.2.3 1.2.3.4 ['1.2.3.4.5', '1.2.3.4.6'] ['1.2.3.4.5'] True",
                        "TUM by Ada POLYGON 1 108369006 [1] 20 90.0",
                        "'1: Ada, 2026-01-02T03:04:05Z, Dr\\xfcse links\\r\\n'",
                        "not sure by Ben^C POLYGON 2 not sure [1 7] 12 9.25",
                        "'1-2: Ben^C, 2026-01-02T03:04:06Z\\r\\n'");
    }

    @Test
    void dicomAnnotations_areValid() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/dciodvfy")),
                "dicom3tools is not installed: annotations are not validated by it");
        Outcome outcome =
                run("/usr/bin/dciodvfy", root.resolve("annotations.dcm").toString());
        assertThat(outcome.output).contains("MicroscopyBulkSimpleAnnotations");
        // This validator misses the z coordinate in any object of two dimensions, those of other makers too.
        assertThat(outcome.output.lines().filter(line -> !line.contains("<CommonZCoordinateValue>")))
                .noneMatch(line -> line.contains("Error") || line.contains("not present in standard"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"probabilities", "classes"})
    void dicomObjects_areValid(String name) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/dciodvfy")),
                "dicom3tools is not installed: the DICOM objects are not validated by it");
        Outcome outcome = run(
                "/usr/bin/dciodvfy", folder.resolve("dicom/" + name + ".dcm").toString());
        assertThat(outcome.output).doesNotContain("Error");
    }

    @Test
    void vips_readsThePyramid() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/vipsheader")),
                "libvips-tools is not installed: the OME-TIFF is not read by it");
        String tiff = folder.resolve("probabilities.ome.tiff").toString();
        assertThat(run("/usr/bin/vipsheader", tiff + "[page=9]").output).contains("300x20 float, 1 band");
        assertThat(run("/usr/bin/vipsheader", tiff + "[page=9,subifd=0]").output)
                .contains("150x10 float, 1 band");
    }

    private record Outcome(int exit, String output) {}

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
