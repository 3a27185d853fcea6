package io.slidestream.mapfiles.formats.dicom;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A Parametric Map: a frame a class, the probability of each cell as a 32-bit float. */
public final class ParametricMap {
    public static final float NO_TISSUE = -1;
    public static final float UNREAD = -2;

    private static final String WHAT = "class probabilities";
    private static final String[] IMAGE_TYPE = {"DERIVED", "PRIMARY", "VOLUME", "QUANTITY"};

    /** A cell's value, by class and index in row-major order. */
    @FunctionalInterface
    public interface Values {
        float at(int classIndex, int cell);
    }

    private ParametricMap() {}

    /** @param values probabilities, or {@link #NO_TISSUE}, or {@link #UNREAD} */
    public static void write(DicomMap map, Values values, OutputStream out) throws IOException {
        String instance = Uids.of("parametric map " + map.mapId());
        SlideModules modules = new SlideModules(map);
        DataSet set = modules.with(Uids.PARAMETRIC_MAP, instance, "OT", WHAT, 1);
        set.text(0x00080008, "CS", IMAGE_TYPE)
                .text(0x00189004, "CS", "RESEARCH")
                .text(0x00280302, "CS", "NO")
                .text(0x20500020, "CS", "IDENTITY")
                .sequence(0x00400555, List.of())
                .us(0x00280100, 32)
                .fl(0x00280122, NO_TISSUE)
                .fl(0x00280124, UNREAD)
                .text(0x00280008, "IS", Integer.toString(map.classes().size()));
        modules.dimensions(set, 0x00409210, 0x00409096, "Class");
        set.item(0x52009229, shared -> shared(shared, modules));
        List<DataSet> frames = new ArrayList<>();
        for (int i = 0; i < map.classes().size(); i++) {
            frames.add(frame(map, modules, i));
        }
        set.sequence(0x52009230, frames);
        long cells = (long) map.cells().columns() * map.cells().rows();
        DicomFile.write(
                set,
                Uids.PARAMETRIC_MAP,
                instance,
                0x7FE00008,
                "OF",
                cells * map.classes().size() * Float.BYTES,
                stream -> pixels(map, values, stream),
                out);
    }

    private static void shared(DataSet shared, SlideModules modules) {
        modules.pixelMeasures(shared);
        modules.derivation(shared);
        shared.item(0x00289132, window -> window.text(0x00281050, "DS", "0.5").text(0x00281051, "DS", "1"));
        shared.item(
                0x00289145,
                identity -> identity.text(0x00281052, "DS", "0")
                        .text(0x00281053, "DS", "1")
                        .text(0x00281054, "LO", "US"));
        shared.item(0x00409092, type -> type.text(0x00089007, "CS", IMAGE_TYPE));
    }

    private static DataSet frame(DicomMap map, SlideModules modules, int index) {
        DicomClass of = map.classes().get(index);
        return DataSet.of(frame -> {
            frame.item(0x00209111, content -> content.longs(0x00209157, "UL", index + 1, 1, 1));
            modules.planePosition(frame);
            frame.item(
                    0x00409096,
                    mapping -> mapping.text(0x00283003, "LO", Texts.lo("Probability of " + of.name()))
                            .text(0x00409210, "SH", Texts.sh(of.name()))
                            .code(0x004008EA, Code.NO_UNITS)
                            .fd(0x00409214, 0)
                            .fd(0x00409213, 1)
                            .fd(0x00409224, 0)
                            .fd(0x00409225, 1)
                            .item(
                                    0x00409220,
                                    quantity -> quantity.text(0x0040A040, "CS", "CODE")
                                            .code(0x0040A043, new Code("246205007", "SCT", "Quantity"))
                                            .code(0x0040A168, Code.own(of.name(), "Probability of " + of.meaning()))));
        });
    }

    private static void pixels(DicomMap map, Values values, OutputStream out) throws IOException {
        ByteBuffer row =
                ByteBuffer.allocate(map.cells().columns() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < map.classes().size(); i++) {
            for (int y = 0; y < map.cells().rows(); y++) {
                row.clear();
                for (int x = 0; x < map.cells().columns(); x++) {
                    row.putFloat(values.at(i, y * map.cells().columns() + x));
                }
                out.write(row.array());
            }
        }
    }
}
