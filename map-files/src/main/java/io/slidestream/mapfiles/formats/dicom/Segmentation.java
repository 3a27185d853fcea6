package io.slidestream.mapfiles.formats.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** A binary Segmentation: a segment and a frame for each class that has a cell. */
public final class Segmentation {
    private static final String WHAT = "classes";

    private Segmentation() {}

    /**
     * @param labelOf index of each cell's class in {@code map.classes()}, by the cell's index in row-major order;
     *     negative where it has none
     */
    public static void write(DicomMap map, IntUnaryOperator labelOf, OutputStream out) throws IOException {
        String instance = Uids.of("segmentation " + map.mapId());
        SlideModules modules = new SlideModules(map);
        List<Integer> present = present(map, labelOf);
        DataSet set = modules.with(Uids.SEGMENTATION, instance, "SEG", WHAT, 2);
        set.text(0x00080008, "CS", "DERIVED", "PRIMARY")
                .text(0x00200020, "CS")
                .us(0x00280100, 1)
                .us(0x00280101, 1)
                .us(0x00280102, 0)
                .us(0x00280103, 0)
                .text(0x00620001, "CS", "BINARY")
                .text(0x00620013, "CS", "NO")
                .text(0x00280008, "IS", Integer.toString(present.size()));
        List<DataSet> segments = new ArrayList<>();
        List<DataSet> frames = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            int number = i + 1;
            segments.add(segment(map, number, map.classes().get(present.get(i))));
            frames.add(DataSet.of(frame -> {
                frame.item(0x00209111, content -> content.longs(0x00209157, "UL", number, 1, 1));
                modules.planePosition(frame);
                frame.item(0x0062000A, segment -> segment.us(0x0062000B, number));
            }));
        }
        set.sequence(0x00620002, segments);
        modules.dimensions(set, 0x0062000B, 0x0062000A, "Segment");
        set.item(0x52009229, shared -> {
            modules.pixelMeasures(shared);
            modules.derivation(shared);
        });
        set.sequence(0x52009230, frames);
        long bits = (long) map.cells().columns() * map.cells().rows() * present.size();
        long bytes = (bits + 15) / 16 * 2;
        DicomFile.write(
                set,
                Uids.SEGMENTATION,
                instance,
                0x7FE00010,
                "OB",
                bytes,
                stream -> pixels(map, labelOf, present, bytes, stream),
                out);
    }

    private static List<Integer> present(DicomMap map, IntUnaryOperator labelOf) {
        boolean[] seen = new boolean[map.classes().size()];
        for (int cell = 0; cell < map.cells().columns() * map.cells().rows(); cell++) {
            int label = labelOf.applyAsInt(cell);
            if (label >= 0) {
                seen[label] = true;
            }
        }
        List<Integer> present = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            if (seen[i]) {
                present.add(i);
            }
        }
        return present;
    }

    private static DataSet segment(DicomMap map, int number, DicomClass of) {
        return new DataSet()
                .us(0x00620004, number)
                .text(0x00620005, "LO", Texts.lo(of.name()))
                .text(0x00620008, "CS", "AUTOMATIC")
                .text(0x00620009, "LO", Texts.lo(map.algorithm().modelName()))
                .item(
                        0x00620007,
                        algorithm -> algorithm
                                .code(0x0066002F, Code.MACHINE)
                                .text(0x00660036, "LO", Texts.lo(map.algorithm().modelName()))
                                .text(0x00660031, "LO", Texts.lo(map.algorithm().modelId())))
                .code(0x00620003, of.category())
                .code(0x0062000F, of.type())
                .us(0x0062000D, CieLab.of(of.rgb()))
                .text(0x00620020, "UT", of.name() + " of map " + map.mapId())
                .text(0x00620021, "UI", Uids.of("segment " + map.mapId() + " " + of.name()));
    }

    /** A bit a cell, the lowest bit first; frames follow one another without a gap. */
    private static void pixels(
            DicomMap map, IntUnaryOperator labelOf, List<Integer> present, long bytes, OutputStream out)
            throws IOException {
        int bit = 0;
        int filling = 0;
        long written = 0;
        for (int of : present) {
            for (int cell = 0; cell < map.cells().columns() * map.cells().rows(); cell++) {
                filling |= labelOf.applyAsInt(cell) == of ? 1 << bit : 0;
                if (++bit == 8) {
                    out.write(filling);
                    written++;
                    bit = 0;
                    filling = 0;
                }
            }
        }
        for (; written < bytes; written++) {
            out.write(filling);
            filling = 0;
        }
    }
}
