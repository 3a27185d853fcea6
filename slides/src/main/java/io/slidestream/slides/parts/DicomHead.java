package io.slidestream.slides.parts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/*
 * Little endian, with explicit or implicit value representations. Groups up to 0020 come before all that is large in an
 * instance; a sequence of undefined length is passed over by walking its items.
 */
/** Finds the series of a DICOM instance in the first bytes of its file. */
final class DicomHead {
    /** Far more than the elements before the series take. */
    static final int MAX_BYTES = 64 << 10;

    private static final int MAX_DEPTH = 32;
    private static final int PREAMBLE = 128;
    private static final int TRANSFER_SYNTAX = 0x0002_0010;
    private static final int SERIES_INSTANCE_UID = 0x0020_000E;
    private static final int ITEM_END = 0xFFFE_E00D;
    private static final int SEQUENCE_END = 0xFFFE_E0DD;
    private static final int UNDEFINED = -1;
    private static final String IMPLICIT = "1.2.840.10008.1.2";
    private static final Set<String> LONG_FORMS =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final ByteBuffer bytes;
    private boolean implicit;

    private DicomHead(byte[] head) {
        bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Empty where it is no DICOM file, of another encoding, or says no series. */
    static Optional<String> series(byte[] head) {
        boolean dicom =
                head.length > PREAMBLE + 4 && new String(head, PREAMBLE, 4, StandardCharsets.US_ASCII).equals("DICM");
        return dicom ? new DicomHead(head).series() : Optional.empty();
    }

    private Optional<String> series() {
        bytes.position(PREAMBLE + 4);
        boolean isImplicit = false;
        while (bytes.remaining() >= 8) {
            implicit = isImplicit && !nextIsMeta();
            int tag = tag();
            int length = length(tag);
            if (Integer.compareUnsigned(tag, SERIES_INSTANCE_UID) > 0) {
                return Optional.empty();
            }
            if (tag == SERIES_INSTANCE_UID) {
                return text(length);
            }
            if (tag == TRANSFER_SYNTAX) {
                isImplicit = text(length).filter(IMPLICIT::equals).isPresent();
            } else if (!pass(length, 0)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The file's own group is explicit whatever follows. */
    private boolean nextIsMeta() {
        return bytes.getShort(bytes.position()) == 2;
    }

    private int tag() {
        int group = bytes.getShort() & 0xFFFF;
        return group << 16 | bytes.getShort() & 0xFFFF;
    }

    private int length(int tag) {
        if (implicit || tag >>> 16 == 0xFFFE) {
            return bytes.getInt();
        }
        String form = "" + (char) bytes.get() + (char) bytes.get();
        if (!LONG_FORMS.contains(form)) {
            return bytes.getShort() & 0xFFFF;
        }
        if (bytes.remaining() < 6) {
            bytes.position(bytes.limit());
            return 0;
        }
        bytes.getShort();
        return bytes.getInt();
    }

    private boolean pass(int length, int depth) {
        if (length != UNDEFINED) {
            if (length < 0 || length > bytes.remaining()) {
                return false;
            }
            bytes.position(bytes.position() + length);
            return true;
        }
        while (depth < MAX_DEPTH && bytes.remaining() >= 8) {
            int tag = tag();
            int inner = length(tag);
            if (tag == SEQUENCE_END || tag == ITEM_END) {
                return true;
            }
            if (!pass(inner, depth + 1)) {
                return false;
            }
        }
        return false;
    }

    private Optional<String> text(int length) {
        if (length < 0 || length > bytes.remaining() || length > 128) {
            return Optional.empty();
        }
        byte[] value = new byte[length];
        bytes.get(value);
        return Optional.of(new String(value, StandardCharsets.US_ASCII)
                        .replace('\0', ' ')
                        .strip())
                .filter(uid -> !uid.isEmpty());
    }
}
