package io.slidestream.slides.dicom;

import io.slidestream.slides.SlideException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A file of Part 10: its meta information is read, the data set can be walked.
 *
 * @param bytes that the data set lies in; of a deflated one, what was inflated
 * @param dataAt where it begins there
 */
public record DicomFile(DicomBytes bytes, long dataAt, TransferSyntax syntax) {
    /** Deflated instances have no frames that could be had one by one: what is larger than this is not read. */
    public static final int MAX_INFLATED_BYTES = 128 << 20;

    private static final int MAX_HEAD_BYTES = 1 << 20;
    private static final int PREAMBLE = 128;
    private static final int MAX_META_ELEMENTS = 64;
    private static final int CHUNK = 1 << 16;

    /**
     * Reads the meta information.
     *
     * @throws DicomException UNKNOWN for a transfer syntax that is none
     */
    public static DicomFile of(DicomBytes bytes) throws DicomException, SlideException {
        return of(bytes, MAX_INFLATED_BYTES, Excess.REFUSED);
    }

    /** What becomes of more inflated bytes than may be held. */
    private enum Excess {
        REFUSED,
        LEFT_OUT
    }

    private static DicomFile of(DicomBytes bytes, int maxInflatedBytes, Excess excess)
            throws DicomException, SlideException {
        byte[] start = new byte[PREAMBLE + 4];
        if (bytes.length() < start.length) {
            throw new DicomException(DicomException.Fault.BEYOND_END, "it has " + bytes.length() + " bytes");
        }
        bytes.read(0, ByteBuffer.wrap(start));
        if (!new String(start, PREAMBLE, 4, StandardCharsets.US_ASCII).equals("DICM")) {
            throw new DicomException(DicomException.Fault.DAMAGED, "it has no DICM at byte 128");
        }
        long at = start.length;
        String uid = "";
        for (int i = 0; i < MAX_META_ELEMENTS && isMeta(bytes, at); i++) {
            ElementReader meta = new ElementReader(bytes, at);
            if (meta.next() && meta.tag() == Tags.TRANSFER_SYNTAX) {
                uid = meta.text();
            }
            if (meta.length() < 0) {
                throw new DicomException(DicomException.Fault.DAMAGED, "its meta information has a sequence");
            }
            at = meta.valueAt() + meta.length();
        }
        String said = uid;
        TransferSyntax syntax = TransferSyntax.of(said)
                .orElseThrow(() -> new DicomException(
                        DicomException.Fault.UNKNOWN,
                        said.isEmpty() ? "it says no transfer syntax" : "its transfer syntax is " + printable(said)));
        return syntax == TransferSyntax.DEFLATED
                ? new DicomFile(DicomBytes.of(inflate(bytes, at, maxInflatedBytes, excess)), 0, syntax)
                : new DicomFile(bytes, at, syntax);
    }

    /** Walks the data set from its beginning. */
    public ElementReader elements() {
        ElementReader reader = new ElementReader(bytes, dataAt);
        reader.encode(
                syntax == TransferSyntax.IMPLICIT ? ElementReader.Form.IMPLICIT : ElementReader.Form.EXPLICIT,
                syntax == TransferSyntax.BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return reader;
    }

    /**
     * The series that a file belongs to, from its first bytes; empty where it is no DICOM file, or they do not say.
     *
     * @param head of a file
     */
    public static Optional<String> series(byte[] head) {
        try {
            return series(DicomBytes.of(head));
        } catch (SlideException e) {
            throw new AssertionError("bytes in memory can be had", e);
        }
    }

    /**
     * The same of a whole file.
     *
     * @throws SlideException if its bytes can no longer be had
     */
    public static Optional<String> series(DicomBytes bytes) throws SlideException {
        try {
            ElementReader elements = of(bytes, MAX_HEAD_BYTES, Excess.LEFT_OUT).elements();
            while (elements.next() && Integer.compareUnsigned(elements.tag(), Tags.SERIES) <= 0) {
                if (elements.tag() == Tags.SERIES) {
                    return Optional.of(elements.text()).filter(uid -> !uid.isEmpty());
                }
            }
            return Optional.empty();
        } catch (DicomException e) {
            return Optional.empty();
        }
    }

    /** The file's own group is explicit and little endian, whatever follows. */
    private static boolean isMeta(DicomBytes bytes, long at) throws SlideException {
        if (bytes.length() - at < 8) {
            return false;
        }
        byte[] group = new byte[2];
        bytes.read(at, ByteBuffer.wrap(group));
        return group[0] == 2 && group[1] == 0;
    }

    /** As much as there is, where the file ends early. */
    private static byte[] inflate(DicomBytes bytes, long from, int maxBytes, Excess excess)
            throws DicomException, SlideException {
        ByteArrayOutputStream inflated = new ByteArrayOutputStream();
        Inflater inflater = new Inflater(true);
        try {
            byte[] out = new byte[CHUNK];
            for (long at = from; at < bytes.length() && !inflater.finished(); at += CHUNK) {
                byte[] in = new byte[(int) Math.min(CHUNK, bytes.length() - at)];
                bytes.read(at, ByteBuffer.wrap(in));
                inflater.setInput(in);
                for (int count = inflater.inflate(out); count > 0; count = inflater.inflate(out)) {
                    if (inflated.size() + count > maxBytes) {
                        if (excess == Excess.LEFT_OUT) {
                            return inflated.toByteArray();
                        }
                        throw new DicomException(
                                DicomException.Fault.UNKNOWN,
                                "it is deflated, and more than " + (maxBytes >> 20)
                                        + " MB; convert it, as with dcmconv +te");
                    }
                    inflated.write(out, 0, count);
                }
            }
        } catch (DataFormatException e) {
            throw new DicomException(DicomException.Fault.DAMAGED, "what is deflated is damaged");
        } finally {
            inflater.end();
        }
        return inflated.toByteArray();
    }

    private static String printable(String uid) {
        return uid.replaceAll("[^0-9.]", "?");
    }
}
