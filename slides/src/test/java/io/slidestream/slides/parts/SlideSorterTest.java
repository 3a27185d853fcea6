package io.slidestream.slides.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlideSorterTest {
    private static final String SLIDEDAT = """
            \uFEFF[GENERAL]
            SLIDE_NAME = one
            [HIERARCHICAL]
            INDEXFILE = Index.dat
            [DATAFILE]
            FILE_COUNT = 2
            FILE_0 = Data0000.dat
            FILE_1 = Data0001.dat
            """;
    private static final String VMS = """
            [Virtual Microscope Specimen]
            NoLayers=1
            ImageFile=S2.jpg
            ImageFile(1,0)=S2(1,0).jpg
            MapFile=S2_map2.jpg
            OptimisationFile=S2.opt
            MacroImage=S2_macro.jpg
            """;

    private final Map<String, byte[]> bucket = new HashMap<>();
    private final List<String> read = new ArrayList<>();
    private final SlideSorter sorter = new SlideSorter(this::head);

    @Test
    void mirax_isOneSlideWithAllInItsFolder() {
        put("in/S1.mrxs", "jpeg");
        put("in/S1/Slidedat.ini", SLIDEDAT);
        put("in/S1/Index.dat", "i");
        put("in/S1/Data0000.dat", "0");
        put("in/S1/preview.tif", "part of it by its place");
        put("in/S10/other.tif", "a slide of its own");

        SlideParts slide = slide("in/S1.mrxs");

        assertThat(slide.others())
                .extracting(slide::relativePath)
                .containsExactly("S1/Data0000.dat", "S1/Index.dat", "S1/Slidedat.ini", "S1/preview.tif");
        assertThat(slide.missing()).containsExactly("Data0001.dat");
        assertThat(sorted().slides())
                .extracting(one -> one.main().path())
                .containsExactly("in/S1.mrxs", "in/S10/other.tif");
        assertThat(sorted().otherFiles()).isZero();
    }

    @Test
    void miraxWithoutItsFolder_lacksItsIndex() {
        put("S1.mrxs", "jpeg");

        assertThat(slide("S1.mrxs").missing()).containsExactly("Slidedat.ini");
    }

    @Test
    void hamamatsu_isOneSlideWithThePicturesItNames() {
        put("S2.vms", VMS);
        put("S2.jpg", "0");
        put("S2_map2.jpg", "m");
        put("S2_macro.jpg", "p");
        put("holiday.jpg", "nobody's");

        SlideParts slide = slide("S2.vms");

        assertThat(slide.others())
                .extracting(StoredFile::path)
                .containsExactly("S2.jpg", "S2_macro.jpg", "S2_map2.jpg");
        assertThat(slide.missing()).containsExactly("S2(1,0).jpg");
        assertThat(sorted().otherFiles()).isEqualTo(1);
    }

    @Test
    void namesThatLeadElsewhere_areOnlyMissing() {
        put("a/S2.vms", "[x]\nImageFile=../secret.jpg\nMapFile=/etc/passwd\n");
        put("secret.jpg", "s");

        assertThat(slide("a/S2.vms").others()).isEmpty();
        assertThat(slide("a/S2.vms").missing()).containsExactly("../secret.jpg", "/etc/passwd");
    }

    @Test
    void dicomInstances_areOneSlideForEachSeriesOfAFolder() {
        put("d/1.dcm", dicom("1.2.3", false));
        put("d/2.dcm", dicom("1.2.4", true));
        put("d/3.dcm", dicom("1.2.3", true));
        put("e/4.dcm", dicom("1.2.3", false));
        put("e/5.dcm", "no DICOM".getBytes(UTF_8));

        assertThat(sorted().slides())
                .extracting(one -> one.files().stream().map(StoredFile::path).toList())
                .containsExactly(
                        List.of("d/1.dcm", "d/3.dcm"), List.of("d/2.dcm"), List.of("e/4.dcm"), List.of("e/5.dcm"));
    }

    @Test
    void seriesWhoseFilesAreNumbered_isNamedByItsFolder_ifAlone() {
        put("in/case 7/level-0.dcm", dicom("1.2.3", false));
        put("in/case 7/level-1.dcm", dicom("1.2.3", false));
        put("in/one/1.2.840.5.dcm", dicom("1.2.4", false));
        put("in/named/S1.dcm", dicom("1.2.5", false));
        put("in/named/S1.level1.dcm", dicom("1.2.5", false));
        put("in/two/1.dcm", dicom("1.2.6", false));
        put("in/two/2.dcm", dicom("1.2.7", false));
        put("in/mixed/1.dcm", dicom("1.2.8", false));
        put("in/mixed/S2.svs", "tiff");

        assertThat(sorted().slides())
                .extracting(slide -> slide.name("in/"))
                .containsExactly("case 7", "mixed/1", "mixed/S2", "named/S1", "one", "two/1", "two/2");
        assertThat(slide("in/case 7/level-0.dcm").name("in/case 7/")).isEqualTo("case 7");
        assertThat(slide("in/case 7/level-0.dcm").name("")).isEqualTo("in/case 7");
    }

    @Test
    void seriesAtTheTopOfABucketWithoutName_isNamedByItsFile() {
        put("1.dcm", dicom("1.2.3", false));

        assertThat(slide("1.dcm").name("")).isEqualTo("1");
        assertThat(slide("1.dcm").name("", "case 7")).isEqualTo("case 7");
    }

    @Test
    void everyPart_countsForTheVersion() {
        put("S1.mrxs", "jpeg");
        put("S1/Slidedat.ini", SLIDEDAT);
        String before = slide("S1.mrxs").fingerprint();
        assertThat(slide("S1.mrxs").fingerprint()).isEqualTo(before);

        put("S1/Data0000.dat", "0");
        String grown = slide("S1.mrxs").fingerprint();
        put("S1/Data0000.dat", "1");

        assertThat(List.of(before, grown, slide("S1.mrxs").fingerprint())).doesNotHaveDuplicates();
    }

    @Test
    void indexes_areReadAgainOnlyWhenTheyChange() {
        put("S2.vms", VMS);
        sorted();
        sorted();
        assertThat(read).containsExactly("S2.vms");

        put("S2.vms", VMS + "\n");
        sorted();

        assertThat(read).containsExactly("S2.vms", "S2.vms");
    }

    @Test
    void slideWhoseIndexCannotBeRead_isLeftOut_withItsOwnFiles() {
        put("S2.vms", VMS);
        bucket.put("unreadable.vms", new byte[0]);

        assertThat(sorted().slides()).extracting(one -> one.main().path()).containsExactly("S2.vms");
        assertThat(sorted().otherFiles()).isZero();
    }

    @Test
    void resultsOfAMap_arePassedOver_withAllThatIsInThem() {
        for (String name : List.of(
                "S1.svs",
                "notes.txt",
                "scan.CZI",
                "README",
                "maps/S1/summary.json",
                "maps/S1/tiles.csv",
                "maps/S1/probabilities.ome.tiff",
                "maps/S1/dicom/classes.dcm",
                "maps/S2/summary.json",
                "maps/S2/tiles.csv.gz",
                "mine/summary.json",
                "mine/S3.tiff")) {
            put(name, "");
        }

        SlideSorter.Sorted sorted = sorted();

        assertThat(sorted.slides()).extracting(slide -> slide.main().path()).containsExactly("S1.svs", "mine/S3.tiff");
        assertThat(sorted.passedOver().results()).containsExactly("maps/S1/", "maps/S2/");
        assertThat(sorted.otherFiles()).isEqualTo(4);
        assertThat(sorted.passedOver().sentences())
                .containsExactly(
                        "passed over 4 files that by their names are no slides: 1 without an ending, 1 .czi, 1 .json, 1 .txt",
                        "passed over 2 folders with results of Slidestream, of which the first is maps/S1/");
    }

    @Test
    void bucketThatHoldsASummary_isStillABucket() {
        put("summary.json", "");
        put("tiles.csv", "");
        put("S1.svs", "");

        assertThat(sorted().slides()).hasSize(1);
    }

    private SlideParts slide(String path) {
        return sorted().slideOf(path).orElseThrow();
    }

    private SlideSorter.Sorted sorted() {
        return sorter.sort(bucket.entrySet().stream()
                .map(file -> new StoredFile(
                        file.getKey(), file.getValue().length, "v" + new String(file.getValue(), UTF_8).hashCode()))
                .toList());
    }

    private void put(String path, String text) {
        put(path, text.getBytes(UTF_8));
    }

    private void put(String path, byte[] bytes) {
        bucket.put(path, bytes);
    }

    private byte[] head(StoredFile file, int maxBytes) throws IOException {
        read.add(file.path());
        if (file.path().startsWith("unreadable")) {
            throw new IOException("permission denied");
        }
        return bucket.getOrDefault(file.path(), new byte[0]);
    }

    /** A preamble, the transfer syntax, a sequence of undefined length, and the series. */
    private static byte[] dicom(String series, boolean implicit) {
        ByteBuffer bytes = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(128);
        bytes.put("DICM".getBytes(UTF_8));
        element(bytes, 0x0002, 0x0010, "UI", implicit ? "1.2.840.10008.1.2" : "1.2.840.10008.1.2.1", false);
        bytes.putShort((short) 0x0008).putShort((short) 0x1115);
        if (!implicit) {
            bytes.put("SQ".getBytes(UTF_8)).putShort((short) 0);
        }
        bytes.putInt(-1);
        bytes.putShort((short) 0xFFFE).putShort((short) 0xE000).putInt(-1);
        element(bytes, 0x0020, 0x000E, "UI", "9.9", implicit);
        bytes.putShort((short) 0xFFFE).putShort((short) 0xE00D).putInt(0);
        bytes.putShort((short) 0xFFFE).putShort((short) 0xE0DD).putInt(0);
        element(bytes, 0x0020, 0x000E, "UI", series, implicit);
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void element(ByteBuffer into, int group, int number, String form, String text, boolean implicit) {
        byte[] value = (text.length() % 2 == 0 ? text : text + "\0").getBytes(UTF_8);
        into.putShort((short) group).putShort((short) number);
        if (implicit) {
            into.putInt(value.length);
        } else {
            into.put(form.getBytes(UTF_8)).putShort((short) value.length);
        }
        into.put(value);
    }
}
