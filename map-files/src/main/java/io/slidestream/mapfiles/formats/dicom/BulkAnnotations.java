package io.slidestream.mapfiles.formats.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Microscopy Bulk Simple Annotations: what people drew, as polygons in the slide's total pixel matrix, a group for each class and
 * person. DICOM has no place for who and when of one annotation, so a group's label names the person, and its description has a line
 * an annotation.
 */
public final class BulkAnnotations {
    private static final String WHAT = "corrections";

    private BulkAnnotations() {}

    public static void write(DrawnRegions regions, OutputStream out) throws IOException {
        List<DataSet> groups = new ArrayList<>();
        for (int i = 0; i < regions.groups().size(); i++) {
            groups.add(group(regions, i));
        }
        String identity = regions.slide().identity();
        // Another word is another object, of the same series.
        String content = UUID.nameUUIDFromBytes(
                        new DataSet().sequence(0x006A0002, groups).encoded())
                .toString();
        String instance = Uids.of("annotations " + identity + " " + content);
        DicomMap.Algorithm maker = new DicomMap.Algorithm("Slidestream viewer", "none", regions.softwareVersion());
        DataSet set =
                new CommonModules(regions.slide(), maker, identity).with(Uids.ANNOTATIONS, instance, "ANN", WHAT, 3);
        CommonModules.content(set, "CORRECTIONS", "Regions that people drew, research use only", regions.latest());
        set.text(0x00200060, "CS") // of a body part that nobody named
                .text(0x00700084, "PN", Texts.name(regions.onlyAuthor()))
                .text(0x006A0001, "CS", "2D")
                .text(0x00480301, "CS", "VOLUME");
        set.sequence(0x00081140, regions.slide().images().subList(0, 1)).sequence(0x006A0002, groups);
        regions.slide().series(set);
        DicomFile.write(set, Uids.ANNOTATIONS, instance, out);
    }

    private static DataSet group(DrawnRegions regions, int index) {
        DrawnRegions.Group group = regions.groups().get(index);
        List<double[]> outlines = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        for (DrawnRegions.Drawn drawn : group.drawn()) {
            int first = outlines.size() + 1;
            drawn.polygons().forEach(polygon -> outlines.add(polygon.outline()));
            said.append(first == outlines.size() ? "" + first : first + "-" + outlines.size())
                    .append(": ")
                    .append(group.who())
                    .append(", ")
                    .append(drawn.at())
                    .append(
                            drawn.comment().isEmpty()
                                    ? ""
                                    : ", " + drawn.comment().replaceAll("\\s+", " "))
                    .append("\r\n");
        }
        int[] starts = new int[outlines.size()];
        for (int i = 0, next = 1; i < starts.length; i++) {
            starts[i] = next; // counted in numbers, from 1
            next += outlines.get(i).length;
        }
        double[] points = outlines.stream().flatMapToDouble(Arrays::stream).toArray();
        return new DataSet()
                .us(0x0040A180, index + 1)
                .text(
                        0x006A0003,
                        "UI",
                        Uids.of("annotations " + regions.slide().identity() + " "
                                + group.of().name() + " by " + group.who()))
                .text(0x006A0005, "LO", Texts.lo(group.of().name() + " by " + group.who()))
                .text(0x006A0006, "UT", Texts.lines(said.toString()))
                .text(0x006A0007, "CS", "MANUAL")
                .code(0x006A0009, group.of().category())
                .code(0x006A000A, group.of().type())
                .longs(0x006A000C, "UL", outlines.size())
                .text(0x006A000D, "CS", "YES")
                .text(0x00700023, "CS", "POLYGON")
                .us(0x0062000D, CieLab.of(group.of().rgb()))
                .doubles(0x00660022, points)
                .longs(0x00660040, "OL", starts);
    }
}
