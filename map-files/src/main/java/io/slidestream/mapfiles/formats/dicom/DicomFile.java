package io.slidestream.mapfiles.formats.dicom;

import java.io.IOException;
import java.io.OutputStream;

/** A DICOM file (PS3.10): preamble, meta information, attributes, and the pixels last. */
final class DicomFile {
    private static final String IMPLEMENTATION = Uids.of("implementation");

    private DicomFile() {}

    /** Writes pixels as they are encoded. */
    interface Pixels {
        void write(OutputStream out) throws IOException;
    }

    /**
     * @param pixelBytes how many bytes the pixels will take, an even number
     * @param pixelTag the highest tag of all
     */
    static void write(
            DataSet set,
            String sopClass,
            String sopInstance,
            int pixelTag,
            String pixelVr,
            long pixelBytes,
            Pixels pixels,
            OutputStream out)
            throws IOException {
        if (pixelBytes % 2 != 0 || pixelBytes >= 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("pixels must take an even number of bytes below 4 GB: " + pixelBytes);
        }
        begin(set, sopClass, sopInstance, out);
        out.write(DataSet.header(pixelTag, pixelVr, (int) pixelBytes));
        pixels.write(out);
    }

    /** Writes an object without pixels. */
    static void write(DataSet set, String sopClass, String sopInstance, OutputStream out) throws IOException {
        begin(set, sopClass, sopInstance, out);
    }

    private static void begin(DataSet set, String sopClass, String sopInstance, OutputStream out) throws IOException {
        byte[] meta = new DataSet()
                .put(0x00020001, "OB", new byte[] {0, 1})
                .text(0x00020002, "UI", sopClass)
                .text(0x00020003, "UI", sopInstance)
                .text(0x00020010, "UI", Uids.EXPLICIT_LITTLE_ENDIAN)
                .text(0x00020012, "UI", IMPLEMENTATION)
                .text(0x00020013, "SH", "SLIDESTREAM")
                .encoded();
        out.write(new byte[128]);
        out.write(new byte[] {'D', 'I', 'C', 'M'});
        out.write(new DataSet().longs(0x00020000, "UL", meta.length).encoded());
        out.write(meta);
        out.write(set.encoded());
    }
}
